#include "scheduling/ical/time_spans.h"

#include <random>

#include "scheduling/ical/recurrence.h"
#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

using base::TimeSpan;
using base::TimeSpans;
using std::chrono::days;
using std::chrono::hours;

const Instant kNow = utc("20261122T120000Z");

bool overlaps(const TimeSpans& times, const TimeSpan& range) {
    return std::ranges::any_of(times.spans,
                               [&](const TimeSpan& span) { return span.start < range.end && span.end > range.start; });
}

// How many of the 30-day months from `from` on some span lies in.
int months_met(const TimeSpans& times, Instant from, int months) {
    int met = 0;
    for (int month = 0; month < months; ++month)
        met += overlaps(times, {from + days(30 * month), from + days(30 * month + 30)}) ? 1 : 0;
    return met;
}

std::vector<std::string> objects_of_every_kind() {
    const std::string zoned =
        "DTSTART;TZID=Europe/Stockholm:20240105T100000\nDTEND;TZID=Europe/Stockholm:20240105T113000\n";
    const std::string floating = "DTSTART:20240105T233000\nDURATION:PT1H\n";
    const std::string all_day = "DTSTART;VALUE=DATE:20240105\n";
    std::vector<std::string> objects;
    for (const std::string& start : {zoned, floating, all_day, std::string("DTSTART:20240105T100000Z\n")}) {
        for (const char* rule :
             {"", "RRULE:FREQ=DAILY\n", "RRULE:FREQ=WEEKLY;BYDAY=MO,TH\n", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=20\n",
              "RRULE:FREQ=YEARLY\n", "RRULE:FREQ=WEEKLY;UNTIL=20240405T233000Z\n", "RRULE:FREQ=DAILY;UNTIL=20240120\n",
              "RRULE:FREQ=HOURLY\n", "RRULE:FREQ=MONTHLY;INTERVAL=3\nEXDATE:20240705T100000Z\n",
              "RRULE:FREQ=DAILY;INTERVAL=40\nRDATE:20240301T120000Z,20300101T010000Z\nEXDATE:20240214T233000Z\n",
              "RRULE:FREQ=WEEKLY;COUNT=500\n"}) {
            objects.push_back(event(start + rule));
            objects.push_back(event(start + rule,
                                    "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:20240112T233000Z\nDTSTART:20250301T090000Z\n"
                                    "DURATION:PT1H\nEND:VEVENT\n"));
        }
    }
    return objects;
}

// Some have no instance but DTSTART, some thousands.
TEST(TimeSpans, miss_no_occurrence_in_any_zone) {
    std::mt19937 random(7);
    const std::vector<const char*> zones{"UTC", "Europe/Stockholm", "Pacific/Kiritimati", "Etc/GMT+12",
                                         "America/New_York"};
    for (const std::string& text : objects_of_every_kind()) {
        const ObjectPtr object = parsed(text);
        const TimeSpans times = time_spans(*object, kNow);
        EXPECT_LE(times.spans.size(), TimeSpans::kMost);
        for (std::size_t i = 1; i < times.spans.size(); ++i)
            EXPECT_LT(times.spans[i - 1].end, times.spans[i].start) << text;
        for (int i = 0; i < 24; ++i) {
            // Most of them where the objects are, some anywhere.
            const Instant start = utc("20240101T000000Z") + hours(random() % (i % 2 == 0 ? 9'000 : 150'000));
            const TimeSpan range{start, start + hours(1 + random() % 48)};
            for (const char* zone : zones)
                if (occurs_within(*object, range.start, range.end, find_zone(zone)))
                    EXPECT_TRUE(overlaps(times, range)) << zone << " " << to_text(start) << "\n" << text;
        }
    }
}

TEST(TimeSpans, are_narrow_where_occurrences_are_apart) {
    const auto of = [](const std::string& lines) { return time_spans(*parsed(event(lines)), kNow); };
    const std::string start = "DTSTART;TZID=Europe/Stockholm:20240105T100000\nDURATION:PT1H\n";
    const Instant from = utc("20250101T000000Z");
    EXPECT_EQ(of(start).spans, (std::vector<TimeSpan>{{utc("20240105T080000Z"), utc("20240105T110001Z")}}));
    EXPECT_EQ(of(start).until, std::nullopt);
    EXPECT_EQ(months_met(of(start + "RRULE:FREQ=YEARLY\n"), from, 48), 4);
    EXPECT_EQ(months_met(of(start + "RRULE:FREQ=MONTHLY;INTERVAL=3\n"), from, 48), 16);
    // A series with an end is followed to it, whenever that was.
    const auto old = of("DTSTART:19990105T100000Z\nRRULE:FREQ=YEARLY;COUNT=10\n");
    EXPECT_EQ(old.spans.size(), 10u);
    EXPECT_EQ(old.until, std::nullopt);
}

TEST(TimeSpans, of_an_endless_series_follow_it_around_the_present_and_are_open_beyond) {
    const auto times = time_spans(*parsed(event("DTSTART:20100105T100000Z\nRRULE:FREQ=YEARLY\n")), kNow);
    ASSERT_TRUE(times.until);
    EXPECT_GE(*times.until, spans_needed_until(kNow));
    EXPECT_LT(*times.until, spans_needed_until(kNow + days(100)));
    EXPECT_EQ(times.spans.back().end, Instant::max());
    EXPECT_LT(times.spans.front().start, utc("20100105T100001Z"));
    EXPECT_EQ(months_met(times, utc("20200101T000000Z"), 60), 5);
    EXPECT_EQ(months_met(times, utc("20400101T000000Z"), 60), 60);
}

TEST(TimeSpans, of_a_dense_series_divide_its_time_evenly) {
    const auto times =
        time_spans(*parsed(event("DTSTART:20200106T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=520\n")), kNow);
    EXPECT_EQ(times.spans.size(), TimeSpans::kMost);
    for (const TimeSpan& span : times.spans) EXPECT_LT(span.end - span.start, days(120));
}

TEST(TimeSpans, of_a_rule_beyond_the_budget_are_its_bounds) {
    const auto times = time_spans(*parsed(event("DTSTART:20260105T100000Z\nRRULE:FREQ=SECONDLY\n")), kNow);
    EXPECT_EQ(times.spans, (std::vector<TimeSpan>{{utc("20260105T090000Z"), Instant::max()}}));
    EXPECT_EQ(times.until, std::nullopt);
}

TEST(TimeSpans, of_a_task_without_dates_are_everything) {
    const auto times = time_spans(*parsed(calendar("BEGIN:VTODO\nUID:t\nEND:VTODO\n")), kNow);
    EXPECT_EQ(times.spans, std::vector<TimeSpan>{TimeSpan{}});
}

}  // namespace
}  // namespace stafett::scheduling::ical
