// GET, HEAD, DELETE, COPY and MOVE of calendar objects.
#include "caldav/http/conditions.h"
#include "storage/store.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::webdav {
namespace {

using namespace stafett::tests;

const std::string kCalendar = "/dav/calendars/anna/calendar/";
const std::string kA = kCalendar + "a.ics";
const std::string kB = kCalendar + "b.ics";

class ObjectMethods : public testing::Test {
  protected:
    ObjectMethods() {
        server.given_person("anna");
        server.given_person("bo");
        anna.put(kA, event("a")).expect_status(201);
    }
    DavServer server;
    DavClient anna = server.as("anna");
};
using GetObject = ObjectMethods;
using DeleteObject = ObjectMethods;
using CopyMove = ObjectMethods;

TEST_F(GetObject, gives_the_octets_that_were_put) {
    const auto answer = anna.get(kA);
    answer.expect_status(200)
        .expect_body(event("a"))
        .expect_field("Content-Type", "text/calendar; charset=utf-8; component=VEVENT");
    EXPECT_TRUE(answer.etag().starts_with('"'));
    EXPECT_EQ(anna.request("HEAD", kA).etag(), answer.etag());
    anna.get(kCalendar + "none.ics").expect_status(404);
    server.as("bo").get(kA).expect_status(404);
}

TEST_F(GetObject, answers_304_to_who_has_it) {
    const std::string etag = anna.get(kA).etag();
    anna.get(kA, {{"If-None-Match", etag}}).expect_status(304).expect_field("ETag", etag).expect_body("");
    anna.get(kA, {{"If-None-Match", "\"x\""}}).expect_status(200);
    anna.get(kA, {{"If-Match", "\"x\""}}).expect_status(412);
}

TEST_F(DeleteObject, is_gone_at_once_and_its_uid_is_free) {
    anna.remove(kA).expect_status(204);
    anna.get(kA).expect_status(404);
    anna.remove(kA).expect_status(404);
    anna.put(kB, event("a")).expect_status(201);
}

TEST_F(DeleteObject, minds_if_match) {
    anna.remove(kA, {{"If-Match", "\"x\""}}).expect_status(412).expect_field("ETag", anna.get(kA).etag());
    anna.remove(kA, {{"If-Match", anna.get(kA).etag()}}).expect_status(204);
}

TEST_F(DeleteObject, is_refused_to_others) { server.as("bo").remove(kA).expect_status(404); }

TEST_F(DeleteObject, a_calendar_goes_with_all_that_is_in_it) {
    anna.remove(kCalendar).expect_status(204);
    anna.propfind(kCalendar, "0").expect_status(404);
    anna.get(kA).expect_status(404);
    anna.remove("/dav/calendars/anna/").expect_status(405);
}

TEST_F(CopyMove, moves_within_a_calendar_and_across) {
    anna.move(kA, kB).expect_status(201).expect_field("Location", "https://stafett.test" + kB);
    anna.get(kA).expect_status(404);
    anna.get(kB).expect_status(200).expect_body(event("a"));
    anna.mkcalendar("/dav/calendars/anna/work/").expect_status(201);
    const std::string there = "/dav/calendars/anna/work/c%20c.ics";
    anna.move(kB, "https://stafett.test" + there).expect_status(201);
    anna.get(there).expect_status(200).expect_body(event("a"));
    anna.get(kB).expect_status(404);
}

TEST_F(CopyMove, overwrites_unless_told_not_to) {
    anna.mkcalendar("/dav/calendars/anna/work/");
    const std::string there = "/dav/calendars/anna/work/a.ics";
    anna.copy(kA, there).expect_status(201);
    anna.copy(kA, there, {{"Overwrite", "F"}}).expect_status(412);
    anna.copy(kA, there).expect_status(204);
    anna.move(kA, there).expect_status(204);
    anna.get(kA).expect_status(404);
}

TEST_F(CopyMove, a_copy_in_the_same_calendar_meets_its_own_uid) {
    anna.copy(kA, kB).expect_status(403).expect_condition({ns::caldav, "no-uid-conflict"}).expect_body_contains(kA);
    anna.get(kB).expect_status(404);
}

// RFC 4791 §5.3.2.1: an object never becomes another one.
TEST_F(CopyMove, onto_an_object_with_another_uid_is_refused_and_both_stay) {
    anna.mkcalendar("/dav/calendars/anna/work/").expect_status(201);
    const std::string there = "/dav/calendars/anna/work/b.ics";
    for (const std::string& other : {kB, there}) {
        anna.put(other, event("b", "Annat")).expect_status(201);
        for (const char* method : {"MOVE", "COPY"}) {
            SCOPED_TRACE(method + (" onto " + other));
            anna.request(method, kA, {}, {{"Destination", other}})
                .expect_status(403)
                .expect_condition({ns::caldav, "no-uid-conflict"})
                .expect_body_contains("<D:href>" + other + "</D:href>");
            anna.get(kA).expect_status(200).expect_body(event("a"));
            anna.get(other).expect_status(200).expect_body(event("b", "Annat"));
        }
        anna.remove(other).expect_status(204);
    }
}

TEST_F(CopyMove, holds_to_the_conditions_of_the_source_and_to_if_on_the_destination) {
    anna.mkcalendar("/dav/calendars/anna/work/").expect_status(201);
    const std::string there = "/dav/calendars/anna/work/a.ics";
    const std::string tag = anna.get(kA).etag();
    anna.copy(kA, there).expect_status(201);
    anna.put(there, event("a", "Ny")).expect_status(204);
    const std::string other = anna.get(there).etag();
    for (const char* method : {"MOVE", "COPY"}) {
        SCOPED_TRACE(method);
        const auto refused = [&](const std::string& name, const std::string& value) {
            anna.request(method, kA, {}, {{"Destination", there}, {name, value}}).expect_status(412);
        };
        refused("If-Match", other);
        refused("If-None-Match", tag);
        refused("If-None-Match", "*");
        refused("If-Unmodified-Since", "Sun, 22 Nov 2020 12:00:00 GMT");
        refused("If", "([" + other + "])");
        refused("If", "<" + there + "> ([" + tag + "])");
        refused("If", "<https://stafett.test" + there + "> (Not [" + other + "])");
    }
    anna.get(there).expect_body(event("a", "Ny"));
    anna.move(kA, there, {{"If-Match", tag}, {"If", "<" + there + "> ([" + other + "])"}}).expect_status(204);
    anna.get(there).expect_body(event("a"));
}

TEST_F(CopyMove, a_proxy_that_ends_tls_changes_scheme_and_port_of_the_destination) {
    const Headers behind{{"Host", "Kalender.example.se"}};
    for (const char* base : {"https://kalender.example.se", "https://kalender.example.se:443",
                             "http://kalender.example.se:80", "http://KALENDER.example.se"}) {
        SCOPED_TRACE(base);
        anna.move(kA, base + kB, behind).expect_status(201);
        anna.move(kB, kA).expect_status(201);
    }
    for (const char* base : {"https://andra.example.se", "https://kalender.example.se:8444",
                             "https://kalender.example.se:44", "https://kalender.example.se.test"})
        anna.move(kA, base + kB, behind).expect_status(502);
    anna.move(kA, "https:" + kB, behind).expect_status(400);
}

// What was stored by another version, or before a limit was lowered, goes nowhere that a PUT could not bring it.
TEST(CopyMoveOfOldObjects, holds_to_the_conditions_of_a_put) {
    access::Settings small;
    small.max_resource_size = 2'000;
    DavServer server(small);
    server.given_person("anna");
    const DavClient anna = server.as("anna");
    anna.mkcalendar("/dav/calendars/anna/work/").expect_status(201);
    const std::string method =
        std::string(event("m")).replace(event("m").find("BEGIN:VEVENT"), 0, "METHOD:REQUEST\r\n");
    const std::pair<std::string, const http::ConditionSpec*> cases[] = {
        {method, &conditions::valid_calendar_object_resource},
        {event("m", std::string(3'000, 'x')), &conditions::max_resource_size},
        {event("m", "x", "tomorrow"), &conditions::valid_calendar_data},
        {"BEGIN:VCALENDAR\r\nBEGIN:VPOLL\r\nUID:m\r\nEND:VPOLL\r\nEND:VCALENDAR\r\n",
         &conditions::supported_calendar_component},
        {event("m") + event("n"), &conditions::valid_calendar_data},
    };
    for (const auto& [text, condition] : cases) {
        SCOPED_TRACE(condition->name);
        const auto stored = std::make_shared<const std::string>(text);
        const auto written = server.store().write([&](storage::Transaction& transaction) -> storage::Result<void> {
            TRY_ASSIGN(const auto calendar,
                       transaction.calendars().find(model::PrincipalId("anna"), model::CalendarName("calendar")));
            const model::NewObject object{.name = model::ObjectName("m.ics"),
                                          .uid = model::Uid("m"),
                                          .kind = model::ComponentKind::vevent,
                                          .bounds = {},
                                          .times = {},
                                          .author = stored,
                                          .writers = stored,
                                          .readers = stored};
            TRY(transaction.write_objects().put(calendar->id, object, model::Expect::any(),
                                                {model::PersonId("anna"), model::PrincipalId("anna"), {}}));
            return {};
        });
        ASSERT_TRUE(written);
        for (const char* verb : {"COPY", "MOVE"})
            anna.request(verb, kCalendar + "m.ics", {}, {{"Destination", "/dav/calendars/anna/work/m.ics"}})
                .expect_status(403)
                .expect_condition({condition->name_space, condition->name});
        anna.get(kCalendar + "m.ics").expect_status(200).expect_body(text);
        anna.remove(kCalendar + "m.ics").expect_status(204);
    }
}

TEST_F(CopyMove, does_not_tell_which_calendars_another_person_has) {
    for (const char* name : {"calendar", "none"}) {
        anna.move(kA, "/dav/calendars/bo/" + std::string(name) + "/a.ics")
            .expect_status(404)
            .expect_body("Not Found\n");
        anna.copy(kA, "/dav/calendars/nobody/" + std::string(name) + "/a.ics")
            .expect_status(404)
            .expect_body("Not Found\n");
    }
}

TEST_F(CopyMove, takes_overwrite_as_t_or_f_alone) {
    for (const char* value : {"X", "", "TRUE"})
        anna.copy(kA, kB, {{"Overwrite", value}}).expect_status(400).expect_body_contains("Overwrite");
    anna.copy(kA, kB, {{"Overwrite", "t"}}).expect_condition({ns::caldav, "no-uid-conflict"});
}

TEST_F(CopyMove, refuses_destinations) {
    anna.request("MOVE", kA).expect_status(400);
    anna.move(kA, "b.ics").expect_status(400);
    anna.move(kA, "https://elsewhere.test" + kB).expect_status(502);
    anna.move(kA, "/dav/calendars/anna/none/a.ics").expect_status(409);
    anna.move(kA, "/dav/calendars/anna/")
        .expect_status(403)
        .expect_condition({ns::caldav, "calendar-collection-location-ok"});
    anna.move(kA, "/dav/calendars/anna/calendar/%2e%2e").expect_status(403);
    anna.move(kA, "/dav/calendars/bo/calendar/a.ics").expect_status(404);
    anna.move(kA, kA).expect_status(403);
    anna.move(kA, "/dav/calendars/anna/tasks/a.ics")
        .expect_status(403)
        .expect_condition({ns::caldav, "supported-calendar-component"});
    anna.get(kA).expect_status(200);
}

}  // namespace
}  // namespace stafett::caldav::webdav
