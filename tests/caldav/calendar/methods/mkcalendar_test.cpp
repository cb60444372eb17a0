#include "caldav/calendar/methods/mkcalendar.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::methods {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;
using tests::DavServer;

constexpr const char* kNew = "/dav/calendars/anna/ny/";
constexpr QName kComponents{ns::caldav, "supported-calendar-component-set"};

std::string mkcalendar_of(std::string_view properties) {
    return R"(<?xml version="1.0" encoding="utf-8"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" )"
           R"(xmlns:A="http://apple.com/ns/ical/"><D:set><D:prop>)" +
           std::string(properties) + "</D:prop></D:set></C:mkcalendar>";
}

// Kept in the form that Calendar on macOS 10.11 sends (seen: the load-test data of Apple's own server).
constexpr const char* kApple = R"(<?xml version="1.0" encoding="UTF-8"?>
<B:mkcalendar xmlns:B="urn:ietf:params:xml:ns:caldav">
  <A:set xmlns:A="DAV:">
    <A:prop>
      <D:calendar-order xmlns:D="http://apple.com/ns/ical/">4</D:calendar-order>
      <B:supported-calendar-component-set>
        <B:comp name="VEVENT"/>
      </B:supported-calendar-component-set>
      <D:calendar-color xmlns:D="http://apple.com/ns/ical/" symbolic-color="custom">#1BADF8</D:calendar-color>
      <B:calendar-timezone>BEGIN:VCALENDAR&#13;
VERSION:2.0&#13;
PRODID:-//Example//EN&#13;
BEGIN:VTIMEZONE&#13;
TZID:Europe/Stockholm&#13;
BEGIN:DAYLIGHT&#13;
TZOFFSETFROM:+0100&#13;
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU&#13;
DTSTART:19810329T020000&#13;
TZNAME:CEST&#13;
TZOFFSETTO:+0200&#13;
END:DAYLIGHT&#13;
BEGIN:STANDARD&#13;
TZOFFSETFROM:+0200&#13;
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU&#13;
DTSTART:19961027T030000&#13;
TZNAME:CET&#13;
TZOFFSETTO:+0100&#13;
END:STANDARD&#13;
END:VTIMEZONE&#13;
END:VCALENDAR&#13;
</B:calendar-timezone>
      <A:displayname>Ny kalender</A:displayname>
      <B:schedule-calendar-transp>
        <B:opaque/>
      </B:schedule-calendar-transp>
    </A:prop>
  </A:set>
</B:mkcalendar>)";

class Mkcalendar : public ::testing::Test {
  protected:
    void SetUp() override {
        server.given_person("anna");
        server.given_person("bo");
    }
    void expect_absent(const char* path = kNew) { anna.propfind(path, "0").expect_status(404); }
    DavServer server;
    tests::DavClient anna = server.as("anna");
};

TEST_F(Mkcalendar, makes_a_calendar_with_all_that_apple_sets) {
    const char* path = "/dav/calendars/anna/8D6A1F5B-1C0C-4E0B-9E9F-0B7B0E2A4C11/";
    anna.mkcalendar(path, kApple).expect_status(201).expect_field("Cache-Control", "no-cache");
    const auto found = anna.propfind(
        path, "0",
        tests::props({"D:displayname", "D:resourcetype", "A:calendar-color", "A:calendar-order", "C:calendar-timezone",
                      "C:schedule-calendar-transp", "C:supported-calendar-component-set"}));
    found.expect_property(path, tests::kDisplayname, "Ny kalender")
        .expect_property(path, {ns::apple_ical, "calendar-order"}, "4")
        .expect_property(path, {ns::apple_ical, "calendar-color"}, "#1BADF8")
        .expect_body_contains("symbolic-color=\"custom\"")
        .expect_body_contains("TZID:Europe/Stockholm&#13;");
    EXPECT_THAT(found.names_in(path, {ns::dav, "resourcetype"}), UnorderedElementsAre("collection", "calendar"));
    EXPECT_THAT(found.names_in(path, {ns::caldav, "schedule-calendar-transp"}), Contains("opaque"));
    anna.put(std::string(path) + "t.ics",
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:t\r\nDTSTAMP:20260101T000000Z\r\n"
             "END:VTODO\r\nEND:VCALENDAR\r\n")
        .expect_status(403)
        .expect_condition({ns::caldav, "supported-calendar-component"});
}

TEST_F(Mkcalendar, accepts_every_component_when_no_set_is_given) {
    anna.mkcalendar(kNew).expect_status(201);
    const auto found = anna.propfind(kNew, "0", tests::props({"C:supported-calendar-component-set"}));
    ASSERT_NE(found.property(kNew, kComponents), nullptr);
    EXPECT_EQ(found.property(kNew, kComponents)->children().size(), 5U);
}

