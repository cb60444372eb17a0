#include "caldav/calendar/reports/calendar_multiget.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::reports {
namespace {

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";
constexpr QName kData{ns::caldav, "calendar-data"};

std::string multiget(std::initializer_list<std::string> hrefs,
                     std::string_view props = "<D:getetag/><C:calendar-data/>") {
    std::string body = R"(<?xml version="1.0" encoding="utf-8"?><C:calendar-multiget xmlns:D="DAV:" )"
                       R"(xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>)" +
                       std::string(props) + "</D:prop>";
    for (const std::string& href : hrefs) body += "<D:href>" + href + "</D:href>";
    return body + "</C:calendar-multiget>";
}

class CalendarMultiget : public ::testing::Test {
  protected:
    void SetUp() override {
        server.given_person("anna");
        server.given_person("bo");
        anna.put(kCalendar + std::string("a@b.ics"), tests::event("u1")).expect_status(201);
        anna.put(kCalendar + std::string("m%C3%B6te%202.ics"), tests::event("u2")).expect_status(201);
        server.as("bo").put("/dav/calendars/bo/calendar/hemlig.ics", tests::event("u3", "hemligt")).expect_status(201);
    }
    tests::DavServer server;
    tests::DavClient anna = server.as("anna");
};

TEST_F(CalendarMultiget, gives_the_served_octets_with_their_tag) {
    const std::string href = kCalendar + std::string("a@b.ics");
    const auto answer = anna.report(kCalendar, multiget({href})).expect_status(207).expect_hrefs({href});
    ASSERT_NE(answer.property(href, kData), nullptr);
    EXPECT_EQ(answer.property(href, kData)->text(), tests::event("u1"));
    answer.expect_property(href, tests::kGetetag, anna.get(href).etag());
}

TEST_F(CalendarMultiget, answers_each_href_in_the_encoding_it_was_asked_in) {
    const std::string plain = kCalendar + std::string("a@b.ics"), escaped = kCalendar + std::string("a%40b.ics");
    const std::string lower = kCalendar + std::string("m%c3%b6te%202.ics");
    const auto answer = anna.report(kCalendar, multiget({plain, escaped, lower, "https://localhost" + plain}));
    for (const std::string& href : {plain, escaped, lower}) EXPECT_NE(answer.property(href, kData), nullptr) << href;
    EXPECT_EQ(answer.hrefs().size(), 4U);
}

TEST_F(CalendarMultiget, answers_404_for_the_unknown_and_the_foreign_alike) {
    const std::string foreign = "/dav/calendars/bo/calendar/hemlig.ics";
    for (const std::string& href :
         {kCalendar + std::string("nothing.ics"), foreign, std::string("/dav/calendars/anna/tasks/x.ics"),
          std::string(kCalendar), std::string("/etc/passwd"),
          kCalendar + std::string("..%2f..%2fbo%2fcalendar%2fhemlig.ics"), std::string("nonsense")}) {
        const auto answer =
            anna.report(kCalendar, multiget({href, kCalendar + std::string("a@b.ics")})).expect_status(207);
        answer.expect_response_status(href, 404);
        EXPECT_NE(answer.property(kCalendar + std::string("a@b.ics"), kData), nullptr) << "the others are unharmed";
        EXPECT_EQ(answer.body().find("hemligt"), std::string::npos);
    }
}

TEST_F(CalendarMultiget, on_an_object_gives_that_object_alone) {
    const std::string href = kCalendar + std::string("a@b.ics"), other = kCalendar + std::string("m%C3%B6te%202.ics");
    const auto answer = anna.report(href, multiget({href, other}));
    EXPECT_NE(answer.property(href, kData), nullptr);
    answer.expect_response_status(other, 404);
}

TEST_F(CalendarMultiget, needs_an_href_and_a_known_format) {
    anna.report(kCalendar, multiget({})).expect_status(400);
    anna.report(kCalendar, multiget({kCalendar}, "<C:calendar-data version=\"3.0\"/>"))
        .expect_status(403)
        .expect_condition({ns::caldav, "supported-calendar-data"});
}

TEST_F(CalendarMultiget, carries_hundreds) {
    std::string body = multiget({});
    std::string hrefs;
    for (int i = 0; i < 500; ++i)
        hrefs += "<D:href>" + std::string(kCalendar) + (i == 7 ? "a@b.ics" : "gone-" + std::to_string(i)) + "</D:href>";
    body.insert(body.find("</C:calendar-multiget>"), hrefs);
    EXPECT_EQ(anna.report(kCalendar, body).expect_status(207).hrefs().size(), 500U);
}

}  // namespace
}  // namespace stafett::caldav::calendar::reports
