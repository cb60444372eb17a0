#include <fmt/format.h>

#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::NetworkId;
using model::Uid;

model::Meeting meeting(const std::string& uid) {
    return {.network = NetworkId("n"),
            .uid = Uid(uid),
            .id = model::MeetingId("v-" + uid),
            .copy_uid = Uid(uid),
            .name = model::ObjectName(uid + ".ics"),
            .author = base::digest(uid),
            .sequence = 3,
            .cancelled = {},
            .ends = at(100),
            .deleted = false,
            .created = at(1),
            .changed = at(2),
            .settles = {},
            .settled = {},
            .by = {model::PersonId("anna"), model::PrincipalId("n"), at(2)}};
}

model::Hosting hosting(const std::string& uid, const char* date, const char* occurrence) {
    return {.network = NetworkId("n"),
            .uid = Uid(uid),
            .occurrence = {occurrence, *occurrence ? "Europe/Stockholm" : ""},
            .municipality = model::MunicipalityId("tibro"),
            .state = model::HostingState::fixed,
            .reason = model::HostingReason::taken_over,
            .date = base::parse_date(date).value(),
            .inputs = "{}",
            .explanation = "Tibro: 2 turer, färst",
            .decided = at(3)};
}

TEST_P(Meetings, are_found_as_they_were_put) {
    given_network("n");
    auto one = meeting("one");
    one.cancelled = at(9);
    one.deleted = true;
    one.told = base::digest("told");
    one.preliminary = base::parse_date("2027-03-12");
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_meetings().put(meeting("two")));
        TRY(t.write_meetings().put(meeting("one")));
        return t.write_meetings().put(one);
    });
    auto now = snapshot();
    EXPECT_EQ(now->meetings().find(NetworkId("n"), Uid("one")).value(), one);
    EXPECT_EQ(now->meetings().by_id(model::MeetingId("v-two")).value(), meeting("two"));
    EXPECT_EQ(now->meetings().of_network(NetworkId("n")).value(), (std::vector{one, meeting("two")}));
    EXPECT_FALSE(now->meetings().find(NetworkId("x"), Uid("one")).value());
}

// Column by column: each can be the only one that moves, and back to none.
TEST_P(Meetings, move_in_each_part_but_what_they_were_made_with) {
    given_network("n");
    const auto made = meeting("one");
    const auto moved_in = [&](const std::function<void(model::Meeting&)>& move) {
        model::Meeting one = made;
        move(one);
        given([&](Transaction& t) { return t.write_meetings().put(one); });
        EXPECT_EQ(snapshot()->meetings().find(NetworkId("n"), Uid("one")).value(), one);
        given([&](Transaction& t) { return t.write_meetings().put(made); });
        EXPECT_EQ(snapshot()->meetings().find(NetworkId("n"), Uid("one")).value(), made);
    };
    given([&](Transaction& t) { return t.write_meetings().put(made); });
    moved_in([](model::Meeting& one) { one.name = model::ObjectName("renamed.ics"); });
    moved_in([](model::Meeting& one) { one.author = base::digest("another"); });
    moved_in([](model::Meeting& one) { ++one.sequence; });
    moved_in([](model::Meeting& one) { one.cancelled = at(9); });
    moved_in([](model::Meeting& one) { one.ends.reset(); });
    moved_in([](model::Meeting& one) { one.deleted = true; });
    moved_in([](model::Meeting& one) { one.changed = at(3); });
    moved_in([](model::Meeting& one) { one.settles = at(4); });
    moved_in([](model::Meeting& one) { one.settled = at(5); });
    moved_in([](model::Meeting& one) { one.by.person = model::PersonId("bo"); });
    moved_in([](model::Meeting& one) { one.by.acted_for = model::PrincipalId("bo"); });
    moved_in([](model::Meeting& one) { one.by.at = at(6); });
    moved_in([](model::Meeting& one) { one.told = base::digest("told"); });
    moved_in([](model::Meeting& one) { one.preliminary = base::parse_date("2027-03-12"); });

    model::Meeting other = made;
    other.id = model::MeetingId("v-other");
    other.copy_uid = Uid("other");
    other.created = at(7);
    given([&](Transaction& t) { return t.write_meetings().put(other); });
    EXPECT_EQ(snapshot()->meetings().find(NetworkId("n"), Uid("one")).value(), made);
}

