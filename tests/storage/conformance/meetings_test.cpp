#include "tests/storage/conformance/meetings.h"

namespace stafett::storage::conformance {
namespace {

using model::NetworkId;
using model::Uid;

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

    given([&](Transaction& t) { return t.write_messages().postpone(early, at(30), "anew"); });
    EXPECT_EQ(snapshot()->messages().due(at(20), 10).value().size(), 1u);
    EXPECT_EQ(snapshot()->messages().waiting("early").value().value().payload, "anew");
    EXPECT_EQ(snapshot()->messages().waiting("early").value().value().not_before, at(30));
    auto sent = now->messages().waiting("late").value().value();
    sent.state = model::Message::State::sent;
    sent.dispatched = at(21);
    sent.digest = base::digest("sent");
    given([&](Transaction& t) { return t.write_messages().update(sent); });
    EXPECT_FALSE(snapshot()->messages().waiting("late").value());
    EXPECT_EQ(fault(store().write([&](Transaction& t) { return t.write_messages().postpone(late, at(40), ""); })),
              Fault::not_found);
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
