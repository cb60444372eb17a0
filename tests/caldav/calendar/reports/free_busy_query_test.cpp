#include "caldav/calendar/reports/free_busy_query.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::reports {
namespace {

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";

std::string query(std::string_view inside) {
    return R"(<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">)" + std::string(inside) +
           "</C:free-busy-query>";
}
std::string range(std::string_view start, std::string_view end) {
    return query("<C:time-range start=\"" + std::string(start) + "\" end=\"" + std::string(end) + "\"/>");
}

class FreeBusyQueryReport : public ::testing::Test {
  protected:
    void SetUp() override {
        server.given_person("anna");
        server.given_person("bo");
    }
    void put(const std::string& name, const std::string& lines) {
        anna.put(kCalendar + name, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:" + name +
                                       "\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\nEND:VCALENDAR\r\n")
            .expect_status(201);
    }
    // The FREEBUSY lines of an answer.
    std::vector<std::string> busy(const tests::DavAnswer& answer) {
        std::vector<std::string> lines;
        std::istringstream in(answer.body());
        for (std::string line; std::getline(in, line);)
            if (line.starts_with("FREEBUSY")) lines.push_back(line.substr(0, line.size() - 1));
        return lines;
    }
    tests::DavServer server;
    tests::DavClient anna = server.as("anna");
};

TEST_F(FreeBusyQueryReport, answers_with_one_vfreebusy_of_merged_times) {
    put("a", "DTSTART:20261124T090000Z\r\nDURATION:PT1H\r\n");
    put("b", "DTSTART:20261124T093000Z\r\nDURATION:PT1H\r\n");
    put("c", "DTSTART:20261124T120000Z\r\nDURATION:PT1H\r\nSTATUS:TENTATIVE\r\n");
    put("d", "DTSTART:20261124T140000Z\r\nDURATION:PT1H\r\nTRANSP:TRANSPARENT\r\n");
    put("weekly", "DTSTART;TZID=Europe/Stockholm:20251126T080000\r\nDURATION:PT30M\r\nRRULE:FREQ=WEEKLY\r\n");
    const auto answer = anna.report(kCalendar, range("20261124T000000Z", "20261126T000000Z"));
    answer.expect_status(200).expect_field("Content-Type", "text/calendar; charset=utf-8; component=VFREEBUSY");
    EXPECT_EQ(busy(answer),
              (std::vector<std::string>{"FREEBUSY:20261124T090000Z/20261124T103000Z",
                                        "FREEBUSY:20261125T070000Z/20261125T073000Z",
                                        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261124T120000Z/20261124T130000Z"}));
    answer.expect_body_contains("DTSTART:20261124T000000Z\r\nDTEND:20261126T000000Z\r\n");
    answer.expect_body_contains("DTSTAMP:20261122T120000Z\r\n");
}

TEST_F(FreeBusyQueryReport, cuts_what_reaches_over_the_range) {
    put("long", "DTSTART:20261101T000000Z\r\nDTEND:20261231T000000Z\r\n");
    EXPECT_EQ(busy(anna.report(kCalendar, range("20261124T000000Z", "20261126T000000Z"))),
              std::vector<std::string>{"FREEBUSY:20261124T000000Z/20261126T000000Z"});
}

TEST_F(FreeBusyQueryReport, of_a_calendar_with_nothing_in_the_range_has_no_busy_time) {
    put("a", "DTSTART:20261124T090000Z\r\nDURATION:PT1H\r\n");
    const auto answer = anna.report(kCalendar, range("20270101T000000Z", "20270201T000000Z"));
    answer.expect_status(200).expect_body_contains("BEGIN:VFREEBUSY");
    EXPECT_EQ(busy(answer), std::vector<std::string>());
    EXPECT_EQ(busy(anna.report(kCalendar, range("20261124T000000Z", "20261126T000000Z"), "0")),
              std::vector<std::string>());
}

TEST_F(FreeBusyQueryReport, refuses_what_has_not_one_range_and_who_may_not_read) {
    anna.report(kCalendar, query("")).expect_status(400);
    anna.report(kCalendar, query("<C:time-range/>")).expect_status(400);
    server.as("bo").report(kCalendar, range("20261124T000000Z", "20261126T000000Z")).expect_status(404);
    put("a", "DTSTART:20261124T090000Z\r\nDURATION:PT1H\r\n");
    anna.report(std::string(kCalendar) + "a", range("20261124T000000Z", "20261126T000000Z")).expect_status(403);
}

TEST_F(FreeBusyQueryReport, refuses_to_answer_with_part_of_the_times) {
    put("hours", "DTSTART:20261101T000000Z\r\nDURATION:PT30M\r\nRRULE:FREQ=HOURLY\r\n");
    anna.report(kCalendar, range("20261124T000000Z", "20280526T000000Z"))
        .expect_condition({ns::dav, "number-of-matches-within-limits"});
}

}  // namespace
}  // namespace stafett::caldav::calendar::reports
