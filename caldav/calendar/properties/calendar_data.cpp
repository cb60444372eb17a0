#include "caldav/calendar/properties/calendar_data.h"

#include <algorithm>

#include "caldav/calendar/reports/calendar_data.h"
#include "caldav/calendar/reports/calendar_zone.h"
#include "scheduling/ical/parse.h"

namespace stafett::caldav::calendar::properties {

namespace ical = scheduling::ical;

Result<bool> read_calendar_data(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out) {
    if (subject.object == nullptr || !subject.object->text) return false;
    const std::string& text = *subject.object->text;
    reports::CalendarData wanted;
    if (asked != nullptr) {
        TRY_ASSIGN(wanted, reports::parse_calendar_data(*asked));
    }
    if (wanted.whole() || (!subject.decided && !wanted.comp)) {
        out.text(text);
        return true;
    }
    ical::Limits limits;
    limits.octets = std::max(limits.octets, text.size());
    const auto object = ical::parse(text, limits);
    if (!object) {
        out.text(text);
        return true;
    }
    TRY_ASSIGN(const ical::ZonePtr floating, reports::calendar_zone(subject));
    if (!subject.decided) wanted.expand = wanted.limit_recurrence = std::nullopt;
    base::WorkBudget work = subject.context.work().for_object(text.size());
    TRY_ASSIGN(const std::string parts, reports::select(wanted, **object, floating, work));
    out.text(parts);
    return true;
}

}  // namespace stafett::caldav::calendar::properties
