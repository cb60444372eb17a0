#include "scheduling/network/feed_series.h"

#include "tests/scheduling/network/texts.h"

namespace stafett::scheduling::network {
namespace {

base::LocalTime local(std::string_view text) { return ical::parse_date_time(text)->time; }

struct RuleCase {
    const char* rule;
    const char* start;
};

TEST(FeedSeries, outlooks_patterns_fit) {
    for (const RuleCase& one :
         std::initializer_list<RuleCase>{{"FREQ=DAILY;COUNT=5", "20270312T130000"},
                                         {"FREQ=DAILY;INTERVAL=3;UNTIL=20280101T000000Z", "20270312T130000"},
                                         {"FREQ=WEEKLY", "20270312T130000"},
                                         {"FREQ=WEEKLY;BYDAY=MO,FR;INTERVAL=2;WKST=SU", "20270312T130000"},
                                         {"FREQ=MONTHLY", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYMONTHDAY=12", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYMONTHDAY=-1", "20270331T130000"},
                                         {"FREQ=MONTHLY;BYDAY=2FR", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYDAY=-1WE", "20270331T130000"},
                                         {"FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "20270430T130000"},
                                         {"FREQ=YEARLY", "20270312T130000"},
                                         {"FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12", "20270312T130000"},
                                         {"FREQ=YEARLY;BYMONTH=3;BYDAY=2FR", "20270312T130000"}}) {
        const auto rule = ical::parse_rule(one.rule);
        ASSERT_TRUE(rule) << one.rule;
        EXPECT_TRUE(fits_outlook(*rule, local(one.start))) << one.rule;
    }
}

TEST(FeedSeries, other_rules_do_not) {
    for (const RuleCase& one :
         std::initializer_list<RuleCase>{{"FREQ=DAILY;COUNT=1", "20270312T130000"},
                                         {"FREQ=DAILY;BYDAY=MO,FR", "20270312T130000"},
                                         {"FREQ=DAILY;INTERVAL=1000", "20270312T130000"},
                                         {"FREQ=HOURLY;INTERVAL=24", "20270312T130000"},
                                         {"FREQ=WEEKLY;BYDAY=MO", "20270312T130000"},
                                         {"FREQ=WEEKLY;BYHOUR=9,13", "20270312T130000"},
                                         {"FREQ=WEEKLY;BYMONTH=3", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYMONTHDAY=1,15", "20270315T130000"},
                                         {"FREQ=MONTHLY;BYMONTHDAY=-2", "20270330T130000"},
                                         {"FREQ=MONTHLY;BYDAY=FR", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYDAY=2FR,4FR", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYDAY=3FR", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYDAY=5FR", "20270129T130000"},
                                         {"FREQ=MONTHLY;BYDAY=FR;BYSETPOS=1,3", "20270305T130000"},
                                         {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=8,9,10,11,12,13,14", "20270312T130000"},
                                         {"FREQ=MONTHLY;BYMONTH=1,3,5;BYMONTHDAY=12", "20270312T130000"},
                                         {"FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=12", "20270312T130000"},
                                         {"RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD", "20270312T130000"},
                                         {"FREQ=YEARLY;BYDAY=2FR", "20270108T130000"},
                                         {"FREQ=YEARLY;BYYEARDAY=71", "20270312T130000"},
                                         {"FREQ=YEARLY;BYWEEKNO=10;BYDAY=FR", "20270312T130000"}}) {
        const auto rule = ical::parse_rule(one.rule);
        ASSERT_TRUE(rule) << one.rule;
        EXPECT_FALSE(fits_outlook(*rule, local(one.start))) << one.rule;
    }
}

const FeedZone stockholm{"Europe/Stockholm", ical::find_zone("Europe/Stockholm")};

std::optional<FeedTimes> series_of(std::string_view master, std::string_view overrides = "") {
    return series_times(*object_of(calendar(event(master) + std::string(overrides))), stockholm);
}

TEST(FeedSeries, is_written_in_a_zone_of_the_systems) {
    for (const char* start :
         {"DTSTART;TZID=Europe/Stockholm:20270312T130000\n", "DTSTART;TZID=W. Europe Standard Time:20270312T130000\n",
          "DTSTART:20270312T130000\n", "DTSTART;TZID=Nowhere:20270312T130000\n"}) {
        const auto times = series_of(std::string(start) +
                                     "DURATION:PT3H\nRRULE:FREQ=MONTHLY;BYDAY=2FR;UNTIL=20280101T000000\n"
                                     "EXDATE:20270409T110000Z\n");
        ASSERT_TRUE(times) << start;
        EXPECT_EQ(ical::format(times->start), "20270312T130000") << start;
        EXPECT_EQ(ical::format(*times->end), "20270312T160000") << start;
        EXPECT_FALSE(times->start.tzid.contains("W. Europe")) << start;
        EXPECT_EQ(times->rule, "FREQ=MONTHLY;UNTIL=20271231T230000Z;BYDAY=2FR") << start;
        ASSERT_EQ(times->exceptions.size(), 1u);
        EXPECT_EQ(ical::format(times->exceptions[0]), "20270409T130000") << start;
    }
}

TEST(FeedSeries, of_whole_days_stays_one) {
    const auto times = series_of("DTSTART;VALUE=DATE:20270312\nRRULE:FREQ=WEEKLY;UNTIL=20270401\n");
    ASSERT_TRUE(times);
    EXPECT_EQ(ical::format(*times->end), "20270313");
    EXPECT_EQ(times->rule, "FREQ=WEEKLY;UNTIL=20270401");
}

TEST(FeedSeries, that_outlook_cannot_hold_is_none) {
    const std::string start = "DTSTART;TZID=Europe/Stockholm:20270312T130000\nDURATION:PT3H\n";
    const std::string weekly = start + "RRULE:FREQ=WEEKLY;COUNT=4\n";
    const std::string at = "RECURRENCE-ID;TZID=Europe/Stockholm:";
    const std::string to = "DTSTART;TZID=Europe/Stockholm:";
    EXPECT_TRUE(series_of(weekly, event(at + "20270319T130000\n" + to + "20270321T130000\n")))
        << "moved between its neighbours";
    EXPECT_FALSE(series_of(start + "RDATE;TZID=Europe/Stockholm:20270401T130000\n")) << "RDATE alone";
    EXPECT_FALSE(series_of(weekly + "RDATE;TZID=Europe/Stockholm:20270401T130000\n")) << "RDATE besides";
    EXPECT_FALSE(series_of(start + "RRULE:FREQ=WEEKLY\nRRULE:FREQ=DAILY\n")) << "two rules";
    EXPECT_FALSE(series_of("DTSTART:20270312T120000Z\nRRULE:FREQ=WEEKLY\n")) << "UTC";
    EXPECT_FALSE(series_of("DTSTART;TZID=UTC:20270312T120000\nRRULE:FREQ=WEEKLY\n")) << "TZID=UTC";
    EXPECT_FALSE(series_of(weekly, event(at + "20270319T130000\n" + to + "20270326T090000\n"))) << "two on one day";
    EXPECT_FALSE(series_of(weekly, event(at + "20270319T130000\n" + to + "20270329T130000\n")))
        << "jumps over a neighbour";
    EXPECT_FALSE(series_of(weekly, event(at + "20270320T130000\n" + to + "20270320T130000\n"))) << "overrides nothing";
    EXPECT_FALSE(
        series_of(weekly, event("RECURRENCE-ID;RANGE=THISANDFUTURE:20270319T120000Z\n" + to + "20270319T130000\n")));
    EXPECT_FALSE(series_of(start)) << "no series";
}

}  // namespace
}  // namespace stafett::scheduling::network
