#include "tests/caldav/access/role_matrix.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "caldav/routing/dav.h"
#include "scheduling/network/meeting_id.h"
#include "storage/store.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::access {
namespace {

using namespace stafett::tests;

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
    return text;
}

std::string call_name(std::string_view uid) {
    return scheduling::network::object_name(
               scheduling::network::meeting_id(model::NetworkId("elevhalsan"), model::Uid(std::string(uid))))
        .text();
}

// Everybody of role_matrix.h, and what they have.
class Association {
  public:
    Association() {
        for (const char* person : {"chair", "secretary", "liaison", "member", "fellow", "host", "deputy", "eva",
                                   "guest", "clerk", "other", "far"}) {
            server.given_person(person);
            server.as(person)
                .put(fmt::format("/dav/calendars/{}/calendar/own.ics", person), event("own"))
                .expect_status(201);
        }
        server.given_network("elevhalsan", "Elevhälsan");
        server.given_network("sarskolan", "Särskolan");
        server.given_role("elevhalsan", "chair", model::Role::chair);
        server.given_role("elevhalsan", "secretary", model::Role::secretary);
        server.given_role("elevhalsan", "liaison", model::Role::liaison);
        server.given_role("elevhalsan", "member", model::Role::member);
        server.given_role("elevhalsan", "fellow", model::Role::member);
        server.given_role("sarskolan", "other", model::Role::chair);
        server.given_role("sarskolan", "far", model::Role::member);
        server.given_seat("elevhalsan", "tibro", "host", "deputy");
        server.given_seat("elevhalsan", "skara", "eva");
        server.given_office("samordnare", {"clerk"});
        for (const char* person :
             {"chair", "secretary", "liaison", "member", "host", "deputy", "guest", "clerk", "other"})
            server.as(person).mkcalendar(fmt::format("/dav/calendars/{}/second/", person)).expect_status(201);
        std::string with_guest = event("a", "Träff", "20261201T090000Z");
        with_guest.insert(with_guest.find("END:VEVENT"), "ATTENDEE:mailto:guest@example.test\r\n");
        const DavClient chair = server.as("chair");
        chair.put("/dav/calendars/elevhalsan/traffar/a.ics", with_guest).expect_status(201);
        chair.put("/dav/calendars/elevhalsan/traffar/b.ics", event("b", "Träff", "20261208T090000Z"))
            .expect_status(201);
    }

    // What is stored, as those who may read it see it: equal before and after refusals.
    std::string contents() const {
        std::string all;
        for (const auto& [person, path] : {std::pair("chair", "/dav/calendars/elevhalsan/traffar/"),
                                           {"chair", "/dav/calendars/elevhalsan/kallelser/"},
                                           {"chair", "/dav/calendars/chair/"},
                                           {"clerk", "/dav/calendars/samordnare/alla-natverk/"},
                                           {"fellow", "/dav/calendars/fellow/"},
                                           {"fellow", "/dav/calendars/fellow/calendar/"}})
            all += server.as(person).propfind(path, "1", props({"D:getetag", "D:sync-token", "X:note"})).body();
        return all;
    }

    DavServer server;
};

struct Asker {
    Role role;
    std::string person;
};

const std::vector<Asker> askers{{Role::leader, "chair"},  {Role::leader, "secretary"}, {Role::network, "chair"},
                                {Role::member, "member"}, {Role::member, "liaison"},   {Role::host, "host"},
                                {Role::host, "deputy"},   {Role::guest, "guest"},      {Role::coordinator, "clerk"},
                                {Role::other, "other"},   {Role::nobody, ""}};

DavClient client_of(const Association& all, const Asker& asker) {
    if (asker.role == Role::nobody) return all.server.anonymous();
    return asker.role == Role::network ? all.server.acting(asker.person, "elevhalsan") : all.server.as(asker.person);
}

std::string path_of(const Url& url, const Asker& asker) {
    std::string path = replaced(std::string(url.path), "{me}", asker.person.empty() ? "chair" : asker.person);
    for (const char* uid : {"a", "b"}) path = replaced(path, fmt::format("{{call-{}}}", uid), call_name(uid));
    return path;
}

