#include "caldav/calendar/methods/put_object.h"

#include "caldav/http/conditions.h"
#include "caldav/webdav/conditional.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::methods {
namespace {

using tests::DavServer;
using tests::event;
using tests::Headers;

constexpr const char* kHome = "/dav/calendars/anna/";
constexpr const char* kObject = "/dav/calendars/anna/calendar/a.ics";

class PutObject : public ::testing::Test {
  protected:
    void SetUp() override {
        server.given_person("anna");
        server.given_person("bo");
    }
    DavServer server;
    tests::DavClient anna = server.as("anna");
};

QName caldav_name(const http::ConditionSpec& condition) { return {condition.name_space, condition.name}; }

TEST_F(PutObject, answers_with_the_tag_of_the_octets_sent_and_serves_them) {
    const std::string text = event("u1");
    const auto created = anna.put(kObject, text).expect_status(201);
    EXPECT_EQ(created.etag(), webdav::quoted(model::etag_of(base::digest(text))));
    anna.get(kObject).expect_status(200).expect_body(text).expect_field("ETag", created.etag());
    const auto replaced = anna.put(kObject, event("u1", "Annan rubrik")).expect_status(204);
    EXPECT_NE(replaced.etag(), created.etag());
    anna.get(kObject).expect_field("ETag", replaced.etag());
}

TEST_F(PutObject, keeps_unknown_parts_folds_and_line_ends) {
    const std::string text =
        "BEGIN:VCALENDAR\nversion:2.0\nPRODID:x\nX-WR-THING;X-P=\"a;b\":kept\\,as is\nBEGIN:VEVENT\nUID:u\n"
        "DTSTART:20261201T090000Z\nDTSTAMP:20261201T090000Z\nDESCRIPTION:folded\n  line\nIANA-THING:1\n"
        "BEGIN:PARTICIPANT\nUID:p\nEND:PARTICIPANT\nEND:VEVENT\nEND:VCALENDAR\n";
    anna.put(kObject, text).expect_status(201);
    anna.get(kObject).expect_body(text);
}

TEST_F(PutObject, accepts_what_clients_are_known_to_write) {
    const auto vevent = [](const std::string& lines) { return "BEGIN:VEVENT\r\nUID:u\r\n" + lines + "END:VEVENT\r\n"; };
    const std::string start = "DTSTART:20261201T090000Z\r\n";
    const struct {
        const char* what;
        std::string components;
    } cases[] = {
        {"no DTSTAMP", vevent(start)},
        {"DTEND and an empty DURATION", vevent(start + "DTEND:20261201T100000Z\r\nDURATION:PT0S\r\n")},
        {"EXDATE of another type", vevent(start + "RRULE:FREQ=DAILY\r\nEXDATE;VALUE=DATE:20261202\r\n")},
        {"EXDATE on an override",
         vevent(start + "RRULE:FREQ=DAILY\r\n") +
             vevent("RECURRENCE-ID:20261202T090000Z\r\n" + start + "EXDATE:20261203T090000Z\r\n")},
        {"an override alone", vevent("RECURRENCE-ID:20261202T090000Z\r\n" + start)},
        {"UNTIL in local time", vevent("DTSTART;TZID=Europe/Stockholm:20261201T090000\r\nRRULE:FREQ=DAILY;"
                                       "UNTIL=20261210T090000\r\n")},
        {"blanks behind TZID", vevent("DTSTART;TZID=\"Europe/Stockholm \":20261201T090000\r\n")},
        {"a Windows zone", vevent("DTSTART;TZID=W. Europe Standard Time:20261201T090000\r\n")},
        {"empty lines", vevent(start + "\r\n\r\nSUMMARY:x\r\n")},
        {"MAILTO in capitals",
         vevent(start + "ORGANIZER:MAILTO:Anna@Example.Test\r\nATTENDEE:mailto:bo@example.test\r\n")},
        {"a stamp of the year zero (Google)", vevent(start + "CREATED:00001231T000000Z\r\n")},
        {"values that are empty", vevent(start + "CREATED:\r\nRRULE:\r\nDTEND:\r\nSEQUENCE:\r\nCOMPLETED:\r\n")},
        {"a duration without a time behind its T", vevent(start + "DURATION:P1DT\r\n")},
        {"SEQUENCE beyond 32 bits", vevent(start + "SEQUENCE:20270104100000\r\n")},
        {"days that are moved (RFC 7529)", vevent(start + "RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD\r\n")},
        {"a zone's name with a colon (Exchange)", vevent("DTSTART;TZID=tzone://Microsoft/Utc:20261201T090000\r\n")},
        {"no instance at all", vevent(start + "RRULE:FREQ=DAILY;COUNT=1\r\nEXDATE:20261201T090000Z\r\n")},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.what);
        const std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + c.components + "END:VCALENDAR\r\n";
        anna.put(kObject, text).expect_status(201);
        anna.get(kObject).expect_body(text);
        anna.remove(kObject).expect_status(204);
    }
}

