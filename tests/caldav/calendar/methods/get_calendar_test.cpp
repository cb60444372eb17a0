#include "caldav/calendar/methods/get_calendar.h"

#include "scheduling/ical/parse.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::methods {
namespace {

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";

std::string zoned(const std::string& uid) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VTIMEZONE\nTZID:Egen\nBEGIN:STANDARD\nDTSTART:"
           "19700101T000000\n"
           "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:" +
           uid + "\nDTSTAMP:20260101T000000Z\nDTSTART;TZID=Egen:20261201T090000\nEND:VEVENT\nEND:VCALENDAR\n";
}

class GetCalendar : public ::testing::Test {
  protected:
    void SetUp() override { server.given_person("anna"); }
    tests::DavServer server;
    tests::DavClient anna = server.as("anna");
};

TEST_F(GetCalendar, gives_all_objects_as_one_calendar_with_each_zone_once) {
    for (int i = 0; i < 150; ++i) {
        const std::string uid = "u" + std::to_string(i);
        anna.put(kCalendar + uid + ".ics", i % 2 == 0 ? zoned(uid) : tests::event(uid)).expect_status(201);
    }
    const auto answer =
        anna.get(kCalendar).expect_status(200).expect_field("Content-Type", "text/calendar; charset=utf-8");
    const auto parsed = scheduling::ical::parse(answer.body());
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ((*parsed)->calendar().children("VEVENT").size(), 150U);
    EXPECT_EQ((*parsed)->calendar().children("VTIMEZONE").size(), 1U);
    EXPECT_EQ(answer.body().find("\n\n"), std::string::npos);
    EXPECT_EQ(answer.body().find("UID:u0\n"), std::string::npos) << "line ends are CRLF";
}

TEST_F(GetCalendar, ends_each_line_with_crlf_and_leaves_out_empty_ones_whatever_was_sent) {
    const std::string sent =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\n"
        "\r\nDTSTART:20261201T090000Z\n\nSUMMARY:Träff\r\n i två rader\n\r\n\r\nCLASS:PUBLIC\r\nEND:VEVENT\n"
        "END:VCALENDAR";
    anna.put(std::string(kCalendar) + "a.ics", sent).expect_status(201);
    EXPECT_THAT(anna.get(kCalendar).expect_status(200).body(),
                testing::HasSubstr("\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\n"
                                   "DTSTART:20261201T090000Z\r\nSUMMARY:Träff\r\n i två rader\r\nCLASS:PUBLIC\r\n"
                                   "END:VEVENT\r\nEND:VCALENDAR\r\n"));
}

TEST_F(GetCalendar, is_empty_but_valid_without_objects) {
    const auto answer = anna.get(kCalendar).expect_status(200);
    EXPECT_TRUE(scheduling::ical::parse(answer.body()));
}

TEST_F(GetCalendar, is_called_what_propfind_calls_it) {
    EXPECT_THAT(anna.get(kCalendar).body(), testing::HasSubstr("X-WR-CALNAME:Kalender\r\n"));
    anna.proppatch(kCalendar,
                   "<propertyupdate xmlns='DAV:'><set><prop><displayname>Min egen</displayname></prop></set>"
                   "</propertyupdate>")
        .expect_status(207);
    EXPECT_THAT(anna.get(kCalendar).body(), testing::HasSubstr("X-WR-CALNAME:Min egen\r\n"));
}

TEST_F(GetCalendar, has_another_tag_when_it_is_called_otherwise) {
    const std::string before = anna.get(kCalendar).etag();
    anna.proppatch(kCalendar, tests::set_props({{"D:displayname", "Min egen"}})).expect_status(207);
    EXPECT_NE(anna.get(kCalendar).etag(), before);
}

TEST_F(GetCalendar, is_made_in_pages_and_weakly_tagged_when_it_is_long) {
    const std::string description = "DESCRIPTION:" + std::string(60'000, 'x') + "\nEND:VEVENT";
    for (int i = 0; i < 150; ++i) {
        const std::string uid = "u" + std::to_string(i);
        std::string text = tests::event(uid);
        text.replace(text.find("END:VEVENT"), 10, description);
        anna.put(kCalendar + uid + ".ics", text).expect_status(201);
    }
    const auto answer = anna.get(kCalendar).expect_status(200);
    EXPECT_TRUE(answer.etag().starts_with("W/\""));
    anna.get(kCalendar, {{"If-None-Match", answer.etag()}}).expect_status(304);
    scheduling::ical::Limits limits;
    limits.octets = answer.body().size();
    const auto parsed = scheduling::ical::parse(answer.body(), limits);
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ((*parsed)->calendar().children("VEVENT").size(), 150U);
}

TEST_F(GetCalendar, has_a_tag_that_follows_the_calendar) {
    const std::string before = anna.get(kCalendar).etag();
    EXPECT_TRUE(before.starts_with('"')) << "made from one snapshot, so that the tag is strong: " << before;
    anna.get(kCalendar, {{"If-None-Match", before}}).expect_status(304);
    anna.put(std::string(kCalendar) + "a.ics", tests::event("a")).expect_status(201);
    EXPECT_NE(anna.get(kCalendar, {{"If-None-Match", before}}).expect_status(200).etag(), before);
}

}  // namespace
}  // namespace stafett::caldav::calendar::methods