std::string_view rights_of(const Url& url, const Asker& asker) {
    return url.rights[static_cast<std::size_t>(asker.role)];
}

// One question about one URL: a method, and which report.
struct Question {
    std::string method;
    const Asked* report = nullptr;

    std::string text() const { return report ? fmt::format("REPORT {}", report->name) : method; }
};

// Every method and report of the tables, and two methods that are in none.
std::vector<Question> questions() {
    std::vector<Question> all{{"HEAD"}, {"LOCK"}};
    std::set<std::string_view> known;
    for (const webdav::MethodRow* row : routing::tables().methods)
        if (row->name != "REPORT" && known.insert(row->name).second) all.push_back({std::string(row->name)});
    for (const Asked& report : reports_asked) all.push_back({"REPORT", &report});
    return all;
}

enum class Outcome {
    unauthenticated,  // 401
    hidden,           // 404, as for what does not exist
    nothing,          // never done, never told of: 4xx
    refused,          // 403
    unknown,          // 405
    absent,           // 404 where she may know that nothing is there
    done,             // 2xx
};

const char* name(Outcome outcome) {
    switch (outcome) {
        case Outcome::unauthenticated:
            return "401";
        case Outcome::hidden:
        case Outcome::absent:
            return "404";
        case Outcome::nothing:
            return "404, 403, 405 or 409";
        case Outcome::refused:
            return "403";
        case Outcome::unknown:
            return "405";
        case Outcome::done:
            return "done";
    }
    return "";
}

std::string_view row_name(std::string_view method) { return method == "HEAD" ? "GET" : method; }

const Need* need_of(std::string_view method, Kind kind) {
    const auto found = std::ranges::find_if(
        needs, [&](const Need& need) { return need.method == row_name(method) && overlaps(need.on, kind); });
    return found == needs.end() ? nullptr : &*found;
}

bool makes(std::string_view method) { return method == "PUT" || method == "MKCALENDAR" || method == "MKCOL"; }

Outcome expected(const Url& url, const Question& question, const Asker& asker) {
    const std::string_view rights = rights_of(url, asker);
    if (asker.role == Role::nobody) return Outcome::unauthenticated;
    if (rights == "-") return Outcome::hidden;
    if (rights == "?") return Outcome::nothing;
    const bool place = overlaps(url.kind, kPlaces);
    const Need* need = need_of(question.method, url.kind);
    if (need == nullptr) {
        if (!place) return Outcome::unknown;
        if (!makes(question.method)) return Outcome::absent;
        return rights.contains('b') ? Outcome::unknown : Outcome::refused;
    }
    if (!rights.contains(need->right)) return Outcome::refused;
    if (question.report != nullptr && !overlaps(question.report->on, url.kind)) return Outcome::refused;
    // A copy needs another calendar for its UID, and the network has one alone.
    if (question.method == "COPY" && asker.role == Role::network) return Outcome::refused;
    return Outcome::done;
}

// As a client would ask, so that only a missing right can be the reason for a refusal.
DavAnswer ask(const DavClient& client, const Url& url, const Question& question, const Asker& asker) {
    const std::string path = path_of(url, asker);
    const std::string& method = question.method;
    if (question.report != nullptr)
        return client.report(path, replaced(std::string(question.report->body), "{path}", path), "0");
    if (method == "PROPFIND") return client.propfind(path, "0", props({"D:displayname", "D:getetag"}));
    if (method == "PROPPATCH") return client.proppatch(path, set_props({{"X:note", "mine"}}));
    if (method == "POST")
        return client.request(
            "POST", path + "?action=attachment-add", "Dagordning",
            {{"Content-Type", "text/plain"}, {"Content-Disposition", "attachment; filename=dagordning.txt"}});
    if (method == "PUT") {
        const auto there = client.get(path);
        return client.put(path, there.status() == 200 ? there.body() : event("new"));
    }
    if (method == "COPY" || method == "MOVE") {
        const std::string home = asker.role == Role::network ? "elevhalsan/traffar" : asker.person + "/second";
        const Headers to{{"Destination", fmt::format("/dav/calendars/{}/taken.ics", home)}};
        return client.request(method, path, {}, to);
    }
    if (method == "MKCOL")
        return client.request(
            "MKCOL", path,
            R"(<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>)"
            R"(<D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop></D:set></D:mkcol>)");
    return client.request(method, path);
}

