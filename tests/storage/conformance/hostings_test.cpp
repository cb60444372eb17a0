#include <fmt/format.h>

#include "tests/storage/conformance/meetings.h"

namespace stafett::storage::conformance {
namespace {

using model::NetworkId;
using model::Uid;

TEST_P(Meetings, keep_their_hostings_in_the_order_of_dates) {
    given_network("n");
    const auto later = hosting("one", "2027-04-09", "20270409T130000");
    const auto sooner = hosting("one", "2027-03-12", "20270312T130000");
    auto released = sooner;
    released.state = model::HostingState::released;
    const auto other = hosting("two", "2027-03-20", "");
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_association().put_municipality({model::MunicipalityId("tibro"), "Tibro kommun", "Tibro", {}}));
        TRY(t.write_meetings().put(meeting("one")));
        TRY(t.write_meetings().put(meeting("two")));
        TRY(t.write_hostings().set(NetworkId("n"), Uid("one"), {other}));
        TRY(t.write_hostings().set(NetworkId("n"), Uid("one"), {later, released, sooner}));
        return t.write_hostings().set(NetworkId("n"), Uid("two"), {other});
    });
    auto now = snapshot();
    EXPECT_EQ(now->hostings().of_network(NetworkId("n")).value(), (std::vector{released, sooner, other, later}));
    EXPECT_EQ(now->hostings().of_meeting(NetworkId("n"), Uid("one")).value(), (std::vector{released, sooner, later}));
}

TEST_P(Meetings, are_found_by_the_municipality_that_hosts_them) {
    given_network("n");
    given([&](Transaction& t) -> Result<void> {
        for (const char* id : {"tibro", "skara"})
            TRY(t.write_association().put_municipality({model::MunicipalityId(id), id, id, {}}));
        for (const char* uid : {"two", "one", "three", "four"}) TRY(t.write_meetings().put(meeting(uid)));
        auto released = hosting("three", "2027-03-12", "");
        released.state = model::HostingState::released;
        auto other = hosting("four", "2027-03-12", "");
        other.municipality = model::MunicipalityId("skara");
        TRY(t.write_hostings().set(NetworkId("n"), Uid("two"), {hosting("two", "2027-03-20", "")}));
        TRY(t.write_hostings().set(
            NetworkId("n"), Uid("one"),
            {hosting("one", "2027-04-09", "20270409T130000"), hosting("one", "2027-03-12", "20270312T130000")}));
        TRY(t.write_hostings().set(NetworkId("n"), Uid("three"), {released}));
        return t.write_hostings().set(NetworkId("n"), Uid("four"), {other});
    });
    const auto hosted = [&](const char* network, const char* municipality) {
        return snapshot()->hostings().hosted_by(NetworkId(network), model::MunicipalityId(municipality)).value();
    };
    EXPECT_EQ(hosted("n", "tibro"), (std::vector{Uid("one"), Uid("two")}));
    EXPECT_EQ(hosted("n", "skara"), std::vector{Uid("four")});
    EXPECT_TRUE(hosted("n", "hjo").empty());
    EXPECT_TRUE(hosted("m", "tibro").empty());
}

// Each municipality for itself, whichever meeting is left out, as its turns come and go.

TEST_P(Meetings, count_the_turns_of_each_municipality) {
    given_network("n");
    given([&](Transaction& t) -> Result<void> {
        for (const char* id : {"hjo", "skara", "tibro"})
            TRY(t.write_association().put_municipality({model::MunicipalityId(id), id, id, {}}));
        TRY(t.write_meetings().put(meeting("one")));
        return t.write_meetings().put(meeting("two"));
    });
    using Row = std::pair<const char*, const char*>;  // municipality and day
    const auto set = [&](const char* uid, const std::vector<Row>& wanted) {
        std::vector<model::Hosting> rows;
        for (const auto& [municipality, day] : wanted) {
            rows.push_back(hosting(uid, day, ""));
            rows.back().municipality = model::MunicipalityId(municipality);
        }
        given([&](Transaction& t) { return t.write_hostings().set(NetworkId("n"), Uid(uid), rows); });
    };
    const auto turns = [&](const char* but) {
        std::string said;
        for (const auto& one : snapshot()->hostings().standing(NetworkId("n"), Uid(but)).value().turns)
            said += fmt::format("{} {} {}; ", one.municipality.text(), one.held, base::format_date(*one.last));
        return said;
    };
    set("one", {{"hjo", "2027-01-08"}, {"skara", "2027-06-11"}, {"hjo", "2027-03-12"}});
    set("two", {{"skara", "2027-02-12"}, {"tibro", "2027-04-09"}});
    EXPECT_EQ(turns(""), "hjo 2 2027-03-12; skara 2 2027-06-11; tibro 1 2027-04-09; ");
    EXPECT_EQ(turns("one"), "skara 1 2027-02-12; tibro 1 2027-04-09; ");
    EXPECT_EQ(turns("two"), "hjo 2 2027-03-12; skara 1 2027-06-11; ");
    set("one", {{"hjo", "2027-01-08"}});
    EXPECT_EQ(turns(""), "hjo 1 2027-01-08; skara 1 2027-02-12; tibro 1 2027-04-09; ");
    set("one", {});
    EXPECT_EQ(turns(""), "skara 1 2027-02-12; tibro 1 2027-04-09; ");
    set("one", {{"hjo", "2026-12-11"}});
    EXPECT_EQ(turns("two"), "hjo 1 2026-12-11; ");
}

