// Who may do what in a network's home, through requests (model.md §1, §2, §7, §8).
#include "storage/store.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::access {
namespace {

using namespace stafett::tests;

constexpr std::string_view kTraffar = "/dav/calendars/elevhalsan/traffar/";
constexpr QName kPrivileges{"DAV:", "current-user-privilege-set"};

class NetworkRights : public testing::Test {
  protected:
    NetworkRights() {
        for (const auto* person :
             {"chair", "secretary", "liaison", "member", "host", "deputy", "stranger", "other", "clerk", "former"})
            server.given_person(person);
        server.given_network("elevhalsan", "Elevhälsan");
        server.given_network("sarskolan", "Särskolan");
        server.given_role("elevhalsan", "chair", model::Role::chair);
        server.given_role("elevhalsan", "secretary", model::Role::secretary);
        server.given_role("elevhalsan", "liaison", model::Role::liaison);
        server.given_role("elevhalsan", "member", model::Role::member);
        server.given_role("elevhalsan", "former", model::Role::chair, {std::nullopt, base::parse_date("2026-11-21")});
        server.given_role("sarskolan", "other", model::Role::chair);
        server.given_seat("elevhalsan", "tibro", "host", "deputy");
        server.given_office("samordnare", {"clerk"});
    }
    // Whether this privilege is shown on a resource.
    bool holds(const DavClient& client, std::string_view href, std::string_view privilege) {
        const auto answer = client.propfind(href, "0", props({"D:current-user-privilege-set"}));
        const auto names = answer.names_in(href, kPrivileges);
        return std::ranges::find(names, privilege) != names.end();
    }
    DavServer server;
};

TEST_F(NetworkRights, chair_and_secretary_write_members_and_liaisons_read) {
    for (const auto* person : {"chair", "secretary"}) {
        EXPECT_TRUE(holds(server.as(person), kTraffar, "write")) << person;
        EXPECT_TRUE(holds(server.as(person), kTraffar, "bind")) << person;
    }
    for (const auto* person : {"liaison", "member"}) {
        EXPECT_TRUE(holds(server.as(person), kTraffar, "read")) << person;
        for (const auto* privilege : {"write", "write-content", "bind", "unbind"})
            EXPECT_FALSE(holds(server.as(person), kTraffar, privilege)) << person << privilege;
    }
}

TEST_F(NetworkRights, a_member_is_refused_with_the_privilege_and_where_it_lacks) {
    server.as("member")
        .put("/dav/calendars/member/natverk-elevhalsan/a.ics", event("a"))
        .expect_status(403)
        .expect_condition({"DAV:", "need-privileges"})
        .expect_body_contains("<D:href>/dav/calendars/member/natverk-elevhalsan/</D:href>")
        .expect_body_contains("<D:bind/>");
}

TEST_F(NetworkRights, people_of_other_networks_and_strangers_see_nothing) {
    for (const auto* person : {"other", "stranger", "former"}) {
        for (const auto* path :
             {"/dav/calendars/elevhalsan/", "/dav/calendars/elevhalsan/traffar/",
              "/dav/calendars/elevhalsan/kallelser/", "/dav/principals/networks/elevhalsan/", "/dav/calendars/member/",
              "/dav/calendars/member/natverk-elevhalsan/", "/dav/principals/users/member/"})
            server.as(person).propfind(path, "0").expect_status(404);
        server.as(person).put(std::string(kTraffar) + "a.ics", event("a")).expect_status(404);
        server.as(person).remove(kTraffar).expect_status(404);
        server.as(person).request("LOCK", kTraffar).expect_status(404);
    }
}

TEST_F(NetworkRights, a_network_is_bound_in_the_homes_of_its_people_and_in_no_other) {
    server.as("member")
        .propfind("/dav/calendars/member/", "1")
        .expect_hrefs({"/dav/calendars/member/", "/dav/calendars/member/calendar/",
                       "/dav/calendars/member/natverk-elevhalsan/", "/dav/calendars/member/tasks/"});
    for (const auto* person : {"stranger", "former", "host"}) {
        const std::string home = "/dav/calendars/" + std::string(person) + '/';
        server.as(person).propfind(home, "1").expect_hrefs({home, home + "calendar/", home + "tasks/"});
    }
    server.as("clerk")
        .propfind("/dav/calendars/clerk/", "1")
        .expect_hrefs({"/dav/calendars/clerk/", "/dav/calendars/clerk/calendar/", "/dav/calendars/clerk/alla-natverk/",
                       "/dav/calendars/clerk/tasks/"});
}

TEST_F(NetworkRights, somebody_elses_binding_leads_nowhere) {
    server.as("chair").propfind("/dav/calendars/member/natverk-elevhalsan/", "0").expect_status(404);
}

TEST_F(NetworkRights, owner_id_token_and_ctag_are_the_same_through_every_binding) {
    const auto wanted = props({"D:owner", "D:resource-id", "D:sync-token", "CS:getctag", "D:displayname"});
    const std::string bound = "/dav/calendars/member/natverk-elevhalsan/";
    const auto there = server.as("member").propfind(bound, "0", wanted);
    const auto here = server.as("member").propfind(kTraffar, "0", wanted);
    there.expect_property(bound, {"DAV:", "owner"}, "/dav/principals/networks/elevhalsan/");
    there.expect_property(bound, kDisplayname, "Elevhälsan");
    for (const QName name : {QName{"DAV:", "resource-id"}, {"DAV:", "sync-token"}, {ns::calendarserver, "getctag"}}) {
        ASSERT_NE(there.property(bound, name), nullptr);
        ASSERT_NE(here.property(kTraffar, name), nullptr);
        EXPECT_EQ(there.property(bound, name)->to_xml(), here.property(kTraffar, name)->to_xml());
    }
}

TEST_F(NetworkRights, tokens_of_the_two_forms_differ) {
    const auto wanted = props({"D:sync-token"});
    const auto chair = server.as("chair").propfind(kTraffar, "0", wanted);
    const auto member = server.as("member").propfind(kTraffar, "0", wanted);
    const QName token{"DAV:", "sync-token"};
    EXPECT_NE(chair.property(kTraffar, token)->text(), member.property(kTraffar, token)->text());
    server.as("member")
        .sync(kTraffar, chair.property(kTraffar, token)->text())
        .expect_status(403)
        .expect_condition({"DAV:", "valid-sync-token"});
}

TEST_F(NetworkRights, a_binding_that_comes_from_a_role_cannot_be_deleted) {
    for (const auto* person : {"member", "chair"})
        server.as(person)
            .remove("/dav/calendars/" + std::string(person) + "/natverk-elevhalsan/")
            .expect_status(403)
            .expect_condition({"DAV:", "need-privileges"});
    server.as("chair").remove(kTraffar).expect_status(403).expect_condition({"DAV:", "need-privileges"});
    server.as("clerk").remove("/dav/calendars/clerk/alla-natverk/").expect_status(403);
}

TEST_F(NetworkRights, the_organizers_collection_is_read_by_those_who_write_and_is_no_calendar) {
    const std::string kallelser = "/dav/calendars/elevhalsan/kallelser/";
    const auto answer = server.as("chair").propfind(kallelser, "0", props({"D:resourcetype"}));
    EXPECT_EQ(answer.names_in(kallelser, {"DAV:", "resourcetype"}), std::vector<std::string>{"collection"});
    server.as("chair").put(kallelser + "a.ics", event("a")).expect_status(403);
    server.as("member").propfind(kallelser, "0").expect_status(404);
    server.as("member")
        .propfind("/dav/calendars/elevhalsan/", "1")
        .expect_hrefs({"/dav/calendars/elevhalsan/", "/dav/calendars/elevhalsan/traffar/"});
}

TEST_F(NetworkRights, acting_as_the_network_its_principal_and_home_are_the_clients) {
    const auto client = server.acting("chair", "elevhalsan");
    client.propfind("/", "0", props({"D:current-user-principal"}))
        .expect_property("/", {"DAV:", "current-user-principal"}, "/dav/principals/networks/elevhalsan/");
    EXPECT_TRUE(holds(client, kTraffar, "write"));
    client.propfind("/dav/calendars/chair/", "0").expect_status(404);
    server.acting("member", "elevhalsan").propfind(kTraffar, "0").expect_status(404);
    server.acting("former", "elevhalsan").propfind(kTraffar, "0").expect_status(404);
    server.acting("other", "elevhalsan").propfind(kTraffar, "0").expect_status(404);
}

TEST_F(NetworkRights, rights_end_with_the_day_of_the_membership) {
    server.given_role("elevhalsan", "stranger", model::Role::chair, {std::nullopt, base::parse_date("2026-11-22")});
    EXPECT_TRUE(holds(server.as("stranger"), kTraffar, "write"));
    // 23:30 UTC is the next day in Stockholm.
    server.clock().set(*base::parse_instant("2026-11-22T23:30:00Z"));
    server.as("stranger").propfind(kTraffar, "0").expect_status(404);
}

TEST_F(NetworkRights, the_office_reads_every_network_and_its_own_collection) {
    EXPECT_TRUE(holds(server.as("clerk"), kTraffar, "read"));
    EXPECT_FALSE(holds(server.as("clerk"), kTraffar, "bind"));
    server.as("clerk").propfind("/dav/calendars/samordnare/alla-natverk/", "0").expect_status(207);
    server.as("clerk").put("/dav/calendars/clerk/alla-natverk/a.ics", event("a")).expect_status(403);
    server.as("chair").propfind("/dav/calendars/samordnare/alla-natverk/", "0").expect_status(404);
}

TEST_F(NetworkRights, a_members_name_and_colour_are_her_own_and_the_description_the_networks) {
    const std::string member = "/dav/calendars/member/natverk-elevhalsan/",
                      liaison = "/dav/calendars/liaison/natverk-elevhalsan/";
    server.as("member")
        .proppatch(member, set_props({{"D:displayname", "Mitt"}, {"X:note", "hej"}}))
        .expect_property_status(member, kDisplayname, 200);
    const auto wanted = props({"D:displayname", "X:note"});
    server.as("member").propfind(member, "0", wanted).expect_property(member, kDisplayname, "Mitt");
    server.as("member").propfind(kTraffar, "0", wanted).expect_property(kTraffar, kDisplayname, "Mitt");
    server.as("liaison")
        .propfind(liaison, "0", wanted)
        .expect_property(liaison, kDisplayname, "Elevhälsan")
        .expect_property_status(liaison, {"urn:example:unknown", "note"}, 404);
    server.as("member")
        .proppatch(member, set_props({{"C:calendar-description", "x"}, {"D:displayname", "y"}}))
        .expect_property_status(member, {ns::caldav, "calendar-description"}, 403)
        .expect_property_status(member, kDisplayname, 424);
    server.as("member").propfind(member, "0", wanted).expect_property(member, kDisplayname, "Mitt");
}

TEST_F(NetworkRights, an_admin_flag_counts_for_nothing_where_networks_are) {
    server.given_admin("root");
    server.as("root").propfind("/dav/calendars/member/", "0").expect_status(404);
    server.as("root").propfind(kTraffar, "0").expect_status(404);
}

}  // namespace
}  // namespace stafett::caldav::access
