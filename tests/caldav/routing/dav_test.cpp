#include "caldav/routing/dav.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::routing {
namespace {

using namespace stafett::tests;

TEST(Routing, asks_who_it_is_on_every_path_and_method) {
    DavServer server;
    for (const auto* path :
         {"/", "/dav/", "/principals/", "/dav/calendars/anna/", "/dav/calendars/none/x/y.ics", "/remote.php/dav"})
        for (const auto* method : {"PROPFIND", "OPTIONS", "GET", "PUT", "REPORT", "DELETE", "NONSENSE"})
            server.anonymous()
                .request(method, path)
                .expect_status(401)
                .expect_field("WWW-Authenticate", R"(Basic realm="Stafett", charset="UTF-8")");
}

TEST(Routing, sends_discovery_on_without_asking) {
    DavServer server;
    for (const auto* method : {"GET", "PROPFIND", "OPTIONS"})
        server.anonymous().request(method, "/.well-known/caldav").expect_status(301).expect_field("Location", "/dav/");
}

TEST(Routing, has_discovery_and_401_ready_and_nothing_else) {
    DavServer server;
    const auto ready = [&](std::string method, std::string target, bool credentials) {
        http::RequestHead head;
        head.method = std::move(method);
        head.target = std::move(target);
        if (credentials) head.fields.add("Authorization", "Test anna");
        http::Who who;
        const auto response = server.dav().probe(head, std::string_view(), who);
        return response ? response->status : 0U;
    };
    EXPECT_EQ(ready("GET", "/.well-known/caldav", true), 301U);
    EXPECT_EQ(ready("PROPFIND", "/dav/", false), 401U);
    EXPECT_EQ(ready("PROPFIND", "/dav/", true), 0U);
    EXPECT_EQ(ready("GET", "/", false), 0U);
}

TEST(Routing, options_tell_what_works_on_a_resource) {
    DavServer server;
    server.given_person("anna");
    const auto calendar = server.as("anna").options("/dav/calendars/anna/calendar/");
    calendar.expect_status(200).expect_field("DAV",
                                             "1, 3, calendar-access, extended-mkcol, calendar-managed-attachments");
    EXPECT_NE(calendar.field("Allow").find("DELETE"), std::string::npos);
    EXPECT_EQ(calendar.field("Allow").find("PUT"), std::string::npos);
    EXPECT_NE(server.as("anna").options("/dav/calendars/anna/calendar/new.ics").field("Allow").find("PUT"),
              std::string::npos);
    for (const auto* path : {"/", "/remote.php/dav"}) server.as("anna").options(path).expect_status(200);
}

TEST(Routing, takes_content_as_it_is_and_whole) {
    DavServer server;
    server.given_person("anna");
    const std::string object = "/dav/calendars/anna/calendar/a.ics";
    server.as("anna")
        .put(object, event("a"), {{"Content-Encoding", "gzip"}})
        .expect_status(415)
        .expect_field("Accept-Encoding", "identity");
    server.as("anna").request("PROPFIND", object, "x", {{"Content-Encoding", "br"}}).expect_status(404);
    server.as("anna")
        .put(object, event("a"), {{"Content-Range", "bytes 0-99/5000"}})
        .expect_status(400)
        .expect_body_contains("Content-Range");
    server.as("anna").put(object, event("a"), {{"Content-Encoding", "Identity"}}).expect_status(201);
}

TEST(Routing, tells_what_is_malformed) {
    DavServer server;
    server.given_person("anna");
    const std::string calendar = "/dav/calendars/anna/calendar/";
    server.as("anna")
        .report(
            calendar,
            R"(<c:calendar-multiget xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop/></c:calendar-multiget>)")
        .expect_status(400)
        .expect_body("Bad Request: calendar-multiget without href\n");
    server.as("anna")
        .request("PROPPATCH", calendar, R"(<propertyupdate xmlns="DAV:"/>)")
        .expect_status(400)
        .expect_body("Bad Request: nothing to set or remove\n");
}

TEST(Routing, a_method_that_a_resource_lacks_is_405_with_allow) {
    DavServer server;
    server.given_person("anna");
    const auto answer = server.as("anna").request("LOCK", "/dav/calendars/anna/calendar/");
    answer.expect_status(405);
    EXPECT_NE(answer.field("Allow").find("PROPFIND"), std::string::npos);
    server.as("anna").put("/dav/calendars/anna/", event("a")).expect_status(405);
}

TEST(Routing, what_no_collection_can_do_is_405_with_what_it_can) {
    DavServer server;
    server.given_person("anna");
    const auto anna = server.as("anna");
    for (const auto* path : {"/dav/", "/dav/principals/", "/dav/principals/users/", "/dav/principals/users/anna/",
                             "/dav/principals/users/anna", "/dav/calendars/", "/dav/calendars/anna/"})
        for (const auto* method : {"GET", "HEAD", "PUT", "DELETE", "MOVE", "LOCK"}) {
            const auto answer = anna.request(method, path);
            answer.expect_status(405);
            EXPECT_EQ(answer.field("Allow"), anna.options(path).field("Allow")) << method << ' ' << path;
            EXPECT_EQ(answer.field("Allow").find(method), std::string::npos) << method << ' ' << path;
        }
    EXPECT_EQ(anna.options("/dav/principals/users/anna/").field("Allow"), "OPTIONS, PROPFIND, PROPPATCH, REPORT");
}

TEST(Routing, no_list_promises_a_method_that_cannot_succeed) {
    DavServer server;
    server.given_person("anna");
    const auto anna = server.as("anna");
    const std::string object = "/dav/calendars/anna/calendar/a.ics";
    anna.put(object, event("a")).expect_status(201);
    for (const auto& path : {object, std::string("/dav/calendars/anna/calendar/new.ics"),
                             std::string("/dav/calendars/anna/calendar/"), std::string("/dav/calendars/anna/")}) {
        EXPECT_EQ(anna.options(path).field("Allow").find("MKCALENDAR"), std::string::npos) << path;
        EXPECT_EQ(anna.request("LOCK", path).field("Allow").find("MKCALENDAR"), std::string::npos) << path;
        EXPECT_GE(anna.mkcalendar(path).status(), 403U) << path;
    }
    anna.mkcalendar(object).expect_status(403).expect_condition({ns::dav, "resource-must-be-null"});
    EXPECT_NE(anna.options("/dav/calendars/anna/ny/").field("Allow").find("MKCALENDAR"), std::string::npos);
}

TEST(Routing, what_is_not_there_is_404_and_without_parent_409) {
    DavServer server;
    server.given_person("anna");
    server.given_person("bo");
    const auto anna = server.as("anna");
    for (const auto* path : {"/dav/nothing/", "/dav/calendars/none/", "/dav/calendars/anna/none/",
                             "/dav/calendars/anna/calendar/none.ics", "/dav/calendars/anna/calendar/../tasks/",
                             "/dav/calendars/anna/calendar/a%2Fb.ics", "/dav/calendars/anna/%00/"})
        anna.propfind(path, "0").expect_status(404);
    anna.put("/dav/calendars/anna/none/a.ics", event("a")).expect_status(409);
    for (const auto* path :
         {"/dav/calendars/bo/none/a.ics", "/dav/calendars/none/none/a.ics", "/dav/calendars/bo/calendar/a.ics"})
        anna.put(path, event("a")).expect_status(404);
}

TEST(Routing, a_body_over_the_limit_is_refused_before_it_is_read) {
    access::Settings settings;
    settings.max_resource_size = 1000;
    DavServer server(settings);
    server.given_person("anna");
    server.as("anna")
        .put("/dav/calendars/anna/calendar/a.ics", std::string(1001, 'x'))
        .expect_status(403)
        .expect_condition({ns::caldav, "max-resource-size"});
    server.as("anna").propfind("/dav/", "0", std::string((4U << 20) + 1, ' ')).expect_status(413);
}

TEST(Routing, an_admin_reaches_every_home_where_no_networks_are) {
    DavServer server;
    server.given_person("anna");
    server.given_admin("root");
    server.as("root").put("/dav/calendars/anna/calendar/a.ics", event("a")).expect_status(201);
    server.as("root").remove("/dav/calendars/anna/calendar/a.ics").expect_status(204);
    server.as("root")
        .propfind("/dav/calendars/", "1", props({"D:displayname"}))
        .expect_hrefs({"/dav/calendars/", "/dav/calendars/anna/", "/dav/calendars/root/"});
    server.as("anna")
        .propfind("/dav/calendars/", "1", props({"D:displayname"}))
        .expect_hrefs({"/dav/calendars/", "/dav/calendars/anna/"});
    server.as("anna").propfind("/dav/calendars/root/", "0").expect_status(404);
}

TEST(IsDav, leaves_pages_to_others) {
    const auto of = [](std::string method, std::string target) {
        http::RequestHead head;
        head.method = std::move(method);
        head.target = std::move(target);
        return is_dav(head);
    };
    EXPECT_TRUE(of("GET", "/dav/calendars/x/y/z.ics"));
    EXPECT_TRUE(of("GET", "/.well-known/caldav"));
    EXPECT_TRUE(of("PROPFIND", "/"));
    EXPECT_TRUE(of("OPTIONS", "/principals/"));
    EXPECT_FALSE(of("GET", "/"));
    EXPECT_FALSE(of("GET", "/davos"));
    EXPECT_FALSE(of("PROPFIND", "/feeds/x"));
}

}  // namespace
}  // namespace stafett::caldav::routing