// What is stored though it is written oddly is at its hour.
TEST_F(PutObject, reads_as_meant_what_it_stores_as_sent) {
    const struct {
        const char* lines;
        const char* busy;
    } cases[] = {
        {"DTSTART:20261201T090000Z\r\nDURATION:P1DT\r\n", "20261201T090000Z/20261202T090000Z"},
        {"DTSTART:20261201T090000Z\r\nDURATION:PT1H\r\nDTEND:\r\nRRULE:\r\n", "20261201T090000Z/20261201T100000Z"},
        {"DTSTART;TZID=GMT+05:30:20261201T143000\r\nDTEND;TZID=GMT+05:30:20261201T153000\r\n",
         "20261201T090000Z/20261201T100000Z"},
        {"DTSTART;TZID=tzone://Microsoft/Utc:20261201T090000\r\nDURATION:PT1H\r\n",
         "20261201T090000Z/20261201T100000Z"},
        {"DTSTART:20260831T090000Z\r\nDURATION:PT1H\r\nRRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=3;SKIP=FORWARD\r\n",
         "20261201T090000Z/20261201T100000Z"},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.lines);
        anna.put(kObject, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\n" + std::string(c.lines) +
                              "END:VEVENT\r\nEND:VCALENDAR\r\n")
            .expect_status(201);
        anna.report(kHome + std::string("calendar/"),
                    "<C:free-busy-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><C:time-range "
                    "start=\"20261115T000000Z\" end=\"20261215T000000Z\"/></C:free-busy-query>")
            .expect_status(200)
            .expect_body_contains("FREEBUSY:" + std::string(c.busy) + "\r\n");
        anna.remove(kObject).expect_status(204);
    }
}

TEST_F(PutObject, a_task_with_a_stamp_of_the_year_zero_is_found_by_its_own_time) {
    anna.put(std::string(kHome) + "tasks/t.ics",
             "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:t\r\nDTSTART:20261201T090000Z\r\nDUE:20261201T100000Z\r\n"
             "CREATED:00001231T000000Z\r\nCOMPLETED:\r\nEND:VTODO\r\nEND:VCALENDAR\r\n")
        .expect_status(201);
    const auto found = [&](const std::string& start, const std::string& end) {
        return anna
            .report(std::string(kHome) + "tasks/",
                    "<C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:prop><D:getetag/>"
                    "</D:prop><C:filter><C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VTODO\"><C:time-range "
                    "start=\"" +
                        start + "\" end=\"" + end +
                        "\"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>")
            .hrefs()
            .size();
    };
    EXPECT_EQ(found("20261201T091500Z", "20261201T093000Z"), 1u);
    EXPECT_EQ(found("20261202T000000Z", "20261203T000000Z"), 0u);
}

TEST_F(PutObject, holds_to_the_conditions_sent) {
    const std::string tag = anna.put(kObject, event("u1"), {{"If-None-Match", "*"}}).expect_status(201).etag();
    anna.put(kObject, event("u1", "B"), {{"If-None-Match", "*"}}).expect_status(412).expect_field("ETag", tag);
    anna.put(kObject, event("u1", "B"), {{"If-Match", "\"stale\""}}).expect_status(412).expect_field("ETag", tag);
    anna.get(kObject).expect_field("ETag", tag);
    anna.put(kHome + std::string("calendar/b.ics"), event("u2"), {{"If-Match", "*"}}).expect_status(412);
    const std::string second = anna.put(kObject, event("u1", "B"), {{"If-Match", tag}}).expect_status(204).etag();
    const std::string escaped = "\\\"" + second.substr(1, second.size() - 2) + "\\\"";
    const std::string third = anna.put(kObject, event("u1", "C"), {{"If-Match", escaped}}).expect_status(204).etag();
    anna.put(kObject, event("u1", "D"), {{"If-Match", "W/" + third}}).expect_status(204);
}

TEST_F(PutObject, refuses_with_the_exact_condition) {
    const std::string a =
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\n";
    const auto wrap = [](const std::string& inside) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + inside + "END:VCALENDAR\r\n";
    };
    std::string b = a;
    b.replace(b.find("UID:1"), 5, "UID:2");
    const struct {
        std::string what, body;
        const http::ConditionSpec& condition;
    } cases[] = {
        {"no iCalendar", "<html/>", conditions::valid_calendar_data},
        {"empty", "", conditions::valid_calendar_data},
        {"cut short", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", conditions::valid_calendar_data},
        {"two calendars", wrap(a) + wrap(b), conditions::valid_calendar_data},
        {"a bad time", wrap("BEGIN:VEVENT\r\nUID:1\r\nDTSTART:tomorrow\r\nEND:VEVENT\r\n"),
         conditions::valid_calendar_data},
        {"two UIDs", wrap(a + b), conditions::valid_calendar_object_resource},
        {"METHOD", wrap("METHOD:REQUEST\r\n" + a), conditions::valid_calendar_object_resource},
        {"two kinds", wrap(a + "BEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\n"), conditions::valid_calendar_object_resource},
        {"two masters", wrap(a + a), conditions::valid_calendar_object_resource},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.what);
        anna.put(kObject, c.body).expect_status(403).expect_condition(caldav_name(c.condition));
        anna.get(kObject).expect_status(404);
    }
    anna.put(std::string(kHome) + "tasks/a.ics", event("u1"))
        .expect_status(403)
        .expect_condition({ns::caldav, "supported-calendar-component"});
    anna.request("PUT", kObject, event("u1"), {{"Content-Type", "application/calendar+xml"}})
        .expect_status(403)
        .expect_condition({ns::caldav, "supported-calendar-data"});
}

