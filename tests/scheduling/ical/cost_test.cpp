#include "scheduling/ical/cost.h"

#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

// "": served within its share; else "instances" or "work".
std::string excess(const std::string& text) {
    const ObjectPtr object = parsed(text);
    if (!object) return "unreadable";
    const auto found = exceeds_share(*object);
    return !found ? "" : found->instances ? "instances" : "work";
}

std::string alarms(int count, std::string_view repeat) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT" + std::to_string(i + 1) + "M\n" + std::string(repeat) +
               "END:VALARM\n";
    return out;
}

TEST(ExceedsShare, accepts_what_people_and_their_programs_write) {
    const std::string start = "DTSTART;TZID=Europe/Stockholm:20100105T090000\nDURATION:PT1H\n";
    for (const std::string_view rule :
         {"", "RRULE:FREQ=DAILY\n", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\n", "RRULE:FREQ=WEEKLY;COUNT=2000\n",
          "RRULE:FREQ=DAILY;COUNT=5000\n", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=240\n", "RRULE:FREQ=YEARLY;COUNT=100\n",
          "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29\n", "RRULE:FREQ=HOURLY\n", "RRULE:FREQ=DAILY;BYHOUR=8,12,16,20\n",
          "RRULE:FREQ=MINUTELY;COUNT=1440\n", "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=1000\n",
          "RRULE:FREQ=DAILY;UNTIL=20991231T235959Z\n"})
        EXPECT_EQ(excess(event(start + std::string(rule) + alarms(3, "REPEAT:3\nDURATION:PT5M\n"))), "") << rule;
}

TEST(ExceedsShare, refuses_more_instances_in_a_year_than_are_ever_given_back) {
    for (const std::string_view rule :
         {"FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7;BYMINUTE=0,10,20,30,40,50",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;"
          "BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19;BYSECOND=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,"
          "16,17,18,19,20,21,22,23,24,25"})
        EXPECT_EQ(excess(event("DTSTART:20260105T090000Z\nRRULE:" + std::string(rule) + "\n")), "instances") << rule;
}

TEST(ExceedsShare, refuses_a_rule_that_costs_more_to_follow_than_one_object_may) {
    // A million instances must be counted before the last one is known.
    EXPECT_EQ(excess(event("DTSTART:20260105T090000Z\nRRULE:FREQ=HOURLY;INTERVAL=2;COUNT=1000000\n")), "work");
}

TEST(ExceedsShare, refuses_alarms_that_are_tried_on_too_many_occurrences) {
    const auto daily = [](const std::string& inside) {
        return event("DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY\n" + inside);
    };
    EXPECT_EQ(excess(daily(alarms(50, ""))), "");
    EXPECT_EQ(excess(daily(alarms(4990, "REPEAT:1000\nDURATION:P10D\n"))), "work");
}

TEST(ExceedsShare, refuses_zones_that_cost_too_much_to_evaluate) {
    const auto zones = [](int count, int observances) {
        std::string all;
        for (int zone = 0; zone < count; ++zone) {
            all += "BEGIN:VTIMEZONE\nTZID:z" + std::to_string(zone) + "\n";
            for (int i = 0; i < observances; ++i)
                all +=
                    "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ="
                    "YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n";
            all += "END:VTIMEZONE\n";
        }
        std::string dates;
        for (int zone = 0; zone < count; ++zone) dates += "RDATE;TZID=z" + std::to_string(zone) + ":20260601T090000\n";
        return event("DTSTART;TZID=z0:20260105T090000\nRRULE:FREQ=WEEKLY\n" + dates, all);
    };
    EXPECT_EQ(excess(zones(1, 1)), "");
    EXPECT_EQ(excess(zones(98, 49)), "work");
}

}  // namespace
}  // namespace stafett::scheduling::ical