bool is_done(const DavAnswer& answer, const Question& question, const std::string& path) {
    if (answer.status() < 200 || answer.status() > 299) return false;
    // A multistatus may refuse inside.
    if (question.method != "PROPPATCH") return true;
    return answer.property(path, {"urn:example:unknown", "note"}) != nullptr;
}

bool is(Outcome outcome, const DavAnswer& answer, const Question& question, const std::string& path) {
    switch (outcome) {
        case Outcome::unauthenticated:
            return answer.status() == 401;
        case Outcome::hidden:
        case Outcome::absent:
            return answer.status() == 404;
        case Outcome::nothing:
            return answer.status() == 404 ||
                   (makes(question.method) &&
                    (answer.status() == 403 || answer.status() == 405 || answer.status() == 409)) ||
                   (question.method == "OPTIONS" && answer.status() == 200 && answer.body().empty());
        case Outcome::refused:
            return answer.status() == 403 ||
                   (question.method == "PROPPATCH" && answer.status() == 207 && answer.body().contains(" 403 "));
        case Outcome::unknown:
            return answer.status() == 405;
        case Outcome::done:
            return is_done(answer, question, path);
    }
    return false;
}

bool changes_something(std::string_view method) {
    return method != "OPTIONS" && method != "GET" && method != "HEAD" && method != "PROPFIND" && method != "REPORT";
}

bool moves_something(const Url& url, const Question& question) {
    return changes_something(question.method) && (overlaps(url.kind, kPlaces) || question.method == "DELETE" ||
                                                  question.method == "COPY" || question.method == "MOVE");
}

void check(const Association& all, const Url& url, const Question& question, const Asker& asker) {
    const Outcome outcome = expected(url, question, asker);
    const DavClient client = client_of(all, asker);
    const DavAnswer answer = ask(client, url, question, asker);
    const std::string path = path_of(url, asker);
    EXPECT_TRUE(is(outcome, answer, question, path))
        << question.text() << " of " << url.what << " (" << path << ") by '" << asker.person << "', role "
        << static_cast<int>(asker.role) << ": expected " << name(outcome) << ", got " << answer.status() << '\n'
        << answer.body().substr(0, 500);
    if (outcome != Outcome::hidden) return;
    // Not one octet tells it from what does not exist.
    const Url absent{"nothing", url.kind, "/dav/calendars/absent/calendar/a.ics", url.rights};
    const DavAnswer missing = ask(client, absent, question, asker);
    EXPECT_EQ(answer.body(), missing.body()) << question.text() << ' ' << path;
    EXPECT_EQ(answer.field("Allow"), missing.field("Allow")) << question.text() << ' ' << path;
}

// A new kind that has no name here does not compile; one that no URL has is found below.
const char* name(Kind kind) {
    switch (kind) {
        case Kind::none:
            return "none";
        case Kind::root:
            return "root";
        case Kind::principals:
            return "principals";
        case Kind::principal_collection:
            return "principal_collection";
        case Kind::principal:
            return "principal";
        case Kind::calendars:
            return "calendars";
        case Kind::home:
            return "home";
        case Kind::calendar:
            return "calendar";
        case Kind::organizer_collection:
            return "organizer_collection";
        case Kind::object:
            return "object";
        case Kind::unmapped_object:
            return "unmapped_object";
        case Kind::unmapped_collection:
            return "unmapped_collection";
    }
    return nullptr;
}

std::vector<Kind> kinds() {
    std::vector<Kind> all;
    for (unsigned bit = 1; bit <= 0x8000; bit <<= 1U)
        if (const auto kind = static_cast<Kind>(bit); name(kind) != nullptr) all.push_back(kind);
    return all;
}

TEST(RoleMatrix, has_a_url_for_every_kind_of_resource) {
    for (const Kind kind : kinds())
        EXPECT_NE(std::ranges::find(urls, kind, &Url::kind), urls.end()) << "no URL of kind " << name(kind);
    // A bit that has no name is a kind that name() does not know.
    for (const webdav::MethodRow* row : routing::tables().methods) {
        auto left = static_cast<unsigned>(row->on);
        for (const Kind kind : kinds()) left &= ~static_cast<unsigned>(kind);
        EXPECT_EQ(left, 0U) << row->name;
    }
}

