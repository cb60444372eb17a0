#include "caldav/calendar/reports/calendar_query.h"

#include <algorithm>

#include "caldav/calendar/filter/grammar.h"
#include "caldav/calendar/reports/calendar_data.h"
#include "caldav/calendar/reports/calendar_zone.h"
#include "scheduling/ical/parse.h"

namespace stafett::caldav::calendar::reports {

namespace ical = scheduling::ical;
using webdav::GuardedSnapshot;
using webdav::Kind;
using webdav::Privilege;

namespace {

constexpr QName kTimezone{ns::caldav, "timezone"};
constexpr QName kCalendarData{ns::caldav, "calendar-data"};
constexpr std::size_t kPage = 256;  // objects looked at in one snapshot

// A search that goes on from page to page; owns all it needs between them.
struct Search {
    webdav::Context context;
    access::Address calendar;
    CalendarQuery query;
    access::Candidates prefilter;
    model::ObjectName after;
    bool decided = false;  // the prefilter is the whole answer
    bool with_text = true;
};

bool object_matches(const filter::CompFilter& filter, const std::string& text, const ical::ZonePtr& zone) {
    ical::Limits limits;
    limits.octets = std::max(limits.octets, text.size());
    const auto object = ical::parse(text, limits);
    return object && filter::matches(filter, **object, zone);
}

Result<webdav::More> next_page(Search& search, webdav::MultistatusWriter& out) {
    TRY_ASSIGN(const auto snapshot, search.context.store.read());
    TRY_ASSIGN(const auto calendar, snapshot->gate().require<Privilege::read>(search.calendar));
    ical::ZonePtr zone = search.query.timezone;
    if (!zone) {
        TRY_ASSIGN(zone, calendar_zone(*snapshot, search.calendar));
    }
    TRY_ASSIGN(const auto found,
               snapshot->candidates(calendar, search.prefilter, {search.after, kPage, search.with_text}));
    for (const model::StoredObject& object : found)
        if (search.decided || object_matches(search.query.filter, *object.text, zone))
            webdav::write_object_response(out, search.context, *snapshot, calendar, object, search.query.wanted);
    if (found.size() < kPage) return webdav::More::no;
    search.after = found.back().info.name;
    return webdav::More::yes;
}

Result<http::Response> query_one(const webdav::Request& request, const CalendarQuery& query, GuardedSnapshot& snapshot,
                                 const webdav::ReadGrant& grant) {
    TRY_ASSIGN(const model::StoredObject object, snapshot.object(grant));
    ical::ZonePtr zone = query.timezone;
    if (!zone) {
        TRY_ASSIGN(zone, calendar_zone(snapshot, request.target));
    }
    return webdav::multistatus_now([&](webdav::MultistatusWriter& out) {
        if (!object_matches(query.filter, *object.text, zone)) return;
        webdav::write_response(out, {request.context, snapshot, grant, &object}, query.wanted);
    });
}

// Windows' own calendar client asks the calendar with Depth: 0 and means its objects.
bool means_depth_one(const http::RequestHead& head) {
    return head.fields.find("User-Agent").value_or("").starts_with("MSFT-");
}

}  // namespace

Result<webdav::Wanted> read_wanted_data(const xml::Element& report, const webdav::Preferences& preferences) {
    TRY_ASSIGN(webdav::Wanted wanted, webdav::read_wanted(report, preferences, webdav::Wanted::Mode::named));
    wanted.report = true;
    for (const xml::Element& property : wanted.properties)
        if (property.is(kCalendarData)) TRY(parse_calendar_data(property));
    return wanted;
}

Result<CalendarQuery> parse_calendar_query(const xml::Element& report, const webdav::Preferences& preferences) {
    TRY_ASSIGN(webdav::Wanted wanted, read_wanted_data(report, preferences));
    const xml::Element* filter = report.child(filter::grammar::filter);
    if (filter == nullptr) return fail(conditions::valid_filter, "a calendar-query needs a filter");
    TRY_ASSIGN(filter::CompFilter comp_filter, filter::parse_filter(*filter));
    CalendarQuery query{std::move(wanted), std::move(comp_filter), nullptr};
    if (const xml::Element* timezone = report.child(kTimezone)) {
        TRY_ASSIGN(query.timezone, parse_timezone(timezone->text()));
    }
    return query;
}

Result<http::Response> calendar_query(const webdav::Request& request, const xml::Element& report,
                                      GuardedSnapshot& snapshot, const webdav::ReadGrant& target) {
    TRY_ASSIGN(CalendarQuery query, parse_calendar_query(report, webdav::read_preferences(request.head)));
    if (target.node().is(Kind::object)) return query_one(request, query, snapshot, target);
    // RFC 4791 §7.8 takes a missing Depth for 0, which finds nothing in a calendar: nobody who leaves it out means
    // that.
    TRY_ASSIGN(const webdav::Depth depth, webdav::read_depth(request.head, webdav::Depth::one));
    if (depth == webdav::Depth::zero && !means_depth_one(request.head))
        return webdav::multistatus_now([](webdav::MultistatusWriter&) {});
    auto search =
        std::make_shared<Search>(Search{request.context, request.target, std::move(query), {}, model::ObjectName()});
    search->prefilter = filter::candidates(search->query.filter);
    search->decided = filter::decided_by_candidates(search->query.filter);
    search->with_text = !search->decided || webdav::needs_text(search->query.wanted, *request.context.tables);
    return webdav::multistatus(request.target.href,
                               [search](webdav::MultistatusWriter& out) { return next_page(*search, out); });
}

}  // namespace stafett::caldav::calendar::reports
