// Hosts without a role and guests reach their meetings by the network's own URL, and nothing else (model.md §1, §8).
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "storage/store.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::access {
namespace {

using namespace stafett::tests;

const std::string kTraffar = "/dav/calendars/elevhalsan/traffar/";

std::string with_guest(std::string_view uid, std::string_view address) {
    std::string text = event(uid);
    const std::string line = fmt::format("ATTENDEE:MAILTO:{}\r\n", address);
    return text.insert(text.find("END:VEVENT"), line);
}

const std::string kDay = "<C:time-range start=\"20261124T000000Z\" end=\"20261125T000000Z\"/>";
const std::string kBusy =
    "<C:free-busy-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\">" + kDay + "</C:free-busy-query>";

std::string query(const std::string& inside) {
    return "<C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:prop><D:getetag/></D:prop>"
           "<C:filter><C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VEVENT\">" +
           inside + "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>";
}

std::string multiget(const std::vector<std::string>& hrefs) {
    std::string body =
        "<C:calendar-multiget xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:prop>"
        "<D:getetag/></D:prop>";
    for (const std::string& href : hrefs) body += "<D:href>" + href + "</D:href>";
    return body + "</C:calendar-multiget>";
}

class HostsAndGuests : public testing::Test {
  protected:
    HostsAndGuests() {
        for (const auto* person : {"chair", "host", "deputy", "guest", "stranger"}) server.given_person(person);
        server.given_network("elevhalsan", "Elevhälsan");
        server.given_role("elevhalsan", "chair", model::Role::chair);
        server.given_seat("elevhalsan", "tibro", "host", "deputy");
        server.given_seat("elevhalsan", "skara", "", "");
        // What the meetings' own rotation has chosen is replaced by what each test is about.
        server.as("chair").put(kTraffar + "a.ics", event("a")).expect_status(201);
        server.as("chair").put(kTraffar + "b.ics", with_guest("b", "Guest@example.test")).expect_status(201);
        given_host("a", "tibro", model::HostingState::fixed);
        given_host("b", "skara", model::HostingState::fixed);
    }
    void given_host(std::string_view uid, std::string_view municipality, model::HostingState state) {
        model::Hosting row;
        row.network = model::NetworkId("elevhalsan");
        row.uid = model::Uid(uid);
        row.municipality = model::MunicipalityId(municipality);
        row.state = state;
        row.date = *base::parse_date("2026-11-24");
        row.decided = server.clock().now();
        const auto written = server.store().write([&](storage::Transaction& transaction) -> storage::Result<void> {
            return transaction.write_hostings().set(row.network, row.uid, {row});
        });
        ASSERT_TRUE(written) << written.error().detail;
    }
    DavServer server;
};

TEST_F(HostsAndGuests, the_host_and_her_deputy_read_the_meeting_they_host) {
    for (const auto* person : {"host", "deputy"}) {
        server.as(person).get(kTraffar + "a.ics").expect_status(200);
        server.as(person).propfind(kTraffar + "a.ics", "0", props({"D:getetag", "D:displayname"})).expect_status(207);
        server.as(person).get(kTraffar + "b.ics").expect_status(404);
        server.as(person)
            .put(kTraffar + "a.ics", event("a"))
            .expect_status(403)
            .expect_condition({ns::dav, "need-privileges"});
        server.as(person).remove(kTraffar + "a.ics").expect_status(403);
    }
}

TEST_F(HostsAndGuests, a_turn_given_back_ends_it) {
    given_host("a", "tibro", model::HostingState::released);
    server.as("host").get(kTraffar + "a.ics").expect_status(404);
}

TEST_F(HostsAndGuests, a_guest_reads_the_meeting_she_is_called_to_however_her_address_is_written) {
    server.as("guest").get(kTraffar + "b.ics").expect_status(200);
    server.as("guest").get(kTraffar + "a.ics").expect_status(404);
    server.as("stranger").get(kTraffar + "b.ics").expect_status(404);
}

// Asked by the network's own URL (model.md §1).
TEST_F(HostsAndGuests, the_networks_calendar_shows_them_their_meetings_and_nothing_else) {
    for (const auto& [person, hers, other] :
         {std::tuple("host", "a", "b"), std::tuple("deputy", "a", "b"), std::tuple("guest", "b", "a")}) {
        SCOPED_TRACE(person);
        const DavClient client = server.as(person);
        const std::string mine = kTraffar + hers + ".ics", others = kTraffar + other + ".ics";
        client.propfind(kTraffar, "0", props({"D:displayname", "D:resourcetype", "CS:getctag"}))
            .expect_hrefs({kTraffar})
            .expect_property(kTraffar, kDisplayname, "Elevhälsan");
        client.propfind(kTraffar, "1", props({"D:getetag"})).expect_hrefs({kTraffar, mine});
        client.propfind(kTraffar, "1", props({"D:getetag", "C:calendar-data"})).expect_hrefs({kTraffar, mine});
        client.sync(kTraffar).expect_hrefs({mine});
        client.sync(kTraffar, {}, "1").expect_hrefs({mine});
        client.report(kTraffar, query("")).expect_hrefs({mine});
        client.report(kTraffar, query(kDay)).expect_hrefs({mine});
        client
            .report(kTraffar, query("<C:prop-filter name=\"UID\"><C:text-match>" + std::string(other) +
                                    "</C:text-match></C:prop-filter>"))
            .expect_hrefs({});
        client.report(kTraffar, multiget({others, mine, kTraffar + "none.ics"}))
            .expect_hrefs({mine, others, kTraffar + "none.ics"})
            .expect_response_status(others, 404)
            .expect_response_status(kTraffar + "none.ics", 404)
            .expect_property(mine, kGetetag, client.get(mine).etag());
        client.get(kTraffar).expect_status(200).expect_body_contains("UID:" + std::string(hers));
        EXPECT_FALSE(client.get(kTraffar).body().contains("UID:" + std::string(other)));
        for (const std::string& foreign : {others, kTraffar + "none.ics"}) {
            SCOPED_TRACE(foreign);
            client.get(foreign).expect_status(404).expect_body("Not Found\n");
            client.put(foreign, event(other)).expect_status(404).expect_body("Not Found\n");
            client.copy(mine, foreign).expect_status(404).expect_body("Not Found\n");
        }
    }
}

TEST_F(HostsAndGuests, their_busy_times_are_those_of_their_meetings) {
    server.as("chair").put(kTraffar + "c.ics", event("c", "Tredje", "20261124T130000Z")).expect_status(201);
    given_host("c", "skara", model::HostingState::fixed);
    const auto busy = server.as("host").report(kTraffar, kBusy).expect_status(200);
    busy.expect_body_contains("FREEBUSY:20261124T090000Z/");
    EXPECT_FALSE(busy.body().contains("20261124T1300"));
}

TEST_F(HostsAndGuests, they_change_nothing_there_and_are_told_so) {
    const DavClient host = server.as("host");
    const auto told = host.propfind(kTraffar, "0", props({"D:current-user-privilege-set"}));
    const auto held = told.names_in(kTraffar, {ns::dav, "current-user-privilege-set"});
    for (const char* privilege : {"write", "write-content", "write-properties", "bind", "unbind"})
        EXPECT_EQ(std::ranges::count(held, privilege), 0) << privilege;
    host.proppatch(kTraffar, set_props({{"D:displayname", "Min"}})).expect_status(403);
    host.remove(kTraffar).expect_status(403);
    host.remove(kTraffar + "a.ics").expect_status(403);
    host.remove(kTraffar + "b.ics").expect_status(404);
    host.move(kTraffar + "a.ics", "/dav/calendars/host/calendar/a.ics").expect_status(403);
}

// What the network has set on its calendar is for its members: only names and times of hers are for the host.
TEST_F(HostsAndGuests, properties_that_the_network_has_set_are_not_theirs) {
    server.as("chair")
        .proppatch(kTraffar, set_props({{"C:calendar-description", "Kanarie"}, {"X:note", "Kanarie"}}))
        .expect_status(207);
    const auto answer =
        server.as("host").propfind(kTraffar, "0", props({"C:calendar-description", "X:note", "D:displayname"}));
    EXPECT_FALSE(answer.body().contains("Kanarie"));
    EXPECT_FALSE(server.as("host").propfind(kTraffar, "0").body().contains("Kanarie"));
    const std::string room = props({"D:quota-used-bytes", "D:quota-available-bytes"});
    for (const char* name : {"quota-used-bytes", "quota-available-bytes"}) {
        server.as("host").propfind(kTraffar, "0", room).expect_property_status(kTraffar, {ns::dav, name}, 404);
        server.as("chair").propfind(kTraffar, "0", room).expect_property_status(kTraffar, {ns::dav, name}, 200);
    }
    server.as("chair").propfind(kTraffar, "0").expect_body_contains("Kanarie");
}

// A change of what somebody may see is a change for her, whether anything was written into the calendar or not.
TEST_F(HostsAndGuests, sync_reports_what_comes_into_and_leaves_their_view) {
    const DavClient host = server.as("host");
    const std::string a = kTraffar + "a.ics", b = kTraffar + "b.ics";
    std::string token = host.sync(kTraffar).sync_token();
    host.sync(kTraffar, token).expect_hrefs({});
    given_host("b", "tibro", model::HostingState::fixed);
    auto told = host.sync(kTraffar, token);
    token = told.expect_hrefs({b}).sync_token();
    EXPECT_EQ(told.response_status(b), 0u);
    given_host("a", "tibro", model::HostingState::released);
    token = host.sync(kTraffar, token).expect_hrefs({a}).expect_response_status(a, 404).sync_token();
    server.as("chair").put(b, event("b", "Ny rubrik")).expect_status(204);
    told = host.sync(kTraffar, token);
    token = told.expect_hrefs({b}).sync_token();
    EXPECT_EQ(told.response_status(b), 0u);
    server.as("chair").remove(b).expect_status(204);
    token = host.sync(kTraffar, token).expect_hrefs({b}).expect_response_status(b, 404).sync_token();
    host.sync(kTraffar, token).expect_hrefs({});
}

TEST_F(HostsAndGuests, sync_in_portions_goes_on_where_it_was_cut) {
    given_host("b", "tibro", model::HostingState::fixed);
    const DavClient host = server.as("host");
    const auto first = host.sync(kTraffar, {}, "1").expect_hrefs({kTraffar + "a.ics", kTraffar});
    first.expect_response_status(kTraffar, 507);
    host.sync(kTraffar, first.sync_token(), "1").expect_hrefs({kTraffar + "b.ics"});
    given_host("a", "tibro", model::HostingState::released);
    given_host("b", "tibro", model::HostingState::released);
    const std::string both = host.sync(kTraffar, first.sync_token()).sync_token();
    host.sync(kTraffar, both).expect_hrefs({});
}

TEST_F(HostsAndGuests, what_happens_to_other_meetings_does_not_show_in_their_token) {
    const DavClient host = server.as("host");
    const std::string token = host.sync(kTraffar).sync_token();
    const std::string tag = host.get(kTraffar).etag();
    server.as("chair").put(kTraffar + "b.ics", event("b", "Ny rubrik")).expect_status(204);
    server.as("chair").put(kTraffar + "c.ics", event("c")).expect_status(201);
    given_host("c", "skara", model::HostingState::fixed);
    EXPECT_EQ(host.sync(kTraffar).sync_token(), token);
    EXPECT_EQ(host.get(kTraffar).etag(), tag);
    server.as("chair").put(kTraffar + "a.ics", event("a", "Ny rubrik")).expect_status(204);
    EXPECT_NE(host.sync(kTraffar).sync_token(), token);
    EXPECT_NE(host.get(kTraffar).etag(), tag);
}

TEST_F(HostsAndGuests, a_token_is_of_one_view_alone) {
    const std::string hers = server.as("host").sync(kTraffar).sync_token();
    const std::string chairs = server.as("chair").sync(kTraffar).sync_token();
    for (const auto& [person, token] :
         {std::pair("host", chairs), std::pair("chair", hers), std::pair("host", hers + "x"),
          std::pair("host", hers + "=AAAAAAAAAAAAAAA"), std::pair("host", hers.substr(0, hers.size() - 1))})
        server.as(person).sync(kTraffar, token).expect_status(403).expect_condition({ns::dav, "valid-sync-token"});
    // Who gets a role in the network syncs anew.
    server.given_role("elevhalsan", "host", model::Role::member);
    server.as("host").sync(kTraffar, hers).expect_status(403).expect_condition({ns::dav, "valid-sync-token"});
    server.as("host").sync(kTraffar).expect_hrefs({kTraffar + "a.ics", kTraffar + "b.ics"});
}

// A client that finds its calendar gone forgets it: between two turns it is empty.
TEST_F(HostsAndGuests, who_bears_the_turns_keeps_an_empty_calendar_between_them) {
    given_host("a", "tibro", model::HostingState::released);
    server.as("host").propfind(kTraffar, "1", props({"D:getetag"})).expect_hrefs({kTraffar});
    server.as("chair").put(kTraffar + "b.ics", event("b")).expect_status(204);
    server.as("guest").propfind(kTraffar, "1", props({"D:getetag"})).expect_status(404);
    server.as("guest").sync(kTraffar).expect_status(404);
}

TEST_F(HostsAndGuests, a_guest_is_found_in_whatever_was_written_since) {
    server.as("guest").sync(kTraffar).expect_hrefs({kTraffar + "b.ics"});
    server.as("chair").put(kTraffar + "c.ics", with_guest("c", "guest%40example.test")).expect_status(201);
    server.as("guest").sync(kTraffar).expect_hrefs({kTraffar + "b.ics", kTraffar + "c.ics"});
    server.as("chair").put(kTraffar + "b.ics", event("b")).expect_status(204);
    server.as("chair").remove(kTraffar + "c.ics").expect_status(204);
    server.as("guest").sync(kTraffar).expect_status(404);
    server.as("stranger").sync(kTraffar).expect_status(404);
}

TEST_F(HostsAndGuests, an_answer_kept_in_memory_is_not_older_than_their_rights) {
    const std::string asked = props({"D:getetag", "CS:getctag"});
    const auto ctag = [&](const char* person) {
        const auto answer = server.as(person).propfind(kTraffar, "0", asked);
        const auto* tag = answer.property(kTraffar, {ns::calendarserver, "getctag"});
        return tag != nullptr ? tag->text() : std::string();
    };
    const std::string before = ctag("host");
    EXPECT_EQ(ctag("host"), before);
    given_host("a", "tibro", model::HostingState::released);
    EXPECT_NE(ctag("host"), before);
    EXPECT_FALSE(ctag("guest").empty());
    server.as("chair").put(kTraffar + "b.ics", event("b")).expect_status(204);
    EXPECT_TRUE(ctag("guest").empty());
    given_host("a", "tibro", model::HostingState::fixed);
    EXPECT_EQ(ctag("host"), before);
    const auto written = server.store().write([&](storage::Transaction& transaction) {
        return transaction.write_association().set_seats(model::NetworkId("elevhalsan"), {});
    });
    ASSERT_TRUE(written);
    EXPECT_TRUE(ctag("host").empty()) << "her seat is taken from her, and nothing was written into the calendar";
}

TEST_F(HostsAndGuests, the_rest_of_the_network_stays_hidden_and_their_homes_have_no_binding) {
    for (const auto* person : {"host", "guest"}) {
        SCOPED_TRACE(person);
        for (const char* hidden : {"/dav/calendars/elevhalsan/", "/dav/calendars/elevhalsan/kallelser/",
                                   "/dav/principals/networks/elevhalsan/", "/dav/calendars/chair/calendar/"})
            server.as(person).propfind(hidden, "1").expect_status(404);
        const std::string home = "/dav/calendars/" + std::string(person) + '/';
        server.as(person).propfind(home, "1").expect_hrefs({home, home + "calendar/", home + "tasks/"});
        server.as(person).propfind(home + "natverk-elevhalsan/", "1").expect_status(404);
    }
}

}  // namespace
}  // namespace stafett::caldav::access
