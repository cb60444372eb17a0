// Requests as real clients write them. "seen": the form was read in the client's public source or in captures that its
// maker published; "assumed": written after what others report of it.
#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar {
namespace {

using tests::event;

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";
constexpr QName kData{ns::caldav, "calendar-data"};

class Client : public ::testing::Test {
  protected:
    void SetUp() override {
        server.given_person("anna");
        anna.put(one, event("u1", "Ett", "20261124T090000Z")).expect_status(201);
        anna.put(two, event("u2", "Två", "20271124T090000Z")).expect_status(201);
    }
    tests::DavServer server;
    tests::DavClient anna = server.as("anna");
    const std::string one = std::string(kCalendar) + "1.ics", two = std::string(kCalendar) + "2.ics";
};

TEST_F(Client, davx5_queries_a_window_and_gets_by_href_seen) {
    anna.report(
            kCalendar,
            R"(<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query xmlns="DAV:" )"
            R"(xmlns:CAL="urn:ietf:params:xml:ns:caldav"><prop><getetag /></prop><CAL:filter>)"
            R"(<CAL:comp-filter name="VCALENDAR"><CAL:comp-filter name="VEVENT">)"
            R"(<CAL:time-range start="20260824T120000Z" end="20270101T000000Z" /></CAL:comp-filter></CAL:comp-filter>)"
            R"(</CAL:filter></CAL:calendar-query>)")
        .expect_status(207)
        .expect_hrefs({one})
        .expect_property(one, tests::kGetetag, anna.get(one).etag());
    const auto got =
        anna.report(kCalendar,
                    R"(<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-multiget xmlns="DAV:" )"
                    R"(xmlns:CAL="urn:ietf:params:xml:ns:caldav"><prop><getcontenttype /><getetag />)"
                    R"(<CAL:schedule-tag /><CAL:calendar-data content-type="text/calendar" version="2.0" /></prop>)"
                    "<href>" +
                        one + "</href><href>" + two + "</href></CAL:calendar-multiget>",
                    {});
    got.expect_status(207).expect_hrefs({one, two});
    EXPECT_EQ(got.property(two, kData)->text(), event("u2", "Två", "20271124T090000Z"));
}

TEST_F(Client, davx5_asks_for_open_ended_windows_and_tasks_seen) {
    anna.report(kCalendar,
                R"(<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query xmlns="DAV:" )"
                R"(xmlns:CAL="urn:ietf:params:xml:ns:caldav"><prop><getetag /></prop><CAL:filter>)"
                R"(<CAL:comp-filter name="VCALENDAR"><CAL:comp-filter name="VEVENT"><CAL:time-range )"
                R"(start="20270824T120000Z" /></CAL:comp-filter></CAL:comp-filter></CAL:filter></CAL:calendar-query>)")
        .expect_hrefs({two});
    anna.report("/dav/calendars/anna/tasks/",
                R"(<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query xmlns="DAV:" )"
                R"(xmlns:CAL="urn:ietf:params:xml:ns:caldav"><prop><getetag /></prop><CAL:filter>)"
                R"(<CAL:comp-filter name="VCALENDAR"><CAL:comp-filter name="VTODO" /></CAL:comp-filter></CAL:filter>)"
                R"(</CAL:calendar-query>)")
        .expect_status(207)
        .expect_hrefs({});
}

TEST_F(Client, apple_calendar_queries_at_startup_seen) {
    const auto answer = anna.report(kCalendar, R"(<?xml version="1.0" encoding="UTF-8"?>
<B:calendar-query xmlns:B="urn:ietf:params:xml:ns:caldav">
  <A:prop xmlns:A="DAV:">
    <A:getetag/>
    <A:getcontenttype/>
  </A:prop>
  <B:filter>
    <B:comp-filter name="VCALENDAR">
      <B:comp-filter name="VEVENT">
        <B:time-range start="20261101T010101Z" end="20261231T010101Z"/>
      </B:comp-filter>
    </B:comp-filter>
  </B:filter>
</B:calendar-query>
)");
    answer.expect_status(207).expect_hrefs({one});
    ASSERT_NE(answer.property(one, {ns::dav, "getcontenttype"}), nullptr);
    EXPECT_THAT(answer.property(one, {ns::dav, "getcontenttype"})->text(), ::testing::StartsWith("text/calendar"));
}

TEST_F(Client, apple_calendar_gets_by_href_with_properties_of_its_own_assumed) {
    anna.report(kCalendar, R"(<?xml version="1.0" encoding="UTF-8"?>
<B:calendar-multiget xmlns:B="urn:ietf:params:xml:ns:caldav">
  <A:prop xmlns:A="DAV:">
    <B:calendar-data/>
    <C:created-by xmlns:C="http://calendarserver.org/ns/"/>
    <A:getetag/>
    <B:schedule-tag/>
    <C:updated-by xmlns:C="http://calendarserver.org/ns/"/>
  </A:prop>
  <A:href xmlns:A="DAV:">)" + one +
                               R"(</A:href>
</B:calendar-multiget>)")
        .expect_status(207)
        .expect_property_status(one, kData, 200)
        .expect_property_status(one, {ns::calendarserver, "created-by"}, 404);
}

