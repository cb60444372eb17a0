#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::CalendarName;
using model::MunicipalityId;
using model::NetworkId;
using model::PersonId;
using model::PrincipalId;

base::Date day(const char* text) { return base::parse_date(text).value(); }

model::Municipality tibro() {
    return {
        .id = MunicipalityId("tibro"), .name = "Tibro kommun", .short_name = "Tibro", .past_names = {"Tibro köping"}};
}

std::vector<std::string> names(const std::vector<model::Calendar>& calendars) {
    std::vector<std::string> names;
    for (const model::Calendar& calendar : calendars) names.push_back(calendar.name.text());
    return names;
}

TEST_P(Association, is_none_before_it_is_set_and_the_last_one_then) {
    EXPECT_FALSE(snapshot()->association().association().value());
    EXPECT_FALSE(snapshot()->association().office().value());
    for (const char* name : {"First", "Second"})
        given([&](Transaction& t) {
            return t.write_association().set_association({name, "Europe/Stockholm", "sv", "x.se"});
        });
    const auto association = snapshot()->association().association().value().value();
    EXPECT_EQ(association.name, "Second");
    EXPECT_EQ(association.zone, "Europe/Stockholm");
}

TEST_P(Association, shows_each_snapshot_the_state_it_was_made_of_however_often_it_was_asked_for) {
    given_person("anna");
    given_network("n");
    const auto member = [](model::Role role) {
        return std::vector<model::Membership>{{NetworkId("n"), PersonId("anna"), {}, role, {}}};
    };
    given([&](Transaction& t) { return t.write_association().set_memberships(NetworkId("n"), member({})); });
    const auto role = [](Snapshot& now) { return now.memberships().of_person(PersonId("anna")).value().at(0).role; };
    const auto named = [](Snapshot& now) { return now.association().principal(PrincipalId("anna")).value()->name; };
    const auto is_there = [](Snapshot& now, const char* id) {
        return now.calendars().find(PrincipalId(id), CalendarName("calendar")).value().has_value();
    };
    auto before = snapshot();
    const std::string old_name = named(*before);
    EXPECT_EQ(role(*before), model::Role{});
    EXPECT_FALSE(is_there(*before, "bo"));
    given([&](Transaction& t) {
        return t.write_association().set_memberships(NetworkId("n"), member(model::Role::secretary));
    });
    given([&](Transaction& t) {
        return t.write_association().put_person({PrincipalId("anna"), model::PrincipalKind::person, "Anna N", {}},
                                                at(1));
    });
    given_person("bo");
    for (int times = 0; times < 2; ++times) {
        auto after = snapshot();
        EXPECT_EQ(role(*after), model::Role::secretary);
        EXPECT_EQ(named(*after), "Anna N");
        EXPECT_TRUE(is_there(*after, "bo"));
        EXPECT_EQ(role(*before), model::Role{});
        EXPECT_EQ(named(*before), old_name);
        EXPECT_FALSE(is_there(*before, "bo"));
    }
    // A state between that is asked only now, when a newer one is remembered.
    EXPECT_FALSE(before->association().principal(PrincipalId("bo")).value());
    EXPECT_TRUE(snapshot()->association().principal(PrincipalId("bo")).value());
}

// Everything that hardly changes, as one snapshot or transaction has it.
std::string facts(Snapshot& now) {
    const NetworkId n("n");
    const auto association = now.association().association().value();
    const auto office = now.association().office().value();
    const auto network = now.association().network(n).value();
    const auto municipalities = now.association().municipalities().value();
    const auto anna = now.association().principal(PrincipalId("anna")).value();
    const auto roles = now.memberships().of_person(PersonId("anna")).value();
    const auto seats = now.memberships().seats(n).value();
    std::string all = association ? association->name : "-";
    all += office ? " " + office->mailbox : " -";
    all += network ? " " + network->description : " -";
    const std::size_t networks = now.association().networks().value().size();
    all += " " + std::to_string(networks);
    EXPECT_EQ(now.association().has_networks().value(), networks > 0);
    all += municipalities.empty() ? " -" : " " + municipalities.front().short_name;
    all += anna ? " " + anna->name : " -";
    all += roles.empty() ? " -" : " " + std::to_string(static_cast<int>(roles.front().role));
    all += " " + std::to_string(now.memberships().of_network(n).value().size());
    all += seats.empty() ? " -" : " " + std::to_string(seats.front().order);
    all += now.calendars().find(PrincipalId("anna"), CalendarName("extra")).value() ? " extra" : " -";
    const auto made = [&]() -> Result<std::string> { return network ? network->description : "-"; };
    all += " " + *now.derived().find<std::string>(n, made).value();
    return all;
}

