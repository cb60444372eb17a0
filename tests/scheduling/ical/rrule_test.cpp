#include "scheduling/ical/rrule.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

// The first `most` instances as "MMDD" (with the year before where it changes) or, for `clock`, "DDTHHMM".
std::vector<std::string> instances(std::string_view start, std::string_view text, std::size_t most = 1000) {
    const auto rule = parse_rule(text);
    EXPECT_TRUE(rule) << text;
    std::vector<std::string> out;
    if (!rule) return out;
    base::WorkBudget work(400'000);
    const DateTime begin = parse_date_time(start).value();
    std::optional<LocalTime> until;
    if (rule->until) until = rule->until->time;
    RuleIterator iterator(*rule, begin.time, begin.is_date(), until, work);
    while (out.size() < most) {
        const auto local = iterator.next();
        if (!local) break;
        out.push_back(format(DateTime{*local, begin.form, {}}));
    }
    return out;
}
using Strings = std::vector<std::string>;

// RFC 5545 §3.8.5.3, with the dates that it lists.
TEST(RecurrenceRuleExamples, of_rfc_5545) {
    const struct {
        std::string_view start, rule;
        Strings expected;
    } cases[] = {
        {"19970902", "FREQ=DAILY;COUNT=3", {"19970902", "19970903", "19970904"}},
        {"19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", {"19970902", "19970912", "19970922", "19971002", "19971012"}},
        {"19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=4", {"19970902", "19970916", "19970930", "19971014"}},
        {"19970902", "FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", {"19970902", "19970904", "19970909", "19970911"}},
        {"19970901",
         "FREQ=WEEKLY;INTERVAL=2;UNTIL=19970920;WKST=SU;BYDAY=MO,WE,FR",
         {"19970901", "19970903", "19970905", "19970915", "19970917", "19970919"}},
        {"19970905", "FREQ=MONTHLY;COUNT=3;BYDAY=1FR", {"19970905", "19971003", "19971107"}},
        {"19970907",
         "FREQ=MONTHLY;INTERVAL=2;COUNT=5;BYDAY=1SU,-1SU",
         {"19970907", "19970928", "19971102", "19971130", "19980104"}},
        {"19970922", "FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", {"19970922", "19971020", "19971117"}},
        {"19970928", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3", {"19970928", "19971029", "19971128"}},
        {"19970902", "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=2,15", {"19970902", "19970915", "19971002", "19971015"}},
        {"19970930", "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", {"19970930", "19971001", "19971031", "19971101"}},
        {"19970610", "FREQ=YEARLY;COUNT=4;BYMONTH=6,7", {"19970610", "19970710", "19980610", "19980710"}},
        {"19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=4;BYMONTH=1,2,3", {"19970310", "19990110", "19990210", "19990310"}},
        {"19970101",
         "FREQ=YEARLY;INTERVAL=3;COUNT=5;BYYEARDAY=1,100,200",
         {"19970101", "19970410", "19970719", "20000101", "20000409"}},
        {"19970519", "FREQ=YEARLY;BYDAY=20MO;COUNT=3", {"19970519", "19980518", "19990517"}},
        {"19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", {"19970512", "19980511", "19990517"}},
        {"19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4", {"19970313", "19970320", "19970327", "19980305"}},
        {"19980213", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4", {"19980213", "19980313", "19981113", "19990813"}},
        {"19970913",
         "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=3",
         {"19970913", "19971011", "19971108"}},
        {"19961105",
         "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
         {"19961105", "20001107", "20041102"}},
        {"19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", {"19970904", "19971007", "19971106"}},
        {"19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3", {"19970929", "19971030", "19971127"}},
        {"19970805",
         "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
         {"19970805", "19970810", "19970819", "19970824"}},
        {"19970805",
         "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
         {"19970805", "19970817", "19970819", "19970831"}},
        {"20070115",
         "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
         {"20070115", "20070130", "20070215", "20070315", "20070330"}},
        {"19970902T090000",
         "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000",
         {"19970902T090000", "19970902T120000", "19970902T150000"}},
        {"19970902T090000",
         "FREQ=MINUTELY;INTERVAL=90;COUNT=3",
         {"19970902T090000", "19970902T103000", "19970902T120000"}},
        {"19970902T090000",
         "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20;COUNT=5",
         {"19970902T090000", "19970902T092000", "19970902T100000", "19970902T102000", "19970903T090000"}},
        {"19970902T090000",
         "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,16;COUNT=4",
         {"19970902T090000", "19970902T092000", "19970902T094000", "19970902T160000"}},
    };
    for (const auto& c : cases) EXPECT_EQ(instances(c.start, c.rule), c.expected) << c.rule;
}

TEST(RecurrenceRuleEdges, are_as_the_calendar_says) {
    EXPECT_EQ(instances("20240131", "FREQ=MONTHLY;COUNT=4"), (Strings{"20240131", "20240331", "20240531", "20240731"}));
    EXPECT_EQ(instances("20240229", "FREQ=YEARLY;COUNT=3"), (Strings{"20240229", "20280229", "20320229"}));
    EXPECT_EQ(instances("20201228", "FREQ=YEARLY;BYWEEKNO=53;COUNT=3"),
              (Strings{"20201228", "20261228", "20321227"}));  // only years that have it
    EXPECT_EQ(instances("20260105", "FREQ=WEEKLY;BYDAY=2MO;COUNT=3"),
              (Strings{"20260105", "20260112", "20260119"}));  // an ordinal means nothing here
    EXPECT_EQ(instances("20260105", "FREQ=DAILY;INTERVAL=86400;COUNT=2"), (Strings{"20260105", "22620727"}));
    EXPECT_EQ(instances("20260105", "FREQ=HOURLY;COUNT=2"), (Strings{"20260105", "20260106"}));  // a date has no hours
    EXPECT_EQ(instances("99981231", "FREQ=YEARLY"), (Strings{"99981231", "99991231"}));
    EXPECT_EQ(instances("99991231T230000", "FREQ=HOURLY").size(), 1u);
    EXPECT_EQ(instances("20260105", "FREQ=YEARLY;BYMONTH=1,2;BYDAY=-1MO;COUNT=3"),
              (Strings{"20260105", "20260126", "20260223"}));
    EXPECT_EQ(instances("20251231", "FREQ=YEARLY;BYYEARDAY=-1;COUNT=2"), (Strings{"20251231", "20261231"}));
    EXPECT_EQ(instances("20260101T120000", "FREQ=DAILY;BYSECOND=60;COUNT=2"),
              (Strings{"20260101T120000", "20260101T120059"}));
}

// RFC 7529 §4.1, §4.3.4.
TEST(RecurrenceRuleSkip, moves_a_day_that_its_month_or_year_does_not_have) {
    const struct {
        std::string_view start, rule;
        Strings expected;
    } cases[] = {
        {"20120229",
         "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD;COUNT=6",
         {"20120229", "20130301", "20140301", "20150301", "20160229", "20170301"}},
        {"20120229", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD;COUNT=3", {"20120229", "20130228", "20140228"}},
        {"20120229", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT;COUNT=2", {"20120229", "20160229"}},
        {"20140131",
         "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=5",
         {"20140131", "20140228", "20140331", "20140430", "20140531"}},
        // Each day once, whichever month it comes from.
        {"20140101",
         "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=1,31;SKIP=FORWARD;COUNT=6",
         {"20140101", "20140131", "20140201", "20140301", "20140331", "20140401"}},
        {"20140131",
         "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=29,30,31;SKIP=BACKWARD;COUNT=4",
         {"20140131", "20140228", "20140329", "20140330"}},
        // BYMONTH before, BYDAY after, BYSETPOS last.
        {"20140301",
         "RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31;SKIP=FORWARD;COUNT=4",
         {"20140301", "20140501", "20150301", "20150501"}},
        {"20140331",
         "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO,TU;SKIP=BACKWARD;COUNT=3",
         {"20140331", "20140630", "20140930"}},
        {"20140131",
         "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=28,31;BYSETPOS=-1;SKIP=FORWARD;COUNT=3",
         {"20140131", "20140301", "20140331"}},
        {"20121231",
         "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD;COUNT=3",
         {"20121231", "20140101", "20150101"}},
        {"20120101",
         "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=-366;SKIP=BACKWARD;COUNT=3",
         {"20120101", "20121231", "20131231"}},
        // Where parts only limit, no day is invalid.
        {"20140131",
         "RSCALE=GREGORIAN;FREQ=DAILY;BYMONTHDAY=31;SKIP=BACKWARD;COUNT=3",
         {"20140131", "20140331", "20140531"}},
        {"20140131T090000",
         "RSCALE=GREGORIAN;FREQ=MONTHLY;BYHOUR=9,15;SKIP=FORWARD;UNTIL=20140301T120000",
         {"20140131T090000", "20140131T150000", "20140301T090000"}},
        {"99990131", "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD", {"99990131"}},
    };
    for (const auto& c : cases) EXPECT_EQ(instances(c.start, c.rule), c.expected) << c.rule;
}

// Lines "rule | DTSTART | instances" that another library has worked out; see the file's head.
void agrees_with(const char* path, int number) {
    std::ifstream file(path);
    std::string line;
    int compared = 0;
    while (std::getline(file, line)) {
        if (line.starts_with('#')) continue;
        const std::size_t first = line.find(" | ");
        const std::size_t second = line.find(" | ", first + 3);
        ASSERT_NE(second, std::string::npos) << line;
        const std::string rule = line.substr(0, first);
        const std::string start = line.substr(first + 3, second - first - 3);
        std::istringstream listed(line.substr(second + 3));
        Strings expected{std::istream_iterator<std::string>(listed), {}};
        if (expected.front() != start) expected.insert(expected.begin(), start);
        EXPECT_EQ(instances(start, rule, expected.size()), expected) << rule;
        ++compared;
    }
    EXPECT_EQ(compared, number);
}

TEST(RuleIterator, agrees_with_dateutil_on_random_rules) {
    agrees_with(STAFETT_FIXTURES "/ical/recurrence_by_dateutil.txt", 259);
}

TEST(RuleIterator, agrees_with_libical_on_random_rules_that_skip) {
    agrees_with(STAFETT_FIXTURES "/ical/skip_by_libical.txt", 56);
}

TEST(RuleIterator, skips_to_the_same_instances_it_would_walk_to) {
    for (const std::string_view text :
         {"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR",
          "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1,52", "FREQ=HOURLY;INTERVAL=7", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
          "FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-31;SKIP=BACKWARD",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;SKIP=FORWARD"}) {
        const RecurrenceRule rule = parse_rule(text).value();
        const LocalTime start = local("20200115T093000");
        base::WorkBudget work(1'000'000);
        RuleIterator walking(rule, start, false, {}, work);
        RuleIterator skipping(rule, start, false, {}, work);
        const LocalTime from = local("20260301T000000");
        skipping.skip_to(from);
        std::optional<LocalTime> a = walking.next();
        std::optional<LocalTime> b = skipping.next();
        while (a && *a < from) a = walking.next();
        while (b && *b < from) b = skipping.next();
        for (int i = 0; i < 20; ++i, a = walking.next(), b = skipping.next())
            ASSERT_EQ(to_text(a.value()), to_text(b.value())) << text;
    }
}

// A day before the first of a month is an instance of that month.
TEST(RuleIterator, ends_behind_what_was_moved_backward) {
    base::WorkBudget work(1'000);
    RuleIterator iterator(parse_rule("FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=BACKWARD").value(), local("20140101T090000"),
                          false, {}, work);
    iterator.stop_at(local("20140401T000000"));
    std::vector<std::string> found;
    while (const auto one = iterator.next()) found.push_back(to_text(*one).substr(0, 8));
    EXPECT_EQ(found, (Strings{"20140101", "20140131", "20140301", "20140331"}));
    EXPECT_TRUE(iterator.stopped());
}

TEST(RuleIterator, finds_days_that_a_rule_names_without_looking_at_the_others) {
    // The rules of time zones, 200 years of them: a step for the period, one for the month and one for the day.
    for (const std::string_view text : {"FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"}) {
        base::WorkBudget work(1'000'000);
        RuleIterator iterator(parse_rule(text).value(), local("20000326T020000"), false, {}, work);
        int years = 0;
        while (years < 200 && iterator.next()) ++years;
        EXPECT_EQ(years, 200) << text;
        EXPECT_LT(work.spent(), 200u * 15) << text;
    }
}

TEST(RuleIterator, stops_when_the_steps_are_used_up) {
    base::WorkBudget work(100);
    RuleIterator iterator(parse_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30").value(), local("20260101T000000"), false, {},
                          work);
    EXPECT_TRUE(iterator.next());
    EXPECT_FALSE(iterator.next());
    EXPECT_TRUE(iterator.exhausted());
    EXPECT_TRUE(work.exhausted());
    EXPECT_EQ(work.spent(), 100u);
    EXPECT_FALSE(iterator.next());
}

TEST(ParseRule, refuses_what_rfc_5545_forbids_and_what_cannot_be_bounded) {
    for (const std::string_view bad : {"",
                                       "COUNT=3",
                                       "FREQ=",
                                       "FREQ=FORTNIGHTLY",
                                       "FREQ=DAILY;FREQ=DAILY",
                                       "FREQ=DAILY;COUNT=0",
                                       "FREQ=DAILY;COUNT=-5",
                                       "FREQ=DAILY;COUNT=x",
                                       "FREQ=DAILY;INTERVAL=0",
                                       "FREQ=DAILY;INTERVAL=-1",
                                       "FREQ=DAILY;INTERVAL=1000001",
                                       "FREQ=DAILY;INTERVAL=99999999999",
                                       "FREQ=DAILY;COUNT=3;UNTIL=20260101",
                                       "FREQ=DAILY;UNTIL=x",
                                       "FREQ=DAILY;BYHOUR=24",
                                       "FREQ=DAILY;BYMINUTE=60",
                                       "FREQ=DAILY;BYSECOND=61",
                                       "FREQ=DAILY;BYMONTH=13",
                                       "FREQ=DAILY;BYMONTH=-1",
                                       "FREQ=MONTHLY;BYMONTHDAY=32",
                                       "FREQ=MONTHLY;BYMONTHDAY=0",
                                       "FREQ=YEARLY;BYYEARDAY=367",
                                       "FREQ=YEARLY;BYWEEKNO=54",
                                       "FREQ=YEARLY;BYDAY=MX",
                                       "FREQ=YEARLY;BYDAY=54MO",
                                       "FREQ=YEARLY;BYDAY=0MO",
                                       "FREQ=YEARLY;BYDAY=",
                                       "FREQ=DAILY;WKST=XX",
                                       "FREQ=DAILY;UNKNOWN=1",
                                       "FREQ=DAILY;nonsense",
                                       "RSCALE=GREGORIAN;FREQ=DAILY;SKIP=BOTH",
                                       "RSCALE=GREGORIAN;FREQ=DAILY;SKIP=",
                                       "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
                                       "FREQ=MINUTELY;BYMONTHDAY=1",
                                       "FREQ=SECONDLY;BYYEARDAY=1",
                                       "FREQ=HOURLY;BYWEEKNO=1"}) {
        const auto rule = parse_rule(bad);
        ASSERT_FALSE(rule) << bad;
        EXPECT_FALSE(rule.error().rscale);
        EXPECT_FALSE(rule.error().detail.empty());
    }
    EXPECT_TRUE(parse_rule("RSCALE=HEBREW;FREQ=YEARLY").error().rscale);
}

TEST(ParseRule, forgives_case_blanks_and_stray_semicolons) {
    for (const std::string_view good :
         {"freq=daily", " FREQ=DAILY; ", "FREQ=WEEKLY;;BYDAY=mo, TU", "FREQ=DAILY;X-MINE=1",
          "RSCALE=GREGORIAN;FREQ=DAILY;SKIP=OMIT", "rscale=Gregory;FREQ=DAILY;skip=forward", "FREQ=DAILY;SKIP=BACKWARD",
          "COUNT=+2;FREQ=YEARLY", "FREQ=YEARLY;BYDAY=+1SU,-1SU"}) {
        EXPECT_TRUE(parse_rule(good)) << good;
    }
}

}  // namespace
}  // namespace stafett::scheduling::ical
