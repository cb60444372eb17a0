// A store with two networks, three municipalities and an office, for tests of what is delivered.
#pragma once

#include "scheduling/delivery/check.h"
#include "scheduling/delivery/forget_bodies.h"
#include "scheduling/delivery/meeting_book.h"
#include "scheduling/ical/parse.h"
#include "scheduling/network/meeting_id.h"
#include "tests/support/stores.h"

namespace stafett::scheduling::delivery {

inline base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
inline base::Date day(std::string_view text) { return base::parse_date(text).value(); }

class NetworkFixture : public testing::Test {
  protected:
    NetworkFixture() {
        write([&](storage::Transaction& transaction) -> storage::Result<void> {
            auto& to = transaction.write_association();
            TRY(to.set_association({"Skaraborg", "Europe/Stockholm", "sv", "stafett.example"}));
            for (const auto& [id, name] : std::vector<std::pair<std::string, std::string>>{
                     {"tibro", "Tibro"}, {"skara", "Skara"}, {"hjo", "Hjo"}})
                TRY(to.put_municipality({model::MunicipalityId(id), name + " kommun", name, {}}));
            for (const std::string id : {"anna", "bo", "cia"})
                TRY(to.put_person({model::PersonId(id), model::PrincipalKind::person, id, {id + "@example.org"}}, now));
            for (const auto& [id, name] : std::vector<std::pair<std::string, std::string>>{
                     {"elevhalsan", "Elevhälsan"}, {"sarskolan", "Särskolan"}}) {
                model::Network network;
                network.id = model::NetworkId(id);
                network.name = name;
                network.address = id + "@stafett.example";
                TRY(to.put_network(network, now));
                TRY(to.set_seats(network.id, seats(network.id)));
            }
            TRY(to.put_office(
                {model::RoleId("samordnare"), "Samordnare", "office@example.org", {model::PersonId("cia")}}, now));
            return to.set_memberships(elevhalsan,
                                      {{elevhalsan, anna, model::MunicipalityId("tibro"), model::Role::chair, {}}});
        });
    }

    static std::vector<model::HostSeat> seats(const model::NetworkId& network) {
        std::vector<model::HostSeat> seats;
        for (const char* id : {"tibro", "skara", "hjo"})
            seats.push_back({network,
                             model::MunicipalityId(id),
                             static_cast<int>(seats.size()),
                             model::PersonId("bo"),
                             {},
                             {},
                             {}});
        return seats;
    }

    template <class F>
    void write(F body) {
        const auto done = store->write(body);
        ASSERT_TRUE(done) << done.error().detail;
    }
    // Runs something of a book of `by` at `now`.
    template <class F>
    auto book(F body) {
        return store->write([&](storage::Transaction& transaction) {
            MeetingBook one(transaction, {anna, elevhalsan, now}, settings);
            return body(one);
        });
    }
    model::Calendar traffar(const model::NetworkId& network) { return calendar(network, "traffar"); }
    model::Calendar calendar(const model::PrincipalId& owner, std::string_view name) {
        return store->snapshot().value()->calendars().find(owner, model::CalendarName(name)).value().value();
    }

    // PUT of an event with these lines as UID.ics; what was written, or the fault.
    storage::Result<model::Written> put(std::string_view uid, std::string_view lines, std::string_view more = "",
                                        model::NetworkId network = model::NetworkId("elevhalsan")) {
        return put_text(uid, event(uid, lines, more), network);
    }
    static std::string event(std::string_view uid, std::string_view lines, std::string_view more = "") {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:" + std::string(uid) +
               "\r\n" + std::string(lines) + "END:VEVENT\r\n" + std::string(more) + "END:VCALENDAR\r\n";
    }
    storage::Result<model::Written> put_text(std::string_view uid, std::string text,
                                             model::NetworkId network = model::NetworkId("elevhalsan")) {
        const model::Calendar to = traffar(network);
        const auto sent = ical::parse(std::move(text)).value();
        return book([&](MeetingBook& one) {
            return one.put(to, model::ObjectName(std::string(uid) + ".ics"), sent, model::Expect::any());
        });
    }
    storage::Result<void> remove(std::string_view uid) {
        const model::Calendar from = traffar(elevhalsan);
        return book([&](MeetingBook& one) {
            return one.remove(from, model::ObjectName(std::string(uid) + ".ics"), model::Expect::any());
        });
    }
    void settle() {
        const auto done = book([](MeetingBook& one) { return one.settle(); });
        ASSERT_TRUE(done) << done.error().detail;
    }
    void settle_after(std::chrono::seconds wait) {
        now += wait;
        settle();
    }
    void daily() {
        const auto done = book([&](MeetingBook& one) { return one.daily(today()); });
        ASSERT_TRUE(done) << done.error().detail;
        const auto forgotten = forget_bodies(*store, now);
        ASSERT_TRUE(forgotten) << forgotten.error().detail;
    }
    base::Date today() const { return base::Date(std::chrono::floor<std::chrono::days>(now)); }

    // Empty where there is none.
    std::string text(const model::Calendar& in, const std::string& name, model::Form form) {
        const auto found = store->snapshot().value()->objects().find(in.id, model::ObjectName(name), form).value();
        return found ? *found->text : std::string();
    }
    std::string writers(const std::string& uid) {
        return text(traffar(elevhalsan), uid + ".ics", model::Form::writers);
    }
    std::string readers(const std::string& uid) {
        return text(traffar(elevhalsan), uid + ".ics", model::Form::readers);
    }
    std::string copy(const std::string& uid, model::NetworkId network = model::NetworkId("elevhalsan")) {
        return text(calendar(model::RoleId("samordnare"), "alla-natverk"), derived_name(network, uid),
                    model::Form::writers);
    }
    std::string organizer(const std::string& uid) {
        return text(calendar(elevhalsan, "kallelser"), derived_name(elevhalsan, uid), model::Form::writers);
    }
    static std::string derived_name(const model::NetworkId& network, const std::string& uid) {
        return network::object_name(network::meeting_id(network, model::Uid(uid))).text();
    }

    std::optional<model::Meeting> meeting(const std::string& uid) {
        return store->snapshot().value()->meetings().find(elevhalsan, model::Uid(uid)).value();
    }
    // "2027-03-12 tibro fixed", ...
    std::vector<std::string> hosts(const std::string& uid) {
        std::vector<std::string> lines;
        for (const model::Hosting& row :
             store->snapshot().value()->hostings().of_meeting(elevhalsan, model::Uid(uid)).value()) {
            const char* state = row.state == model::HostingState::planned ? "planned"
                                : row.state == model::HostingState::fixed ? "fixed"
                                                                          : "released";
            lines.push_back(base::format_date(row.date) + " " + row.municipality.text() + " " + state);
        }
        return lines;
    }
    std::vector<model::Submission> submissions(const std::string& uid) {
        return store->snapshot().value()->submissions().of_meeting(elevhalsan, model::Uid(uid)).value();
    }
    std::vector<model::Message> messages() { return store->snapshot().value()->messages().all(100).value(); }
    // What `stafett check` says.
    std::vector<std::string> differences() { return check(*store->snapshot().value(), now, settings).value(); }

    const model::NetworkId elevhalsan{"elevhalsan"};
    const model::NetworkId sarskolan{"sarskolan"};
    const model::PersonId anna{"anna"};
    tests::TestStore store = tests::open_test_store();
    Settings settings;
    base::Instant now = at("2027-01-10T08:00:00Z");
};

}  // namespace stafett::scheduling::delivery