TEST_P(Association, shows_a_transaction_its_own_changes_and_others_none_that_was_taken_back) {
    const auto change_all = [](Transaction& t, const std::string& what, int number) -> Result<void> {
        const NetworkId n("n");
        auto& writes = t.write_association();
        TRY(writes.set_association({what, "Europe/Stockholm", "sv", "x.se"}));
        TRY(writes.put_person({PrincipalId("anna"), model::PrincipalKind::person, what, {}}, at(1)));
        TRY(writes.put_municipality(
            {.id = MunicipalityId("tibro"), .name = what, .short_name = what, .past_names = {}}));
        model::Network network{.id = n, .name = what};
        network.description = what;
        TRY(writes.put_network(network, at(1)));
        TRY(writes.put_office({.id = model::RoleId("office"), .name = what, .mailbox = what, .people = {}}, at(1)));
        TRY(writes.set_memberships(
            n, {{n, PersonId("anna"), {}, number == 0 ? model::Role::chair : model::Role::secretary, {}}}));
        TRY(writes.set_seats(n, {{.network = n, .municipality = MunicipalityId("tibro"), .order = number}}));
        const model::By by{PersonId("anna"), PrincipalId("anna"), at(1)};
        const auto there = t.calendars().find(PrincipalId("anna"), CalendarName("extra"));
        if (!there) return std::unexpected(there.error());
        if (*there) return t.write_calendars().remove((*there)->id, by);
        const auto made = t.write_calendars().create(PrincipalId("anna"), CalendarName("extra"),
                                                     model::CollectionKind::personal, model::kEveryComponent, by);
        return made ? Result<void>() : std::unexpected(made.error());
    };
    const std::string none = facts(*snapshot());
    std::string inside;
    given([&](Transaction& t) -> Result<void> {
        EXPECT_EQ(facts(t), none);
        TRY(change_all(t, "first", 0));
        inside = facts(t);
        return {};
    });
    EXPECT_EQ(inside, "first first first 1 first first 0 1 0 extra first");
    EXPECT_EQ(facts(*snapshot()), inside);
    const Result<void> undone = store().write([&](Transaction& t) -> Result<void> {
        EXPECT_EQ(facts(t), inside);
        TRY(change_all(t, "second", 1));
        EXPECT_EQ(facts(t), "second second second 1 second second 1 1 1 - second");
        return fail(Fault::stale, "on purpose");
    });
    EXPECT_FALSE(undone);
    EXPECT_EQ(facts(*snapshot()), inside);
    given([&](Transaction& t) -> Result<void> {
        EXPECT_EQ(facts(t), inside);
        return change_all(t, "third", 1);
    });
    EXPECT_EQ(facts(*snapshot()), "third third third 1 third third 1 1 1 - third");
}

TEST_P(Association, keeps_what_was_made_of_a_network_for_all_until_its_facts_change) {
    given_network("n");
    int made = 0;
    const auto nth = [&](Snapshot& now, const char* network) {
        return *now.derived().find<int>(NetworkId(network), [&]() -> Result<int> { return ++made; }).value();
    };
    EXPECT_EQ(nth(*snapshot(), "n"), 1);
    EXPECT_EQ(nth(*snapshot(), "n"), 1);
    given([&](Transaction& t) -> Result<void> {
        EXPECT_EQ(nth(t, "n"), 1);
        return {};
    });
    EXPECT_EQ(nth(*snapshot(), "m"), 2) << "each network has its own";
    const auto fails = [](Snapshot& now) {
        return now.derived().find<std::string>(NetworkId("n"),
                                               []() -> Result<std::string> { return fail(Fault::not_found, "gone"); });
    };
    EXPECT_FALSE(fails(*snapshot()));
    EXPECT_EQ(
        *snapshot()->derived().find<std::string>(NetworkId("n"), []() -> Result<std::string> { return "so"; }).value(),
        "so")
        << "nothing is kept of what failed, and each kind is kept apart";
    given_person("anna");
    EXPECT_EQ(nth(*snapshot(), "n"), 3);
}

