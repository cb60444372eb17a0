#include "caldav/calendar/reports/free_busy_query.h"

#include <algorithm>

#include "caldav/calendar/filter/grammar.h"
#include "caldav/calendar/reports/calendar_zone.h"
#include "scheduling/ical/busy_times.h"
#include "scheduling/ical/writer.h"
#include "storage/base/digest.h"

namespace stafett::caldav::calendar::reports {

namespace ical = scheduling::ical;
using FreeBusyGrant = webdav::Granted<webdav::Privilege::read_free_busy>;

namespace {

constexpr std::size_t kMostPeriods = 10'000;  // in an answer

// RFC 5545 §3.6.4. UID is required there: the same question has the same.
std::string free_busy_text(const std::string& href, const base::TimeSpan& range, base::Instant now,
                           const std::vector<ical::BusyTime>& times) {
    constexpr std::string_view url_space = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";  // RFC 4122 Appendix C
    const std::string start = ical::ContentLine("DTSTART").utc(range.start);
    const std::string end = ical::ContentLine("DTEND").utc(range.end);
    return ical::begin_line("VCALENDAR") + "VERSION:2.0\r\nPRODID:-//Stafett//Stafett//SV\r\n" +
           ical::begin_line("VFREEBUSY") +
           ical::ContentLine("UID").text(base::uuid_v5(std::string(url_space), href + start + end)) +
           ical::ContentLine("DTSTAMP").utc(now) + start + end + ical::freebusy_lines(times) +
           ical::end_line("VFREEBUSY") + ical::end_line("VCALENDAR");
}

// Instants that iCalendar can write.
base::TimeSpan writable(const filter::TimeRange& range) {
    constexpr base::Instant first = std::chrono::sys_days(std::chrono::year(1) / 1 / 2);
    constexpr base::Instant last = std::chrono::sys_days(std::chrono::year(9999) / 12 / 30);
    return {std::clamp(range.start, first, last), std::clamp(range.end, first, last)};
}

}  // namespace

Result<base::TimeSpan> parse_free_busy_query(const xml::Element& report) {
    if (report.children().size() != 1 || !report.children().front().is(filter::grammar::time_range))
        return fail(400, "a free-busy-query holds one time-range");
    const auto asked = filter::parse_time_range(report.children().front());
    if (!asked) return fail(400, asked.error().log_detail);
    return writable(*asked);
}

Result<http::Response> free_busy_query(const webdav::Request& request, const xml::Element& report,
                                       webdav::GuardedSnapshot& snapshot, const FreeBusyGrant& calendar) {
    TRY_ASSIGN(const base::TimeSpan range, parse_free_busy_query(report));
    // As in calendar-query: who leaves Depth out means what is in the calendar, Depth: 0 has nothing in it.
    TRY_ASSIGN(const webdav::Depth depth, webdav::read_depth(request.head, webdav::Depth::one));
    TRY_ASSIGN(const ical::ZonePtr zone, calendar_zone(snapshot, request.target));
    std::vector<ical::BusyTime> times;
    if (depth != webdav::Depth::zero) {
        TRY_ASSIGN(times, snapshot.busy_times(calendar, range, zone, kMostPeriods, request.context.work()));
    }
    http::Response response;
    response.fields.add("Content-Type", "text/calendar; charset=utf-8; component=VFREEBUSY");
    response.body = free_busy_text(request.target.href.text(), range, request.context.store.now(), times);
    return response;
}

}  // namespace stafett::caldav::calendar::reports
