// GET, HEAD, DELETE, COPY and MOVE of calendar objects.
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