TEST_P(Association, gives_each_new_principal_its_home_once) {
    given_person("anna");
    given_network("n");
    const model::Office office{
        .id = model::RoleId("samordnare"), .name = "Samordnare", .mailbox = "s@x", .people = {PersonId("anna")}};
    given([&](Transaction& t) { return t.write_association().put_office(office, at(7)); });
    auto now = snapshot();
    EXPECT_EQ(names(now->calendars().owned_by(PrincipalId("anna")).value()),
              (std::vector<std::string>{"calendar", "tasks"}));
    EXPECT_EQ(names(now->calendars().owned_by(PrincipalId("n")).value()),
              (std::vector<std::string>{"kallelser", "traffar"}));
    EXPECT_EQ(names(now->calendars().owned_by(PrincipalId("samordnare")).value()),
              (std::vector<std::string>{"alla-natverk"}));
    const auto of = [&](const char* owner, const char* name) {
        return now->calendars().find(PrincipalId(owner), CalendarName(name)).value().value();
    };
    EXPECT_EQ(of("anna", "tasks").components, static_cast<model::ComponentSet>(model::ComponentKind::vtodo));
    EXPECT_EQ(of("anna", "calendar").kind, model::CollectionKind::personal);
    EXPECT_EQ(of("n", "traffar").kind, model::CollectionKind::published);
    EXPECT_EQ(of("n", "kallelser").kind, model::CollectionKind::organizer);
    EXPECT_EQ(of("samordnare", "alla-natverk").kind, model::CollectionKind::all_networks);
    EXPECT_EQ(of("samordnare", "alla-natverk").created, at(7));
    EXPECT_EQ(of("anna", "calendar").created, at(0));
    EXPECT_EQ(of("n", "traffar").created, at(0));
    EXPECT_EQ(now->association().office().value(), office);

    given([&](Transaction& t) { return t.write_calendars().remove(calendar("anna", "tasks"), by("anna")); });
    given_person("anna");
    EXPECT_EQ(names(snapshot()->calendars().owned_by(PrincipalId("anna")).value()),
              (std::vector<std::string>{"calendar"}))
        << "what she removed does not come back with the next import";
}

TEST_P(Association, refuses_an_id_of_another_kind) {
    given_person("anna");
    const auto outcome =
        store().write([&](Transaction& t) { return t.write_association().put_network(network("anna"), at(0)); });
    EXPECT_EQ(fault(outcome), Fault::exists);
}

TEST_P(Association, finds_principals_by_id_kind_and_address) {
    given_person("berit");
    given_person("anna");
    given_network("n");
    auto now = snapshot();
    auto& read = now->association();
    EXPECT_EQ(read.principals(model::PrincipalKind::person).value().size(), 2u);
    EXPECT_EQ(read.principals(model::PrincipalKind::person).value()[0].id, PrincipalId("anna"));
    EXPECT_EQ(read.principal_by_address("Anna@Example.TEST").value()->id, PrincipalId("anna"));
    EXPECT_EQ(read.principal_by_address("anna.private@example.test").value()->addresses, person("anna").addresses);
    EXPECT_EQ(read.principal_by_address("n@networks.example.test").value()->kind, model::PrincipalKind::network);
    EXPECT_FALSE(read.principal_by_address("nobody@example.test").value());
    EXPECT_FALSE(read.principal(PrincipalId("nobody")).value());
}