TEST_F(Client, apple_calendar_sets_the_time_zone_of_a_calendar_seen) {
    anna.proppatch(kCalendar, R"(<?xml version="1.0" encoding="UTF-8"?>
<A:propertyupdate xmlns:A="DAV:"><A:set><A:prop><B:calendar-timezone xmlns:B="urn:ietf:params:xml:ns:caldav">BEGIN:VCALENDAR&#13;
VERSION:2.0&#13;
PRODID:-//Example//EN&#13;
CALSCALE:GREGORIAN&#13;
BEGIN:VTIMEZONE&#13;
TZID:America/Los_Angeles&#13;
BEGIN:DAYLIGHT&#13;
TZOFFSETFROM:-0800&#13;
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU&#13;
DTSTART:20070311T020000&#13;
TZNAME:PDT&#13;
TZOFFSETTO:-0700&#13;
END:DAYLIGHT&#13;
BEGIN:STANDARD&#13;
TZOFFSETFROM:-0700&#13;
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU&#13;
DTSTART:20071104T020000&#13;
TZNAME:PST&#13;
TZOFFSETTO:-0800&#13;
END:STANDARD&#13;
END:VTIMEZONE&#13;
END:VCALENDAR&#13;
</B:calendar-timezone></A:prop></A:set></A:propertyupdate>)")
        .expect_status(207)
        .expect_property_status(kCalendar, {ns::caldav, "calendar-timezone"}, 200);
}

TEST_F(Client, thunderbird_lists_a_kind_then_gets_by_href_seen) {
    anna.report(kCalendar,
                R"(<?xml version="1.0" encoding="UTF-8"?>
<calendar-query xmlns="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:">
  <D:prop>
    <D:getetag/>
  </D:prop>
  <filter>
    <comp-filter name="VCALENDAR">
      <comp-filter name="VEVENT"/>
    </comp-filter>
  </filter>
</calendar-query>)")
        .expect_hrefs({one, two});
    const auto got = anna.report(kCalendar, R"(<?xml version="1.0" encoding="UTF-8"?>
<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>)" +
                                                one + "</D:href></C:calendar-multiget>");
    EXPECT_NE(got.property(one, kData), nullptr);
}

TEST_F(Client, thunderbird_asks_for_open_tasks_assumed) {
    const std::string tasks = "/dav/calendars/anna/tasks/";
    const auto todo = [](const std::string& uid, const std::string& lines) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:" + uid +
               "\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VTODO\r\nEND:VCALENDAR\r\n";
    };
    anna.put(tasks + "open.ics", todo("o", "SUMMARY:x\r\n")).expect_status(201);
    anna.put(tasks + "done.ics", todo("d", "COMPLETED:20260201T000000Z\r\nSTATUS:COMPLETED\r\n")).expect_status(201);
    anna.report(
            tasks,
            R"(<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"><C:prop-filter name="COMPLETED"><C:is-not-defined/>
</C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>)")
        .expect_hrefs({tasks + "open.ics"});
}

TEST_F(Client, evolution_lists_and_gets_with_indented_bodies_assumed) {
    anna.report(kCalendar, R"(<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:">
  <D:prop>
    <D:getetag/>
  </D:prop>
  <C:filter>
    <C:comp-filter name="VCALENDAR">
      <C:comp-filter name="VEVENT"/>
    </C:comp-filter>
  </C:filter>
</C:calendar-query>)")
        .expect_hrefs({one, two});
    const std::string tag = anna.get(one).etag();
    // Its If-Match has escaped quotes; it wants the new tag, or reads the object again.
    const auto answer = anna.put(one, event("u1", "Ändrad", "20261124T090000Z"),
                                 {{"If-Match", "\\\"" + tag.substr(1, tag.size() - 2) + "\\\""}});
    answer.expect_status(204).expect_field("ETag", anna.get(one).etag());
}

TEST_F(Client, vdirsyncer_gets_by_href_and_filters_by_kind_seen) {
    const std::string body = R"(<?xml version="1.0" encoding="utf-8" ?>
        <C:calendar-multiget xmlns="DAV:"
            xmlns:C="urn:ietf:params:xml:ns:caldav">
            <prop>
                <getetag/>
                <C:calendar-data/>
            </prop>
            <href>)" + one + "</href><href>" +
                             two + R"(</href>
        </C:calendar-multiget>)";
    EXPECT_EQ(anna.report(kCalendar, body, {}).expect_status(207).property(one, kData)->text(),
              event("u1", "Ett", "20261124T090000Z"));
    const auto listed = anna.report(kCalendar, R"(<?xml version="1.0" encoding="utf-8" ?>
            <C:calendar-query xmlns="DAV:"
                xmlns:C="urn:ietf:params:xml:ns:caldav">
                <prop>
                    <getcontenttype/>
                    <getetag/>
                </prop>
                <C:filter>
                <C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="20261101T000000Z" end="20261201T000000Z"/></C:comp-filter></C:comp-filter>
                </C:filter>
            </C:calendar-query>)");
    listed.expect_hrefs({one});
}

TEST_F(Client, python_caldav_searches_and_expands_assumed) {
    anna.put(std::string(kCalendar) + "w.ics",
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:w\r\nDTSTAMP:20260101T000000Z\r\n"
             "DTSTART:20280103T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:varje "
             "vecka\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        .expect_status(201);
    const auto answer = anna.report(kCalendar, R"(<?xml version='1.0' encoding='utf-8'?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data><C:expand start="20280110T000000Z" end="20280120T000000Z"/></C:calendar-data></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="20280110T000000Z" end="20280120T000000Z"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>)");
    const std::string weekly = std::string(kCalendar) + "w.ics";
    answer.expect_hrefs({weekly});
    const std::string data = answer.property(weekly, kData)->text();
    EXPECT_THAT(data, ::testing::HasSubstr("RECURRENCE-ID:20280110T090000Z"));
    EXPECT_THAT(data, ::testing::HasSubstr("RECURRENCE-ID:20280117T090000Z"));
    EXPECT_THAT(data, ::testing::Not(::testing::HasSubstr("20280103T090000Z")));
}

}  // namespace
}  // namespace stafett::caldav::calendar
