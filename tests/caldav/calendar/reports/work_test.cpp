// What a report may cost: whatever a member has stored and asks, work and memory of one request are bounded, and
// nothing is left out of a listing.
#include "storage/base/work_budget.h"

#include <fmt/format.h>

#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::reports {
namespace {

using tests::DavServer;

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";
constexpr QName kData{ns::caldav, "calendar-data"};

std::string calendar(std::string_view lines) {
    return fmt::format("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n", lines);
}
std::string series(std::string_view uid, std::string_view rule, std::string_view inside = {}) {
    return calendar(fmt::format(
        "BEGIN:VEVENT\r\nUID:{}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260105T090000Z\r\nDURATION:PT1M\r\n"
        "RRULE:{}\r\n{}END:VEVENT\r\n",
        uid, rule, inside));
}
std::string large(std::string_view uid, std::size_t octets) {
    std::string lines;
    while (lines.size() < octets) lines += "X-NOTE:" + std::string(60, 'x') + "\r\n";
    return calendar(
        fmt::format("BEGIN:VEVENT\r\nUID:{}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260105T090000Z\r\n"
                    "DURATION:PT1H\r\n{}END:VEVENT\r\n",
                    uid, lines));
}

std::string query(std::string_view tests_of_event, std::string_view data = "<C:calendar-data/>") {
    return fmt::format(
        R"(<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/>)"
        R"({}</D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">{})"
        R"(</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>)",
        data, tests_of_event);
}
// `count` tests that a series which began in 2026 passes in 2030. With COUNT each has to count from the beginning.
std::string late_tests(int count) {
    std::string tests;
    for (int i = 0; i < count; ++i)
        tests += fmt::format(R"(<C:prop-filter name="DTSTART"><C:time-range start="2030{0:02}01T000000Z" )"
                             R"(end="2030{0:02}02T000000Z"/></C:prop-filter>)",
                             i % 6 + 1);
    return tests;
}
constexpr std::string_view kExpandCentury =
    R"(<C:calendar-data><C:expand start="20260101T000000Z" end="21260101T000000Z"/></C:calendar-data>)";

class WorkOfReports : public ::testing::Test {
  protected:
    void SetUp() override { server.given_person("anna"); }
    void put(const std::string& name, const std::string& text) { anna.put(kCalendar + name, text).expect_status(201); }
    static std::string at(const std::string& name) { return kCalendar + name; }
    DavServer server;
    tests::DavClient anna = server.as("anna");
};

TEST_F(WorkOfReports, give_an_object_as_it_is_when_the_budget_does_not_decide_whether_it_matches) {
    put("counted.ics", series("counted", "FREQ=HOURLY;COUNT=40000"));
    put("weekly.ics", series("weekly", "FREQ=WEEKLY"));
    const std::string fails = R"(<C:prop-filter name="X-NOWHERE"/>)";
    anna.report(kCalendar, query(late_tests(1) + fails)).expect_status(207).expect_hrefs({});
    const auto answer = anna.report(kCalendar, query(late_tests(40) + fails, kExpandCentury)).expect_status(207);
    answer.expect_hrefs({at("counted.ics")});
    answer.expect_property_status(at("counted.ics"), tests::kGetetag, 200);
    answer.expect_body_contains("RRULE:FREQ=HOURLY;COUNT=40000");
}

TEST_F(WorkOfReports, say_507_for_the_data_of_an_object_that_costs_too_much_to_expand_and_give_its_etag) {
    put("hourly.ics", series("hourly", "FREQ=HOURLY"));
    put("once.ics", tests::event("once"));
    const auto answer = anna.report(kCalendar, query("", kExpandCentury)).expect_status(207);
    answer.expect_hrefs({at("hourly.ics"), at("once.ics")});
    answer.expect_property_status(at("hourly.ics"), tests::kGetetag, 200);
    answer.expect_property_status(at("hourly.ics"), kData, 507);
    answer.expect_property_status(at("once.ics"), kData, 200);
}