TEST(RoleMatrix, knows_what_every_method_needs_on_every_kind) {
    for (const webdav::MethodRow* row : routing::tables().methods)
        for (const Kind kind : kinds())
            if (overlaps(row->on, kind))
                EXPECT_NE(need_of(row->name, kind), nullptr) << row->name << " on " << name(kind) << " has no line";
    for (const Need& need : needs)
        for (const Kind kind : kinds())
            if (overlaps(need.on, kind))
                EXPECT_NE(routing::tables().method(need.method, kind), nullptr) << need.method << ' ' << name(kind);
}

TEST(RoleMatrix, asks_every_report) {
    for (const webdav::ReportRow* row : routing::tables().reports) {
        const auto asked = std::ranges::find(reports_asked, row->name.local, &Asked::name);
        ASSERT_NE(asked, reports_asked.end()) << row->name.local << " has no body";
        for (const Kind kind : kinds())
            if (overlaps(row->on, kind)) EXPECT_TRUE(overlaps(asked->on, kind)) << row->name.local << ' ' << name(kind);
    }
}

TEST(RoleMatrix, has_urls_of_the_kinds_that_it_says) {
    Association all;
    const auto snapshot = all.server.store().snapshot().value();
    for (const Asker& asker : askers) {
        if (asker.role == Role::nobody) continue;
        const model::Actor actor =
            asker.role == Role::network
                ? model::ActorForTests::acting(model::PersonId(asker.person), model::PrincipalId("elevhalsan"))
                : model::ActorForTests::person(model::PersonId(asker.person), false);
        const Gate gate(actor, *base::parse_date("2026-11-22"), *snapshot, nullptr);
        for (const Url& url : urls) {
            const std::string_view rights = rights_of(url, asker);
            if (rights == "-" || rights == "?") continue;
            const auto address = parse_path(path_of(url, asker));
            ASSERT_TRUE(address) << url.path;
            EXPECT_EQ(gate.locate(*address).value().kind, url.kind) << url.what << ' ' << asker.person;
        }
    }
}

// Everything that changes nothing, on one association: reading, and every refusal.
TEST(RoleMatrix, refuses_and_reads_as_the_model_says) {
    const Association all;
    const std::string before = all.contents();
    for (const Asker& asker : askers)
        for (const Url& url : urls)
            for (const Question& question : questions())
                if (!changes_something(question.method) || expected(url, question, asker) != Outcome::done)
                    check(all, url, question, asker);
    EXPECT_EQ(all.contents(), before) << "a refused request has left something";
}

// What is done and leaves everything where it is, on an association for each who asks.
TEST(RoleMatrix, changes_what_the_model_allows) {
    for (const Asker& asker : askers) {
        const Association all;
        for (const Url& url : urls)
            for (const Question& question : questions())
                if (changes_something(question.method) && !moves_something(url, question) &&
                    expected(url, question, asker) == Outcome::done)
                    check(all, url, question, asker);
    }
}

// What makes, moves or removes something, each on an association of its own; by one of those who have the role.
TEST(RoleMatrix, makes_moves_and_removes_what_the_model_allows) {
    std::set<Role> seen;
    for (const Asker& asker : askers) {
        if (!seen.insert(asker.role).second) continue;
        for (const Url& url : urls)
            for (const Question& question : questions())
                if (moves_something(url, question) && expected(url, question, asker) == Outcome::done)
                    check(Association(), url, question, asker);
    }
}

// A listing shows what one may read and nothing else: the children of a collection are URLs of the matrix, too.
TEST(RoleMatrix, lists_exactly_what_may_be_read) {
    const Association all;
    for (const Asker& asker : askers)
        for (const Url& url : urls) {
            const bool listing = url.kind == Kind::calendar || url.kind == Kind::organizer_collection;
            if (!listing || !rights_of(url, asker).contains('r')) continue;
            const std::string path = path_of(url, asker);
            const bool bound =
                path.contains("/natverk-") || (path.contains("/alla-natverk/") && !path.contains("/samordnare/"));
            std::vector<std::string> children{path};
            for (const Url& child : urls)
                if (child.kind == Kind::object && path_of(child, asker).starts_with(path) &&
                    rights_of(child, asker).contains('r'))
                    children.push_back(path_of(child, asker));
            // What the matrix has no line for: the other meeting by its second name.
            if (bound && path.contains("/natverk-")) children.push_back(path + "b.ics");
            if (path.contains("/alla-natverk/")) children.push_back(path + call_name("b"));
            client_of(all, asker).propfind(path, "1", props({"D:getetag"})).expect_hrefs(children);
        }
}