TEST_F(Mkcalendar, makes_nothing_when_one_property_fails) {
    const auto answer = anna.mkcalendar(
        kNew, mkcalendar_of("<D:displayname>Ny</D:displayname><D:getetag>x</D:getetag><X:y xmlns:X=\"urn:x\">1</X:y>"));
    answer.expect_status(207)
        .expect_property_status(kNew, {ns::dav, "getetag"}, 403)
        .expect_property_status(kNew, tests::kDisplayname, 424)
        .expect_property_status(kNew, {"urn:x", "y"}, 424);
    expect_absent();
    anna.mkcalendar(kNew).expect_status(201);
}

TEST_F(Mkcalendar, refuses_a_bad_time_zone_as_a_whole) {
    for (const char* zone : {"Europe/Stockholm", "BEGIN:VCALENDAR&#13;\nVERSION:2.0&#13;\nEND:VCALENDAR&#13;\n"})
        anna.mkcalendar(kNew, mkcalendar_of("<C:calendar-timezone>" + std::string(zone) + "</C:calendar-timezone>"))
            .expect_status(403)
            .expect_condition({ns::caldav, "valid-calendar-data"});
    expect_absent();
}

TEST_F(Mkcalendar, refuses_a_place_that_is_taken_or_no_place) {
    anna.mkcalendar("/dav/calendars/anna/calendar/")
        .expect_status(403)
        .expect_condition({ns::dav, "resource-must-be-null"});
    anna.mkcalendar("/dav/calendars/anna/calendar/inner/")
        .expect_status(403)
        .expect_condition({ns::caldav, "calendar-collection-location-ok"});
    for (const char* name : {"natverk-x", "alla-natverk", "inbox", "outbox", "notifications", "attachments", "Inbox",
                             "OUTBOX", "Natverk-X", "Alla-Natverk"}) {
        SCOPED_TRACE(name);
        anna.mkcalendar("/dav/calendars/anna/" + std::string(name) + "/")
            .expect_status(403)
            .expect_condition({ns::caldav, "calendar-collection-location-ok"});
    }
}

TEST_F(Mkcalendar, needs_the_right_to_bind_in_the_home) {
    server.as("bo").mkcalendar(kNew).expect_status(404);
    server.given_admin("rot");
    server.as("rot").mkcalendar(kNew).expect_status(201);
    anna.propfind(kNew, "0").expect_status(207);
}

TEST_F(Mkcalendar, is_refused_in_a_networks_home) {
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::chair);
    EXPECT_EQ(anna.mkcalendar("/dav/calendars/elevhalsan/extra/").status(), 403U);
    EXPECT_EQ(server.acting("anna", "elevhalsan").mkcalendar("/dav/calendars/elevhalsan/extra/").status(), 403U);
}

TEST_F(Mkcalendar, refuses_bodies_it_does_not_know) {
    anna.mkcalendar(kNew, "<x/>").expect_status(415);
    anna.mkcalendar(kNew, "not xml").expect_status(400);
    anna.mkcalendar(kNew, mkcalendar_of("<C:supported-calendar-component-set><C:comp name=\"VPOLL\"/>"
                                        "</C:supported-calendar-component-set>"))
        .expect_status(403)
        .expect_condition({ns::caldav, "supported-calendar-component"});
    expect_absent();
}

std::string mkcol_of(std::string_view type, std::string_view more = {}) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\" ?><mkcol xmlns=\"DAV:\"><set><prop><resourcetype><collection/>" +
           std::string(type) + "</resourcetype>" + std::string(more) + "</prop></set></mkcol>";
}

TEST_F(Mkcalendar, extended_mkcol_makes_calendars_and_nothing_else) {
    // Seen: vdirsyncer 0.19 makes its collections like this.
    const std::string calendar = R"(<ns0:calendar xmlns:ns0="urn:ietf:params:xml:ns:caldav"/>)";
    anna.request("MKCOL", kNew, mkcol_of(calendar)).expect_status(201);
    anna.put(std::string(kNew) + "a.ics", tests::event("u1")).expect_status(201);
    anna.request("MKCOL", kNew, mkcol_of(calendar)).expect_status(405);
    const char* other = "/dav/calendars/anna/annan/";
    for (const std::string& body : {mkcol_of(""), std::string()})
        anna.request("MKCOL", other, body).expect_status(403).expect_condition({ns::dav, "valid-resourcetype"});
    anna.request("MKCOL", other, mkcol_of(calendar, "<getetag>x</getetag>"))
        .expect_status(424)
        .expect_body_contains("mkcol-response")
        .expect_body_contains("403 Forbidden");
    expect_absent(other);
}

}  // namespace
}  // namespace stafett::caldav::calendar::methods