TEST_P(Meetings, know_the_standing_of_their_rotation_without_one_of_them) {
    given_network("n");
    given_network("o");
    auto last = hosting("one", "2027-04-09", "20270409T130000");
    last.decided = at(9);
    auto released = hosting("two", "2027-05-09", "");
    released.state = model::HostingState::released;
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_association().put_municipality({model::MunicipalityId("tibro"), "Tibro kommun", "Tibro", {}}));
        TRY(t.write_meetings().put(meeting("one")));
        TRY(t.write_meetings().put(meeting("two")));
        TRY(t.write_hostings().set(NetworkId("n"), Uid("one"),
                                   {last, hosting("one", "2027-03-12", "20270312T130000")}));
        TRY(t.write_hostings().set(NetworkId("n"), Uid("two"), {hosting("two", "2027-01-20", "")}));
        return t.write_hostings().set(NetworkId("n"), Uid("two"), {hosting("two", "2027-02-20", ""), released});
    });
    const auto standing = [&](const char* but) {
        return snapshot()->hostings().standing(NetworkId("n"), Uid(but)).value();
    };
    const auto turns = [](int held, const char* day) {
        return std::vector{model::Turns{model::MunicipalityId("tibro"), held, base::parse_date(day)}};
    };
    EXPECT_EQ(standing(""), (model::Standing{turns(3, "2027-04-09"), last}));
    EXPECT_EQ(standing("one"), (model::Standing{turns(1, "2027-02-20"), released}));
    EXPECT_EQ(standing("two"), (model::Standing{turns(2, "2027-04-09"), last}));
    EXPECT_EQ(snapshot()->hostings().standing(NetworkId("o"), {}).value(), model::Standing{});
    const auto hosts_on = [&](const char* day, const char* but) {
        return snapshot()
            ->hostings()
            .hosts_on(NetworkId("n"), model::MunicipalityId("tibro"), base::parse_date(day).value(), Uid(but))
            .value();
    };
    EXPECT_TRUE(hosts_on("2027-02-20", "one"));
    EXPECT_FALSE(hosts_on("2027-02-20", "two"));
    EXPECT_FALSE(hosts_on("2027-05-09", "one")) << "given back";
    const auto freed = [&] {
        return snapshot()->hostings().freed_lately(NetworkId("n"), released.date, Uid("one")).value();
    };
    EXPECT_TRUE(freed().empty()) << "it is no series";
    released.occurrence = last.occurrence;
    auto two = meeting("two");
    given([&](Transaction& t) {
        return t.write_hostings().set(NetworkId("n"), Uid("two"), {hosting("two", "2027-02-20", ""), released});
    });
    EXPECT_TRUE(freed().empty()) << "all has settled";
    two.settles = at(30);
    given([&](Transaction& t) { return t.write_meetings().put(two); });
    EXPECT_EQ(freed(), std::vector{released});
    given([&](Transaction& t) { return t.write_meetings().remove(NetworkId("n"), Uid("one")); });
    EXPECT_EQ(standing("").turns, turns(1, "2027-02-20"));
}

TEST_P(Meetings, remember_proposals_and_when_they_are_to_follow) {
    given_network("n");
    auto preliminary = meeting("one");
    preliminary.preliminary = base::parse_date("2027-03-12");
    const auto follow = [&](int due) {
        given([&](Transaction& t) { return t.write_proposals().follow(NetworkId("n"), at(due)); });
    };
    follow(5);
    EXPECT_FALSE(snapshot()->meetings().next_settling().value()) << "nothing is preliminary";
    const model::Proposal proposal{{"", ""}, model::MunicipalityId("tibro"), base::parse_date("2027-03-12").value()};
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_meetings().put(preliminary));
        TRY(t.write_meetings().put(meeting("two")));
        return t.write_proposals().set(NetworkId("n"), Uid("one"), {proposal});
    });
    follow(7);
    follow(9);
    auto now = snapshot();
    EXPECT_EQ(now->meetings().next_settling().value(), at(7));
    EXPECT_TRUE(now->proposals().due(at(6)).value().empty());
    EXPECT_EQ(now->proposals().due(at(7)).value(), std::vector{NetworkId("n")});
    EXPECT_EQ(now->proposals().of_meeting(NetworkId("n"), Uid("one")).value(), std::vector{proposal});
    EXPECT_EQ(now->proposals().from(NetworkId("n"), proposal.date).value().at(0).uid, Uid("one"));
    EXPECT_TRUE(now->proposals().from(NetworkId("n"), base::parse_date("2027-03-13").value()).value().empty());
    EXPECT_EQ(now->proposals().preliminary(NetworkId("n"), proposal.date, 9).value(), std::vector{preliminary});
    EXPECT_TRUE(
        now->proposals().preliminary(NetworkId("n"), base::parse_date("2027-03-13").value(), 9).value().empty());
    given([&](Transaction& t) { return t.write_proposals().followed(NetworkId("n")); });
    EXPECT_FALSE(snapshot()->meetings().next_settling().value());
}

}  // namespace
}  // namespace stafett::storage::conformance