TEST_P(Association, keeps_networks_with_their_rules) {
    model::Network n = network("n");
    n.past_names = {"Old", "Older"};
    n.hidden = true;
    n.description = "About";
    n.rules.call_sender = {model::CallSender::chair_with_host, model::RuleSource::mandate, "Ordförande kallar."};
    n.rules.minutes_sender = {model::MinutesSender::secretary, model::RuleSource::mandate, "Sekreteraren sänder in."};
    n.rules.minutes_writer = {model::MinutesWriter::chair, model::RuleSource::mandate, "Ordföranden skriver."};
    n.rules.minutes_to = {"kansli@x.se", model::RuleSource::mandate, "Protokoll sänds."};
    n.rules.call_days_before = {21, model::RuleSource::mandate, "Tre veckor."};
    n.rules.hold = {model::Hold::at_call, model::RuleSource::our_default, ""};
    given([&](Transaction& t) { return t.write_association().put_network(n, at(0)); });
    EXPECT_EQ(snapshot()->association().network(n.id).value(), n);
    n.rules = {};
    n.past_names = {};
    given([&](Transaction& t) { return t.write_association().put_network(n, at(0)); });
    EXPECT_EQ(snapshot()->association().networks().value(), std::vector{n});
    EXPECT_FALSE(snapshot()->association().network(NetworkId("x")).value());
}

TEST_P(Association, keeps_municipalities_memberships_and_seats) {
    given_person("anna");
    given_network("n");
    const NetworkId n("n");
    const std::vector<model::Membership> memberships{
        {n, PersonId("anna"), MunicipalityId("tibro"), model::Role::chair, {day("2025-01-01"), day("2025-12-31")}},
        {n, PersonId("anna"), {}, model::Role::liaison, {}},
    };
    std::vector<model::HostSeat> seats(2);
    seats[0] = {.network = n,
                .municipality = MunicipalityId("tibro"),
                .order = 2,
                .host = PersonId("anna"),
                .deputy = {},
                .period = {{}, day("2027-01-01")},
                .blocked = {{day("2026-06-01"), day("2026-08-31")}, {day("2026-12-20"), {}}}};
    seats[1] = {.network = n,
                .municipality = MunicipalityId("tibro"),
                .order = 1,
                .host = {},
                .deputy = PersonId("anna"),
                .period = {},
                .blocked = {}};
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_association().put_municipality(tibro()));
        TRY(t.write_association().set_memberships(n, memberships));
        return t.write_association().set_seats(n, seats);
    });
    auto now = snapshot();
    EXPECT_EQ(now->association().municipalities().value(), std::vector{tibro()});
    EXPECT_EQ(now->memberships().of_network(n).value(), memberships);
    EXPECT_EQ(now->memberships().of_person(PersonId("anna")).value(), memberships);
    EXPECT_EQ(now->memberships().seats(n).value(), (std::vector{seats[1], seats[0]})) << "in the network's order";

    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_association().set_memberships(n, {}));
        return t.write_association().set_seats(n, {});
    });
    EXPECT_TRUE(snapshot()->memberships().of_person(PersonId("anna")).value().empty());
    EXPECT_TRUE(snapshot()->memberships().seats(n).value().empty());
    const auto unknown = store().write([&](Transaction& t) {
        return t.write_association().set_memberships(n, {{n, PersonId("nobody"), {}, model::Role::member, {}}});
    });
    EXPECT_EQ(fault(unknown), Fault::not_found);
}

TEST_P(Association, keeps_mandates_word_by_word) {
    given_network("n");
    model::Mandate mandate;
    mandate.network = NetworkId("n");
    mandate.name = "Elevhälsan";
    mandate.background = "One.\n\nTwo.";
    mandate.goals = {{1, "First", {"a", "b"}}, {3, "Third", {}}};
    mandate.assignments = {{2025, "Do it"}};
    mandate.duties = {{model::Role::chair, "Calls."}, {model::Role::member, "Comes."}};
    mandate.remarks = {"Look here."};
    mandate.text = "the file";
    mandate.imported = at(1);
    for (int twice = 0; twice < 2; ++twice)
        given([&](Transaction& t) -> Result<void> {
            TRY(t.write_mandates().put(mandate));
            return t.write_mandates().set_imported("network:n", "state " + std::to_string(twice));
        });
    auto now = snapshot();
    const auto read = now->mandates().of_network(mandate.network).value().value();
    EXPECT_EQ(read.name, mandate.name);
    EXPECT_EQ(read.background, mandate.background);
    EXPECT_EQ(read.goals, mandate.goals);
    EXPECT_EQ(read.assignments, mandate.assignments);
    EXPECT_EQ(read.duties, mandate.duties);
    EXPECT_EQ(read.remarks, mandate.remarks);
    EXPECT_EQ(read.text, mandate.text);
    EXPECT_EQ(read.imported, mandate.imported);
    EXPECT_EQ(now->mandates().imported("network:n").value(), "state 1");
    EXPECT_FALSE(now->mandates().imported("network:x").value());
    EXPECT_FALSE(now->mandates().of_network(NetworkId("x")).value());
}