TEST_P(Meetings, remember_what_the_office_makes_of_its_copy_as_long_as_they_live) {
    given_network("n");
    given([&](Transaction& t) { return t.write_meetings().put(meeting("one")); });
    EXPECT_EQ(snapshot()->meetings().office_copy(NetworkId("n"), Uid("one")).value(), model::OfficeCopy{});
    const auto set = [&](const model::OfficeCopy& copy) {
        return store().write(
            [&](Transaction& t) { return t.write_meetings().set_office_copy(NetworkId("n"), Uid("one"), copy); });
    };
    model::OfficeCopy copy{true,
                           {{{"", ""}, "ACCEPTED", "DTSTART:20270312", {}, ""},
                            {{"20270409", ""}, "", "", "TRANSPARENT", "BEGIN:VALARM\r\nEND:VALARM\r\n"}}};
    ASSERT_TRUE(set({false, {{{"20270312", ""}, "DECLINED", "x", "", "y"}}}));
    ASSERT_TRUE(set(copy));
    given([&](Transaction& t) { return t.write_meetings().put(meeting("one")); });
    EXPECT_EQ(snapshot()->meetings().office_copy(NetworkId("n"), Uid("one")).value(), copy);
    copy.hidden = false;
    ASSERT_TRUE(set(copy));
    EXPECT_EQ(snapshot()->meetings().office_copy(NetworkId("n"), Uid("one")).value(), copy);

    given([&](Transaction& t) { return t.write_meetings().remove(NetworkId("n"), Uid("one")); });
    EXPECT_EQ(fault(set(copy)), Fault::not_found);
    given([&](Transaction& t) { return t.write_meetings().put(meeting("one")); });
    EXPECT_EQ(snapshot()->meetings().office_copy(NetworkId("n"), Uid("one")).value(), model::OfficeCopy{});
}

TEST_P(Meetings, settle_oldest_first) {
    given_network("n");
    EXPECT_FALSE(snapshot()->meetings().next_settling().value());
    auto late = meeting("late"), early = meeting("early");
    late.settles = at(20);
    early.settles = at(10);
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_meetings().put(late));
        TRY(t.write_meetings().put(meeting("settled")));
        return t.write_meetings().put(early);
    });
    auto now = snapshot();
    EXPECT_EQ(now->meetings().next_settling().value(), at(10));
    EXPECT_TRUE(now->meetings().to_settle(at(9)).value().empty());
    EXPECT_EQ(now->meetings().to_settle(at(10)).value(), (std::vector{early}));
    EXPECT_EQ(now->meetings().to_settle(at(30)).value(), (std::vector{early, late}));
}

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

TEST_P(Meetings, remember_occurrences_that_are_cancelled) {
    given_network("n");
    given([&](Transaction& t) { return t.write_meetings().put(meeting("one")); });
    const model::CancelledOccurrence one{{"20270312T130000", "Europe/Stockholm"}, at(20), at(3), "BEGIN:VCALENDAR"};
    const auto set = [&](std::vector<model::CancelledOccurrence> all) {
        given([&](Transaction& t) { return t.write_cancellations().set(NetworkId("n"), Uid("one"), all); });
    };
    set({one, {{"20270409T130000", "Europe/Stockholm"}, at(30), at(3), "x"}});
    set({one});
    auto now = snapshot();
    EXPECT_EQ(now->cancellations().of_meeting(NetworkId("n"), Uid("one")).value(), std::vector{one});
    EXPECT_EQ(now->cancellations().ended(NetworkId("n"), at(21)).value(), std::vector{Uid("one")});
    EXPECT_TRUE(now->cancellations().ended(NetworkId("n"), at(20)).value().empty());
}

TEST_P(Meetings, tell_listeners_that_what_their_network_shows_has_changed) {
    given_network("n");
    const auto traffar = calendar("n", "traffar");
    std::vector<CommitNotice> notices;
    store().on_commit([&](const CommitNotice& notice) { notices.push_back(notice); });
    given([&](Transaction& t) { return t.write_meetings().put(meeting("one")); });
    given([&](Transaction& t) { return t.write_hostings().set(NetworkId("n"), Uid("one"), {}); });
    given([&](Transaction& t) { return t.write_meetings().remove(NetworkId("n"), Uid("one")); });
    ASSERT_EQ(notices.size(), 3u);
    for (const CommitNotice& notice : notices) EXPECT_EQ(notice.calendars, std::vector{traffar});
}

TEST_P(Meetings, keep_submissions_oldest_first) {
    given_network("n");
    given([&](Transaction& t) { return t.write_meetings().put(meeting("one")); });
    const auto add = [&](model::SubmissionWhat what) {
        return store()
            .write([&](Transaction& t) -> Result<std::int64_t> {
                model::Submission row = submission("n", "one");
                row.what = what;
                row.by = by("anna", 4);
                row.summary = "Möte 12 mars, värd Tibro";
                return t.write_submissions().add(row);
            })
            .value();
    };
    const auto first = add(model::SubmissionWhat::planned), second = add(model::SubmissionWhat::moved);
    given([&](Transaction& t) -> Result<void> {
        TRY_ASSIGN(auto rows, t.submissions().of_meeting(NetworkId("n"), Uid("one")));
        rows.at(0).state = model::SubmissionState::not_sent;
        rows.at(0).settled = at(8);
        return t.write_submissions().update(rows.at(0));
    });
    const auto rows = snapshot()->submissions().of_network(NetworkId("n")).value();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].id, first);
    EXPECT_EQ(rows[0].state, model::SubmissionState::not_sent);
    EXPECT_EQ(rows[0].settled, at(8));
    EXPECT_EQ(rows[1].id, second);
    EXPECT_EQ(rows[1].what, model::SubmissionWhat::moved);
    EXPECT_EQ(rows[1].by, by("anna", 4));
    EXPECT_EQ(fault(store().write([](Transaction& t) { return t.write_submissions().update(submission("n", "one")); })),
              Fault::not_found);
}