// Whatever collection is listed and whomever is searched for: what is named can be asked for by its own URL, too.
TEST(RoleMatrix, names_nothing_that_may_not_be_read) {
    const Association all;
    const auto search = std::ranges::find(reports_asked, "principal-property-search", &Asked::name);
    ASSERT_NE(search, reports_asked.end());
    for (const Asker& asker : askers) {
        const DavClient client = client_of(all, asker);
        std::set<std::string> named;
        for (const Url& url : urls) {
            if (!overlaps(url.kind, kEveryCollection) || !rights_of(url, asker).contains('r')) continue;
            for (const std::string& href : client.propfind(path_of(url, asker), "1").hrefs()) named.insert(href);
        }
        if (asker.role != Role::nobody)
            for (const std::string& href :
                 client.report("/dav/principals/", std::string(search->body), "0").expect_status(207).hrefs())
                named.insert(href);
        EXPECT_EQ(named.empty(), asker.role == Role::nobody);
        for (const std::string& href : named)
            EXPECT_EQ(client.propfind(href, "0").status(), 207U) << href << " is named to " << asker.person;
    }
}

// A multiget in a calendar of one's own names objects of others'.
TEST(RoleMatrix, gives_no_object_by_the_back_door_of_a_multiget) {
    const Association all;
    for (const Asker& asker : askers) {
        std::string hrefs;
        for (const Url& url : urls)
            if (url.kind == Kind::object) hrefs += fmt::format("<D:href>{}</D:href>", path_of(url, asker));
        const auto multiget = std::ranges::find(reports_asked, "calendar-multiget", &Asked::name);
        ASSERT_NE(multiget, reports_asked.end());
        const std::string body = replaced(std::string(multiget->body), "<D:href>{path}</D:href>", hrefs);
        for (const Url& where : urls) {
            if (where.kind != Kind::calendar || !rights_of(where, asker).contains('r')) continue;
            const auto answer = client_of(all, asker).report(path_of(where, asker), body).expect_status(207);
            for (const Url& url : urls)
                if (url.kind == Kind::object && !rights_of(url, asker).contains('r'))
                    EXPECT_EQ(answer.property(path_of(url, asker), kGetetag), nullptr)
                        << url.what << " by " << asker.person << " through " << where.what;
        }
    }
}

TEST(RoleMatrix, gives_a_meetings_file_to_who_reads_the_meeting) {
    const Association all;
    const auto added = all.server.as("chair").request(
        "POST", "/dav/calendars/elevhalsan/traffar/a.ics?action=attachment-add", "Dagordning",
        {{"Content-Type", "text/plain"}, {"Content-Disposition", "attachment; filename=dagordning.txt"}});
    const std::string file = "/attachments/" + added.expect_status(201).field("Cal-Managed-ID") + "/dagordning.txt";
    const auto meeting = std::ranges::find(urls, "meeting a", &Url::what);
    ASSERT_NE(meeting, urls.end());
    for (const Asker& asker : askers) {
        const bool reads = rights_of(*meeting, asker).contains('r');
        const unsigned status = asker.role == Role::nobody ? 401 : reads ? 200 : 404;
        for (const char* method : {"GET", "HEAD"})
            EXPECT_EQ(client_of(all, asker).request(method, file).status(), status) << method << ' ' << asker.person;
        for (const char* method : {"PUT", "POST", "DELETE", "MOVE"})
            EXPECT_EQ(client_of(all, asker).request(method, file).status(), asker.role == Role::nobody ? 401U : 405U)
                << method << ' ' << asker.person;
    }
}

}  // namespace
}  // namespace stafett::caldav::access