TEST_P(Accounts, share_one_name_space_with_networks) {
    given_person("anna");
    given_person("berit");
    given_network("n");
    const auto put_account = [&](const char* person, const char* login) {
        return fault(store().write([&](Transaction& t) { return t.write_accounts().put(account(person, login)); }));
    };
    EXPECT_EQ(put_account("anna", "annas"), std::nullopt);
    EXPECT_EQ(put_account("anna", "annas"), std::nullopt);
    EXPECT_EQ(put_account("berit", "annas"), Fault::exists);
    EXPECT_EQ(put_account("berit", "n"), Fault::exists);
    EXPECT_EQ(put_account("nobody", "x"), Fault::not_found);
    EXPECT_EQ(fault(store().write(
                  [&](Transaction& t) { return t.write_association().put_network(network("annas"), at(0)); })),
              Fault::exists);
    EXPECT_EQ(snapshot()->accounts().all().value().size(), 1u);
}

TEST_P(Accounts, never_have_one_version_twice) {
    given_person("anna");
    const PersonId anna("anna");
    const auto put_account = [&] {
        model::Account one = account("anna", "anna");
        one.admin = true;
        given([&](Transaction& t) { return t.write_accounts().put(one); });
        return snapshot()->accounts().of_person(anna).value().value().version;
    };
    const auto first = put_account(), second = put_account();
    EXPECT_GT(second, first);
    given([&](Transaction& t) { return t.write_accounts().remove(anna); });
    EXPECT_FALSE(snapshot()->accounts().by_login("anna").value());
    EXPECT_GT(put_account(), second);
    EXPECT_TRUE(snapshot()->accounts().by_login("anna").value()->admin);
}

TEST_P(Accounts, have_app_passwords_until_revoked) {
    given_person("anna");
    given_network("n");
    const PersonId anna("anna");
    const model::AppPassword password{.id = "p1",
                                      .person = anna,
                                      .acts_for = PrincipalId("n"),
                                      .name = "Min telefon",
                                      .secret = base::digest("secret"),
                                      .created = at(1),
                                      .revoked = {}};
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_accounts().put(account("anna", "anna")));
        return t.write_accounts().add(password);
    });
    const auto found = snapshot()->accounts().app_password(password.secret).value().value();
    EXPECT_EQ(found.acts_for, PrincipalId("n"));
    EXPECT_EQ(found.name, "Min telefon");
    given([&](Transaction& t) { return t.write_accounts().revoke_app_password("p1", at(2)); });
    given([&](Transaction& t) { return t.write_accounts().revoke_app_password("p1", at(3)); });
    EXPECT_FALSE(snapshot()->accounts().app_password(password.secret).value());
    EXPECT_EQ(snapshot()->accounts().app_passwords(anna).value().at(0).revoked, at(2));
    EXPECT_EQ(fault(store().write([](Transaction& t) { return t.write_accounts().revoke_app_password("x", at(3)); })),
              Fault::not_found);
    given([&](Transaction& t) { return t.write_accounts().remove(anna); });
    EXPECT_TRUE(snapshot()->accounts().app_passwords(anna).value().empty());
    EXPECT_TRUE(snapshot()->association().principal(anna).value()) << "the person stays";
}

}  // namespace
}  // namespace stafett::storage::conformance