TEST_P(Meetings, go_without_trace) {
    given_network("n");
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_association().put_municipality({model::MunicipalityId("tibro"), "Tibro kommun", "Tibro", {}}));
        TRY(t.write_meetings().put(meeting("one")));
        TRY(t.write_hostings().set(NetworkId("n"), Uid("one"), {hosting("one", "2027-03-12", "")}));
        TRY(t.write_submissions().add(submission("n", "one")));
        return t.write_meetings().remove(NetworkId("n"), Uid("one"));
    });
    auto now = snapshot();
    EXPECT_TRUE(now->hostings().of_network(NetworkId("n")).value().empty());
    EXPECT_TRUE(now->submissions().of_network(NetworkId("n")).value().empty());
    EXPECT_EQ(
        fault(store().write([](Transaction& t) { return t.write_meetings().remove(NetworkId("n"), Uid("one")); })),
        Fault::not_found);
}

TEST_P(Meetings, have_one_waiting_message_per_coalescing_key) {
    const auto add = [&](const char* key, int not_before) {
        return store().write([&](Transaction& t) -> Result<std::int64_t> {
            model::Message row = message(key, at(not_before));
            row.octets = std::string("\0\xff", 2);
            return t.write_messages().add(row);
        });
    };
    const auto late = add("late", 20).value(), early = add("early", 10).value();
    EXPECT_EQ(fault(add("late", 30)), Fault::exists);
    auto now = snapshot();
    const auto due = now->messages().due(at(20), 10).value();
    ASSERT_EQ(due.size(), 2u);
    EXPECT_EQ(due[0].id, early);
    EXPECT_EQ(due[1].id, late);
    EXPECT_EQ(due[1].octets, std::string("\0\xff", 2));
    EXPECT_EQ(now->messages().due(at(20), 1).value().size(), 1u);
    EXPECT_EQ(now->messages().due(at(9), 10).value().size(), 0u);

    auto sent = now->messages().waiting("late").value().value();
    sent.state = model::Message::State::sent;
    sent.dispatched = at(21);
    sent.digest = base::digest("sent");
    given([&](Transaction& t) { return t.write_messages().update(sent); });
    EXPECT_FALSE(snapshot()->messages().waiting("late").value());
    EXPECT_TRUE(add("late", 40)) << "the one before has left";
    EXPECT_EQ(snapshot()->messages().all(10).value().at(0).digest, base::digest("sent"));
}

TEST_P(Meetings, are_subscribed_to_by_links_that_are_revoked_once) {
    given_person("anna");
    given_network("n");
    const auto feed = [](const char* id, model::FeedScope scope, const char* network, int created) {
        return model::Feed{.id = id,
                           .token = base::digest(id),
                           .owner = model::PersonId("anna"),
                           .scope = scope,
                           .network = NetworkId(network),
                           .name = "Outlook",
                           .slug = "moten",
                           .created = at(created),
                           .revoked = {}};
    };
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_feeds().add(feed("old", model::FeedScope::network, "n", 1)));
        TRY(t.write_feeds().add(feed("new", model::FeedScope::my_networks, "", 2)));
        return t.write_feeds().revoke("old", at(3));
    });
    given([&](Transaction& t) { return t.write_feeds().revoke("old", at(4)); });
    auto now = snapshot();
    const auto old = now->feeds().by_token(base::digest("old")).value().value();
    EXPECT_EQ(old.revoked, at(3));
    EXPECT_EQ(old.network, NetworkId("n"));
    EXPECT_EQ(now->feeds().of_person(model::PersonId("anna")).value().at(0).id, "new");
    EXPECT_EQ(now->feeds().of_person({}).value().size(), 2u);
    EXPECT_TRUE(now->feeds().of_person(model::PersonId("berit")).value().empty());
    EXPECT_FALSE(now->feeds().by_token(base::digest("x")).value());
    EXPECT_EQ(fault(store().write([](Transaction& t) { return t.write_feeds().revoke("x", at(4)); })),
              Fault::not_found);
}

}  // namespace
}  // namespace stafett::storage::conformance