TEST_F(PutObject, rejects_second_uid_with_no_uid_conflict) {
    anna.put(kObject, event("u1")).expect_status(201);
    anna.put(std::string(kHome) + "calendar/b.ics", event("u1"))
        .expect_status(403)
        .expect_condition({ns::caldav, "no-uid-conflict"})
        .expect_body_contains(kObject);
    anna.put(kObject, event("u2")).expect_status(403).expect_condition({ns::caldav, "no-uid-conflict"});
    server.as("bo").put("/dav/calendars/bo/calendar/a.ics", event("u1")).expect_status(201);
    anna.remove(kObject).expect_status(204);
    anna.put(std::string(kHome) + "calendar/b.ics", event("u1")).expect_status(201);
}

TEST_F(PutObject, changes_only_what_xml_cannot_carry_and_then_gives_no_tag) {
    std::string sent = event("u1", "M\xF6te \x01 v\xC3\xA5r");
    const auto answer = anna.put(kObject, sent).expect_status(201);
    answer.expect_no_field("ETag");
    answer.expect_no_field("Last-Modified");
    anna.get(kObject).expect_body(event("u1", "M\xC3\xB6te  v\xC3\xA5r"));
}

TEST_F(PutObject, gives_the_served_text_on_request) {
    const auto created = anna.put(kObject, event("u1", "M\xF6te"), {{"Prefer", "return=representation"}});
    created.expect_status(201)
        .expect_body(event("u1", "M\xC3\xB6te"))
        .expect_field("Preference-Applied", "return=representation");
    EXPECT_EQ(created.etag(), anna.get(kObject).etag());
    anna.put(kObject, event("u1", "B"), {{"Prefer", "return=representation"}})
        .expect_status(200)
        .expect_body(event("u1", "B"));
}

TEST_F(PutObject, is_refused_where_there_is_no_calendar_or_no_right) {
    anna.put(std::string(kHome) + "nothing/a.ics", event("u1")).expect_status(409);
    server.as("bo").put(kObject, event("u1")).expect_status(404);
    server.anonymous().put(kObject, event("u1")).expect_status(401);
}

TEST(PutObjectSize, is_held_to_max_resource_size) {
    access::Settings settings;
    settings.max_resource_size = 500;
    DavServer server(settings);
    server.given_person("anna");
    const auto anna = server.as("anna");
    anna.put(kObject, event("u1")).expect_status(201);
    anna.put(kObject, event("u1", std::string(600, 'x')))
        .expect_status(403)
        .expect_condition({ns::caldav, "max-resource-size"});
    anna.propfind("/dav/calendars/anna/calendar/", "0", tests::props({"C:max-resource-size"}))
        .expect_property("/dav/calendars/anna/calendar/", {ns::caldav, "max-resource-size"}, "500");
}

TEST(PutObjectSize, lets_one_inline_attachment_fill_the_object) {
    DavServer server;
    server.given_person("anna");
    const auto anna = server.as("anna");
    std::string text = event("u1");
    std::string attachment = "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + std::string(std::size_t{3} << 20, 'A') + "\r\n";
    text.insert(text.find("END:VEVENT"), attachment);
    anna.put(kObject, text).expect_status(201);
    anna.get(kObject).expect_body(text);
    anna.get("/dav/calendars/anna/calendar/").expect_status(200).expect_body_contains(attachment);
}

TEST_F(PutObject, stores_a_long_text_that_an_outlook_wrote) {
    const std::string text = event("u1", std::string(200'000, 'x'));
    anna.put(kObject, text).expect_status(201);
    anna.get(kObject).expect_body(text);
}

TEST(CheckMediaType, takes_calendars_and_what_does_not_say) {
    const auto check = [](const char* type) {
        http::RequestHead head;
        if (type != nullptr) head.fields.add("Content-Type", type);
        return check_media_type(head).has_value();
    };
    for (const char* good : {static_cast<const char*>(nullptr), "text/calendar", "Text/Calendar; charset=utf-8",
                             "text/calendar;component=vevent", "application/octet-stream"})
        EXPECT_TRUE(check(good));
    for (const char* bad : {"text/plain", "application/json", "text/vcard", "text/calendarx"})
        EXPECT_FALSE(check(bad)) << bad;
}

}  // namespace
}  // namespace stafett::caldav::calendar::methods
