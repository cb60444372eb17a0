// Hosts without a role and guests reach their one object by its URL, and nothing else (model.md §1, §8).
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

TEST_F(HostsAndGuests, they_list_nothing) {
    for (const auto* person : {"host", "guest"}) {
        server.as(person).propfind(kTraffar, "1").expect_status(404);
        server.as(person).sync(kTraffar).expect_status(404);
        server.as(person).propfind("/dav/calendars/elevhalsan/", "1").expect_status(404);
        const std::string home = "/dav/calendars/" + std::string(person) + '/';
        server.as(person).propfind(home, "1").expect_hrefs({home, home + "calendar/", home + "tasks/"});
    }
}

}  // namespace
}  // namespace stafett::caldav::access
