#include "caldav/calendar/reports/calendar_query.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::reports {
namespace {

using tests::DavServer;

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";
constexpr QName kData{ns::caldav, "calendar-data"};

std::string query(std::string_view inside_vcalendar, std::string_view props = "<D:getetag/><C:calendar-data/>",
                  std::string_view timezone = {}) {
    return R"(<?xml version="1.0" encoding="utf-8"?><C:calendar-query xmlns:D="DAV:" )"
           R"(xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>)" +
           std::string(props) + "</D:prop><C:filter><C:comp-filter name=\"VCALENDAR\">" +
           std::string(inside_vcalendar) + "</C:comp-filter></C:filter>" + std::string(timezone) +
           "</C:calendar-query>";
}
std::string events_in(std::string_view start, std::string_view end, std::string_view props = "<D:getetag/>") {
    return query("<C:comp-filter name=\"VEVENT\"><C:time-range start=\"" + std::string(start) + "\" end=\"" +
                     std::string(end) + "\"/></C:comp-filter>",
                 props);
}
std::string wrapped(std::string_view lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + std::string(lines) + "END:VCALENDAR\r\n";
}
constexpr const char* kWeekly =
    "BEGIN:VEVENT\r\nUID:weekly\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Stockholm:20260302T130000\r\n"
    "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n";

class CalendarQueryReport : public ::testing::Test {
  protected:
    void SetUp() override {
        server.given_person("anna");
        server.given_person("bo");
        put("november.ics", tests::event("november", "Träff", "20261124T090000Z"));
        put("december.ics", tests::event("december", "Julbord", "20261218T170000Z"));
        put("weekly.ics", wrapped(kWeekly));
    }
    void put(const std::string& name, const std::string& text) { anna.put(kCalendar + name, text).expect_status(201); }
    static std::string at(const std::string& name) { return kCalendar + name; }
    DavServer server;
    tests::DavClient anna = server.as("anna");
};

TEST_F(CalendarQueryReport, finds_what_overlaps_recurring_instances_included) {
    anna.report(kCalendar, events_in("20261124T000000Z", "20261125T000000Z"))
        .expect_status(207)
        .expect_hrefs({at("november.ics")});
    anna.report(kCalendar, events_in("20361201T000000Z", "20361208T000000Z")).expect_hrefs({at("weekly.ics")});
    anna.report(kCalendar, events_in("20261218T173000Z", "20261218T174000Z")).expect_hrefs({at("december.ics")});
    anna.report(kCalendar, events_in("20200101T000000Z", "20200102T000000Z")).expect_status(207).expect_hrefs({});
    anna.report(kCalendar, query("")).expect_hrefs({at("november.ics"), at("december.ics"), at("weekly.ics")});
    anna.report(kCalendar, query("<C:comp-filter name=\"VTODO\"/>")).expect_hrefs({});
}

TEST_F(CalendarQueryReport, answers_with_the_properties_asked_for) {
    const auto answer =
        anna.report(kCalendar, query("<C:comp-filter name=\"VEVENT\"><C:prop-filter name=\"UID\"><C:text-match "
                                     "collation=\"i;octet\">december</C:text-match></C:prop-filter></C:comp-filter>",
                                     "<D:getetag/><C:calendar-data/><D:nothing/>"));
    answer.expect_hrefs({at("december.ics")})
        .expect_property(at("december.ics"), tests::kGetetag, anna.get(at("december.ics")).etag())
        .expect_property_status(at("december.ics"), {ns::dav, "nothing"}, 404);
    ASSERT_NE(answer.property(at("december.ics"), kData), nullptr);
    EXPECT_EQ(answer.property(at("december.ics"), kData)->text(), anna.get(at("december.ics")).body());
}

TEST_F(CalendarQueryReport, expands_into_instances) {
    const auto answer = anna.report(
        kCalendar,
        events_in("20260302T000000Z", "20260310T000000Z",
                  R"(<C:calendar-data><C:expand start="20260302T000000Z" end="20260310T000000Z"/></C:calendar-data>)"));
    const auto* data = answer.property(at("weekly.ics"), kData);
    ASSERT_NE(data, nullptr);
    EXPECT_THAT(data->text(), ::testing::HasSubstr("RECURRENCE-ID:20260309T120000Z"));
    EXPECT_THAT(data->text(), ::testing::Not(::testing::HasSubstr("RRULE")));
}

TEST_F(CalendarQueryReport, reads_whole_days_in_the_requests_zone_then_the_calendars_then_the_associations) {
    server.given_network("elevhalsan", "Elevhälsan");  // brings the association and Europe/Stockholm
    put("day.ics",
        wrapped(
            "BEGIN:VEVENT\r\nUID:day\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20270701\r\nEND:VEVENT\r\n"));
    const std::string evening =
        "<C:comp-filter name=\"VEVENT\"><C:time-range start=\"20270630T220000Z\" "
        "end=\"20270630T230000Z\"/></C:comp-filter>";
    anna.report(kCalendar, query(evening)).expect_hrefs({at("day.ics")});
    const std::string tokyo =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\n"
        "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:"
        "VCALENDAR\r\n";
    const std::string morning_in_tokyo =
        "<C:comp-filter name=\"VEVENT\"><C:time-range start=\"20270630T150000Z\" "
        "end=\"20270630T160000Z\"/></C:comp-filter>";
    anna.report(kCalendar, query(morning_in_tokyo)).expect_hrefs({});
    anna.report(kCalendar, query(morning_in_tokyo, "<D:getetag/>", "<C:timezone>" + tokyo + "</C:timezone>"))
        .expect_hrefs({at("day.ics")});
    anna.proppatch(kCalendar, tests::set_props({{"C:calendar-timezone", tokyo}})).expect_status(207);
    anna.report(kCalendar, query(morning_in_tokyo)).expect_hrefs({at("day.ics")});
}

TEST_F(CalendarQueryReport, refuses_with_the_exact_condition) {
    const auto expect = [&](const std::string& body, std::string_view condition) {
        SCOPED_TRACE(body);
        anna.report(kCalendar, body).expect_status(403).expect_condition({ns::caldav, condition});
    };
    expect(query("<C:comp-filter name=\"VEVENT\"><C:time-range/></C:comp-filter>"), "valid-filter");
    expect("<C:calendar-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\"/>", "valid-filter");
    expect(query("<C:comp-filter name=\"VEVENT\"><C:prop-filter name=\"UID\"><C:text-match collation=\"i;x\">a"
                 "</C:text-match></C:prop-filter></C:comp-filter>"),
           "supported-collation");
    expect(query("<C:comp-filter name=\"VAVAILABILITY\"><C:time-range start=\"20260101T000000Z\"/></C:comp-filter>"),
           "supported-filter");
    expect(query("", "<C:calendar-data content-type=\"application/xml\"/>"), "supported-calendar-data");
    expect(query("", "<D:getetag/>", "<C:timezone>Europe/Stockholm</C:timezone>"), "valid-calendar-data");
}

TEST_F(CalendarQueryReport, depth_zero_is_the_calendar_alone_but_for_windows) {
    anna.report(kCalendar, query(""), "0").expect_status(207).expect_hrefs({});
    EXPECT_EQ(anna.report(kCalendar, query(""), "0", {{"User-Agent", "MSFT-WP/8.10.12390"}}).hrefs().size(), 3U);
}

TEST_F(CalendarQueryReport, works_on_one_object) {
    anna.report(at("november.ics"), query("<C:comp-filter name=\"VEVENT\"/>"), "0").expect_hrefs({at("november.ics")});
    anna.report(at("november.ics"), query("<C:comp-filter name=\"VTODO\"/>"), "0").expect_hrefs({});
}

TEST_F(CalendarQueryReport, is_not_for_others) { server.as("bo").report(kCalendar, query("")).expect_status(404); }

TEST_F(CalendarQueryReport, goes_on_over_many_pages) {
    for (int i = 0; i < 600; ++i) put("x" + std::to_string(i) + ".ics", tests::event("x" + std::to_string(i)));
    EXPECT_EQ(anna.report(kCalendar, query("", "<D:getetag/>")).hrefs().size(), 603U);
}

}  // namespace
}  // namespace stafett::caldav::calendar::reports
