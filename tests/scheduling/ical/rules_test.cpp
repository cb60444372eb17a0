#include "scheduling/ical/rules.h"

#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

const std::string kOverride = "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:20260102\nDTSTART:20260103\nEND:VEVENT\n";

TEST(ObjectRules, accept_what_can_be_stored) {
    for (const std::string& text : {
             event("DTSTART:20260101\n"),
             calendar("BEGIN:VEVENT\nUID:u\nDTSTART:20260101T100000Z\nEND:VEVENT\n"),  // no DTSTAMP
             event("DTSTART:20260101\nRRULE:FREQ=DAILY\n", kOverride + kOverride),
             calendar(kOverride),  // overrides only
             event("DTSTART:20260101T100000Z\nDTEND:20260101T110000Z\nDURATION:PT0S\n"),
             event("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY\nEXDATE:20260102T100000Z\n"),
             event("DTSTART:20260101T100000Z\nRRULE:FREQ=DAILY;UNTIL=20260301T100000\n"),
             event("DTSTART;TZID=Europe/Stockholm  :20260101T100000\n"),
             event("DTSTART;TZID=Nowhere:20260101T100000\n"),
             event("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n"),  // no instance but the first
             event("DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=1\nEXDATE:20260101\n"),
             event("DTSTART:20260101\nEXDATE:\nSEQUENCE:\nPRIORITY:abc\nDTEND:20251231\n"),
             event("DTSTART:20260101\nRDATE;VALUE=PERIOD:20260101T100000Z/PT1H\nX-WHAT;A=b:c\n"),
             calendar("BEGIN:VTODO\nUID:t\nEND:VTODO\n"),
             calendar("BEGIN:VJOURNAL\nUID:t\nEND:VJOURNAL\n"),
             calendar("BEGIN:VFREEBUSY\nUID:t\nEND:VFREEBUSY\n"),
             calendar("BEGIN:VAVAILABILITY\nUID:t\nEND:VAVAILABILITY\n"),
             // What decides nothing is stored as it is sent.
             event("DTSTART:20260101\nCREATED:00001231T000000Z\nLAST-MODIFIED:x\nSEQUENCE:20270104100000\nPRIORITY:\n"),
             event("DTSTART:20260101\nCREATED:\nCOMPLETED:\nRRULE:\nDTEND:\nDURATION: \nRDATE:\n"),
             event("DTSTART:20260101\nDURATION:P1DT\nRRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD\n"),
             calendar("BEGIN:VTODO\nUID:t\nDUE:\nCREATED:00001231T000000Z\nCOMPLETED:yesterday\nEND:VTODO\n"),
             event("DTSTART;TZID=GMT+05:30:20260101T100000\n"),
             event("DTSTART:20260101\n",
                   "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nRRULE:\nEND:STANDARD\nEND:VTIMEZONE\n"),
             event("DTSTART:20260101\n", "BEGIN:X-THING\nUID:other\nEND:X-THING\n"),
         }) {
        const auto violation = check_object_rules(*parsed(text));
        EXPECT_FALSE(violation) << violation->detail << "\n" << text;
    }
}

struct BadCase {
    std::string text;
    Rule rule;
    std::size_t line;
};

TEST(ObjectRules, name_the_precondition_and_the_line) {
    const std::vector<BadCase> cases{
        {calendar("METHOD:REQUEST\nBEGIN:VEVENT\nUID:u\nDTSTART:20260101\nEND:VEVENT\n"),
         Rule::valid_calendar_object_resource, 4},
        {calendar(""), Rule::valid_calendar_object_resource, 0},
        {calendar("BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\n"), Rule::valid_calendar_object_resource, 0},
        {calendar("BEGIN:VPOLL\nUID:u\nEND:VPOLL\n"), Rule::supported_calendar_component, 0},
        {event("DTSTART:20260101\n", "BEGIN:VTODO\nUID:u1\nEND:VTODO\n"), Rule::valid_calendar_object_resource, 9},
        {event("DTSTART:20260101\n", "BEGIN:VEVENT\nUID:u2\nRECURRENCE-ID:20260102\nDTSTART:20260102\nEND:VEVENT\n"),
         Rule::valid_calendar_object_resource, 9},
        {event("DTSTART:20260101\n", "BEGIN:VEVENT\nUID:u1\nDTSTART:20260102\nEND:VEVENT\n"),
         Rule::valid_calendar_object_resource, 9},
        {calendar("BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n"), Rule::valid_calendar_object_resource, 4},
        {calendar("BEGIN:VEVENT\nUID: \nDTSTART:20260101\nEND:VEVENT\n"), Rule::valid_calendar_object_resource, 4},
        {event(""), Rule::valid_calendar_data, 4},
        {event("DTSTART:tomorrow\n"), Rule::valid_calendar_data, 7},
        {event("DTSTART:20260230\n"), Rule::valid_calendar_data, 7},
        {event("DTSTART:20260101\nDTSTART:20260102\n"), Rule::valid_calendar_data, 8},
        {event("DTSTART:20260101\nDURATION:long\n"), Rule::valid_calendar_data, 8},
        {event("DTSTART:\n"), Rule::valid_calendar_data, 7},
        {event("DTSTART:00001231T000000Z\n"), Rule::valid_calendar_data, 7},
        {event("DTSTART:20260101\nDTEND:tomorrow\n"), Rule::valid_calendar_data, 8},
        {event("DTSTART:20260101\nRECURRENCE-ID:\n"), Rule::valid_calendar_data, 8},
        {event("DTSTART:20260101\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30\n"), Rule::valid_calendar_data, 8},
        {event("DTSTART:20260101\nRRULE:FREQ=DAILY;INTERVAL=0\n"), Rule::valid_calendar_data, 8},
        {event("DTSTART:20260101\nRRULE:RSCALE=CHINESE;FREQ=YEARLY\n"), Rule::supported_rscale, 8},
        {event("DTSTART:20260101\nEXDATE:20260102,x\n"), Rule::valid_calendar_data, 8},
        {event("DTSTART;TZID=" + std::string(1025, 'z') + ":20260101T100000\n"), Rule::valid_calendar_data, 7},
        {calendar("BEGIN:VEVENT\nUID:" + std::string(1025, 'u') + "\nDTSTART:20260101\nEND:VEVENT\n"),
         Rule::valid_calendar_object_resource, 4},
        {event("DTSTART:20260101\n",
               "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"),
         Rule::valid_calendar_data, 12},
    };
    for (const BadCase& bad : cases) {
        const auto violation = check_object_rules(*parsed(bad.text));
        ASSERT_TRUE(violation) << bad.text;
        EXPECT_EQ(violation->rule, bad.rule) << bad.text << violation->detail;
        EXPECT_EQ(violation->line, bad.line) << bad.text << violation->detail;
        EXPECT_FALSE(violation->detail.empty());
    }
}

}  // namespace
}  // namespace stafett::scheduling::ical