TEST_F(WorkOfReports, refuse_free_busy_as_a_whole_when_it_costs_too_much) {
    put("hourly.ics", series("hourly", "FREQ=HOURLY"));
    anna.report(kCalendar, R"(<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav"><C:time-range )"
                           R"(start="20260101T000000Z" end="21260101T000000Z"/></C:free-busy-query>)")
        .expect_status(507)
        .expect_condition({ns::dav, "number-of-matches-within-limits"});
}

TEST_F(WorkOfReports, answer_equal_hrefs_and_properties_once) {
    put("weekly.ics", series("weekly", "FREQ=WEEKLY"));
    std::string hrefs;
    for (int i = 0; i < 10'000; ++i) hrefs += "<D:href>" + at("weekly.ics") + "</D:href>";
    std::string data;
    for (int i = 0; i < 500; ++i) data += kExpandCentury;
    const auto answer = anna.report(
        kCalendar, R"(<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>)" + data +
                       "</D:prop>" + hrefs + "</C:calendar-multiget>");
    answer.expect_status(207).expect_hrefs({at("weekly.ics")});
    EXPECT_EQ(answer.hrefs().size(), 1u);
}

TEST_F(WorkOfReports, never_meet_the_budget_with_ten_thousand_ordinary_objects) {
    base::WorkBudget request(base::WorkBudget::kRequest);
    for (int i = 0; i < 10'000; ++i) {
        base::WorkBudget object = request.for_object(600);
        ASSERT_TRUE(object.spend(1'000)) << i;
    }
    EXPECT_FALSE(request.exhausted());
}

TEST_F(WorkOfReports, make_large_objects_one_piece_at_a_time) {
    constexpr std::size_t octets = 900'000;
    std::vector<std::string> names;
    std::string hrefs;
    for (int i = 0; i < 4; ++i) {
        names.push_back(at(fmt::format("large-{:02}.ics", i)));
        put(fmt::format("large-{:02}.ics", i), large(fmt::format("large-{}", i), octets));
        hrefs += "<D:href>" + names.back() + "</D:href>";
    }
    const std::string prop = "<D:prop><C:calendar-data/></D:prop>";
    const std::string spaces = R"( xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav")";
    for (const std::string& body :
         {query(""), query(R"(<C:time-range start="20260101T000000Z" end="20270101T000000Z"/>)"),
          query(R"(<C:prop-filter name="SUMMARY"><C:is-not-defined/></C:prop-filter>)"),
          "<C:calendar-multiget" + spaces + ">" + prop + hrefs + "</C:calendar-multiget>",
          "<D:sync-collection" + spaces + "><D:sync-token/><D:sync-level>1</D:sync-level>" + prop +
              "</D:sync-collection>",
          "<D:sync-collection" + spaces +
              "><D:sync-token/><D:sync-level>1</D:sync-level><D:limit><D:nresults>100"
              "</D:nresults></D:limit>" +
              prop + "</D:sync-collection>"}) {
        const auto answer = anna.report(kCalendar, body).expect_status(207);
        EXPECT_EQ(answer.hrefs(), names) << body.substr(0, 300);
        EXPECT_LT(answer.largest_piece(), 2 * octets) << body.substr(0, 300);
    }
    // More than is made at once as a whole: the first 4 MiB, then a piece at a time.
    for (int i = 4; i < 10; ++i) {
        names.push_back(at(fmt::format("large-{:02}.ics", i)));
        put(fmt::format("large-{:02}.ics", i), large(fmt::format("large-{}", i), octets));
    }
    const auto whole = anna.get(kCalendar).expect_status(200);
    EXPECT_LT(whole.largest_piece(), (std::size_t{4} << 20) + 2 * octets);
    std::size_t events = 0;
    for (std::size_t found = 0; (found = whole.body().find("BEGIN:VEVENT", found)) != std::string::npos; ++found)
        ++events;
    EXPECT_EQ(events, names.size());
}

}  // namespace
}  // namespace stafett::caldav::calendar::reports
