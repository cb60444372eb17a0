// RFC 9110 §13 and RFC 4918 §10.4: a condition that does not hold stops every method on every kind of resource. Made
// from the table of methods, so that a new one cannot be left out.
#include <algorithm>
#include <map>

#include "caldav/routing/dav.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::routing {
namespace {

using namespace stafett::tests;
using webdav::Kind;

const std::string kHome = "/dav/calendars/anna/", kCalendar = "/dav/calendars/anna/work/",
                  kObject = "/dav/calendars/anna/work/a.ics";

struct Sample {
    std::string body;
    Headers headers{};
};

const std::map<std::string_view, Sample>& samples() {
    static const std::map<std::string_view, Sample> all{
        {"PROPFIND", {props({"D:displayname"}), {{"Depth", "0"}}}},
        {"PROPPATCH", {set_props({{"D:displayname", "Nytt"}})}},
        {"REPORT",
         {R"(<D:expand-property xmlns:D="DAV:"><D:property name="displayname"/></D:expand-property>)",
          {{"Depth", "0"}}}},
        {"DELETE", {}},
        {"COPY", {"", {{"Destination", "/dav/calendars/anna/calendar/copied.ics"}}}},
        {"MOVE", {"", {{"Destination", "/dav/calendars/anna/calendar/moved.ics"}}}},
        {"PUT", {event("a", "Ny"), {{"Content-Type", "text/calendar"}}}},
        {"POST", {"octets", {{"Content-Type", "text/plain"}}}},
        {"MKCALENDAR", {}},
        {"MKCOL",
         {R"(<D:mkcol xmlns:D="DAV:"><D:set><D:prop><D:resourcetype><D:collection/>)"
          R"(<C:calendar xmlns:C="urn:ietf:params:xml:ns:caldav"/></D:resourcetype></D:prop></D:set></D:mkcol>)"}},
        {"GET", {}},
    };
    return all;
}

// One resource of each kind that a method of the table can be tried on.
const std::vector<std::pair<Kind, std::string>>& places() {
    static const std::vector<std::pair<Kind, std::string>> all{
        {Kind::root, "/dav/"},
        {Kind::principals, "/dav/principals/"},
        {Kind::principal_collection, "/dav/principals/users/"},
        {Kind::principal, "/dav/principals/users/anna/"},
        {Kind::calendars, "/dav/calendars/"},
        {Kind::home, kHome},
        {Kind::calendar, kCalendar},
        {Kind::organizer_collection, "/dav/calendars/elevhalsan/kallelser/"},
        {Kind::object, kObject},
        {Kind::unmapped_object, kCalendar + "none.ics"},
        {Kind::unmapped_collection, kHome + "none/"},
    };
    return all;
}

bool missing(Kind kind) { return kind == Kind::unmapped_object || kind == Kind::unmapped_collection; }

class HeldServer {
  public:
    HeldServer() {
        server.given_person("anna");
        server.given_network("elevhalsan", "Elevhälsan");
        server.given_role("elevhalsan", "anna", model::Role::chair);
        anna.mkcalendar(kCalendar).expect_status(201);
        anna.put(kObject, event("a")).expect_status(201);
    }
    DavAnswer ask(std::string_view method, Kind kind, const std::string& href, Headers more = {}) const {
        Sample sample = samples().at(method);
        if (method == "PUT" && missing(kind)) sample.body = event("none");
        sample.headers.insert(sample.headers.end(), more.begin(), more.end());
        const std::string query = method == "POST" ? "?action=attachment-add" : "";
        return anna.request(method, href + query, sample.body, sample.headers);
    }
    DavServer server;
    DavClient anna = server.as("anna");
};

TEST(Conditions, that_do_not_hold_stop_every_method_on_every_kind_of_resource) {
    const std::vector<std::pair<std::string, std::string>> there{
        {"If-Match", "\"other\""}, {"If-None-Match", "*"}, {"If", "([\"other\"])"}, {"If", "(<urn:x:no-such-token>)"}};
    const std::vector<std::pair<std::string, std::string>> not_there{{"If-Match", "*"}, {"If-Match", "\"other\""}};
    HeldServer held;
    std::size_t tried = 0;
    for (const webdav::MethodRow* row : tables().methods) {
        if (row->name == "OPTIONS") continue;  // RFC 9110 §13.2.1
        ASSERT_TRUE(samples().contains(row->name)) << row->name;
        for (const auto& [kind, href] : places()) {
            if (!access::overlaps(row->on, kind)) continue;
            for (const auto& field : missing(kind) ? not_there : there) {
                // To GET, If-None-Match is the question whether there is news.
                const bool asks = row->name == "GET" && field.first == "If-None-Match";
                const auto answer = held.ask(row->name, kind, href, {field});
                if (asks)
                    EXPECT_EQ(answer.status(), 304u) << href;
                else if (answer.status() != 412)
                    EXPECT_EQ(answer.status(), HeldServer().ask(row->name, kind, href).status())
                        << row->name << ' ' << href << ' ' << field.first << ": refused for another reason";
                if (!asks && answer.status() != 412)
                    EXPECT_GE(answer.status(), 400u) << row->name << ' ' << href << ' ' << field.first;
                ++tried;
            }
        }
    }
    EXPECT_GT(tried, 60u);
    held.anna.get(kObject).expect_status(200).expect_body(event("a"));
    held.anna.propfind(kCalendar, "0", props({"D:displayname"})).expect_property(kCalendar, kDisplayname, "work");
}

TEST(Conditions, that_hold_let_every_method_through) {
    for (const auto& [method, href] : std::vector<std::pair<std::string, std::string>>{{"DELETE", kCalendar},
                                                                                       {"PROPPATCH", kCalendar},
                                                                                       {"PROPFIND", kCalendar},
                                                                                       {"DELETE", kObject},
                                                                                       {"PUT", kObject},
                                                                                       {"POST", kObject},
                                                                                       {"MOVE", kObject},
                                                                                       {"COPY", kObject}}) {
        const Kind kind = href == kCalendar ? Kind::calendar : Kind::object;
        for (const bool by_if : {false, true}) {
            const HeldServer held;
            const std::string tag = held.anna.get(href).etag();
            const Headers condition{by_if ? std::pair<std::string, std::string>{"If", "([" + tag + "])"}
                                          : std::pair<std::string, std::string>{"If-Match", tag}};
            EXPECT_LT(held.ask(method, kind, href, condition).status(), 300u) << method << ' ' << href << ' ' << by_if;
        }
    }
    const HeldServer held;
    EXPECT_EQ(held.ask("PROPPATCH", Kind::home, kHome, {{"If-Match", "*"}}).status(), 207u);
    EXPECT_EQ(held.ask("MKCALENDAR", Kind::unmapped_collection, kHome + "none/", {{"If-None-Match", "*"}}).status(),
              201u);
}

TEST(Conditions, of_a_calendar_fail_when_anything_in_it_has_changed) {
    const HeldServer held;
    const std::string tag = held.anna.get(kCalendar).etag(), token = held.anna.sync(kCalendar).sync_token();
    held.anna.put(kCalendar + "b.ics", event("b")).expect_status(201);
    const auto refused = held.anna.remove(kCalendar, {{"If-Match", tag}}).expect_status(412);
    EXPECT_EQ(refused.etag(), held.anna.get(kCalendar).etag());
    held.anna.remove(kCalendar, {{"If", "(<" + token + ">)"}}).expect_status(412);
    held.anna.get(kObject).expect_status(200);
    held.anna.remove(kCalendar, {{"If-Match", refused.etag()}}).expect_status(204);
    held.anna.get(kCalendar).expect_status(404);
}

// A date that is not known says nothing (RFC 9110 §13.1.4): the GET of a calendar was 412 to every such date.
TEST(Conditions, by_date_are_asked_where_the_date_is_known) {
    const HeldServer held;
    const Headers early{{"If-Unmodified-Since", "Sun, 22 Nov 2020 12:00:00 GMT"}};
    held.anna.get(kCalendar, early).expect_status(200);
    held.anna.remove(kObject, early).expect_status(412);
    held.anna.remove(kCalendar, early).expect_status(204);
}

}  // namespace
}  // namespace stafett::caldav::routing
