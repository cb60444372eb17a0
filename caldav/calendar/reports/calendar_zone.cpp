#include "caldav/calendar/reports/calendar_zone.h"

#include "caldav/xml/parse.h"
#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/vtimezone.h"
#include "scheduling/ical/writer.h"

namespace stafett::caldav::calendar::reports {

namespace ical = scheduling::ical;

namespace {

Result<ical::ZonePtr> association_zone(webdav::GuardedSnapshot& snapshot) {
    TRY_ASSIGN(const std::string name, snapshot.zone());
    return ical::home_zone(name);
}

}  // namespace

Result<ical::ZonePtr> parse_timezone(std::string_view icalendar) {
    // XML readers and the indentation of request bodies leave blanks at the ends.
    const std::size_t start = icalendar.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return fail(conditions::valid_calendar_data, "empty time zone");
    const auto parsed = ical::parse(std::string(icalendar.substr(start)));
    if (!parsed) return fail(conditions::valid_calendar_data, parsed.error().detail);
    const ical::Component& calendar = (*parsed)->calendar();
    if (calendar.components.size() != 1 || calendar.components.front().name != "VTIMEZONE")
        return fail(conditions::valid_calendar_data, "not exactly one VTIMEZONE");
    const ical::Component& timezone = calendar.components.front();
    const std::string tzid = timezone.text("TZID");
    auto work = ical::own_share(**parsed);
    ical::ZonePtr zone = ical::embedded_zone(**parsed, timezone, work);
    if (tzid.empty() || !zone) return fail(conditions::valid_calendar_data, "no usable VTIMEZONE");
    if (const std::string iana = ical::iana_name(tzid); iana == tzid)
        if (ical::ZonePtr known = ical::find_zone(iana)) zone = std::move(known);
    return zone;
}

Result<ical::ZonePtr> calendar_zone(webdav::GuardedSnapshot& snapshot, const access::Address& address) {
    const bool object = address.shape == access::Address::Shape::object;
    // Who may read one object of a calendar but not the calendar itself gets the association's zone.
    const auto calendar = snapshot.gate().require<webdav::Privilege::read>(object ? address.collection() : address);
    if (!calendar) return association_zone(snapshot);
    TRY_ASSIGN(const auto stored,
               snapshot.property(*calendar, {ns::caldav, "calendar-timezone"}, access::Scope::resource));
    if (!stored) return association_zone(snapshot);
    const auto element = xml::parse(stored->value);
    if (!element) return association_zone(snapshot);
    auto zone = parse_timezone(element->text());
    return zone ? std::move(zone) : association_zone(snapshot);
}

Result<ical::ZonePtr> calendar_zone(const webdav::Subject& subject) {
    webdav::Progress& progress = *subject.context.progress;
    const Href collection = subject.node().address.collection().href;
    if (progress.zone == nullptr || progress.zone_of != collection) {
        TRY_ASSIGN(progress.zone, calendar_zone(subject.snapshot, subject.node().address));
        progress.zone_of = collection;
    }
    return progress.zone;
}

Result<std::string> default_timezone(webdav::GuardedSnapshot& snapshot) {
    TRY_ASSIGN(const std::string name, snapshot.zone());
    std::string timezone = ical::vtimezone(name);
    if (timezone.empty()) return timezone;
    return ical::begin_line("VCALENDAR") + "VERSION:2.0\r\nPRODID:-//Stafett//Stafett//SV\r\n" + timezone +
           ical::end_line("VCALENDAR");
}

}  // namespace stafett::caldav::calendar::reports
