#include "caldav/access/guests.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "storage/store.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::access {
namespace {

using namespace stafett::tests;

const std::string kTraffar = "/dav/calendars/elevhalsan/traffar/";

std::string calling(const std::string& uid, const std::string& guest, unsigned version) {
    std::string text = event(uid, fmt::format("Träff {}", version));
    if (guest.empty()) return text;
    return text.insert(text.find("END:VEVENT"), "ATTENDEE:mailto:" + guest + "\r\n");
}

// Whatever is written, the index says what reading all texts says: brought up after each change, after several, and
// made anew; and it does not go back for a snapshot that is older.
TEST(GuestIndex, says_what_the_texts_say_after_every_change) {
    DavServer server;
    server.given_person("chair");
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "chair", model::Role::chair);
    const DavClient chair = server.as("chair");
    const auto calendar = server.store()
                              .snapshot()
                              .value()
                              ->calendars()
                              .find(model::PrincipalId("elevhalsan"), model::CalendarName("traffar"))
                              .value()
                              .value()
                              .id;
    const std::vector<std::string> people{"mailto:a@x.se", "mailto:b@x.se"};
    GuestIndex always, sometimes;
    std::map<std::string, std::string> guest_of;  // of each object that is there
    std::mt19937 random(1);
    const auto before = server.store().snapshot().value();
    for (unsigned step = 0; step < 60; ++step) {
        const std::string uid = fmt::format("{}", random() % 6);
        const std::string href = kTraffar + uid + ".ics";
        if (random() % 4 == 0) {
            chair.remove(href);
            guest_of.erase(uid);
        } else {
            const std::string guest = std::vector<std::string>{"", "a@x.se", "B@x.se"}[random() % 3];
            ASSERT_LT(chair.put(href, calling(uid, guest, step)).status(), 300u);
            guest_of[uid] = guest;
        }
        const auto now = server.store().snapshot().value();
        for (const auto& [address, written] : {std::pair(people[0], "a@x.se"), std::pair(people[1], "B@x.se")}) {
            std::vector<model::ObjectName> expected;
            for (const auto& [name, guest] : guest_of)
                if (guest == written) expected.emplace_back(name + ".ics");
            const auto ask = [&](GuestIndex& index) {
                return index.calling(*now, calendar, std::span(&address, 1)).value();
            };
            GuestIndex fresh;
            EXPECT_EQ(ask(always), expected) << step;
            EXPECT_EQ(ask(fresh), expected) << step;
            if (step % 7 == 0) EXPECT_EQ(ask(sometimes), expected) << step;
        }
    }
    const auto now = server.store().snapshot().value();
    const auto latest = always.calling(*now, calendar, people).value();
    EXPECT_EQ(always.calling(*before, calendar, people).value(), latest);
    EXPECT_EQ(GuestIndex().calling(*before, calendar, people).value(), std::vector<model::ObjectName>());
    EXPECT_TRUE(std::ranges::is_sorted(latest));
}

}  // namespace
}  // namespace stafett::caldav::access
