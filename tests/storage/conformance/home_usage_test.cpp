// What a home holds, counted as it changes, and how its history is kept within a bound.
#include <gmock/gmock.h>

#include "tests/storage/conformance/meetings.h"

namespace stafett::storage::conformance {
namespace {

TEST_P(HomeUsage, counts_calendars_objects_and_the_octets_of_what_was_written) {
    given_person("anna");
    const auto home = calendar("anna"), tasks = calendar("anna", "tasks");
    EXPECT_EQ(usage("anna"), (model::HomeUsage{.calendars = 2, .objects = 0, .octets = 0}));
    ASSERT_TRUE(put(home, object("a", "a", "12345")));
    ASSERT_TRUE(put(tasks, object("b", "b", "123")));
    EXPECT_EQ(usage("anna"), (model::HomeUsage{.calendars = 2, .objects = 2, .octets = 8}));
    ASSERT_TRUE(put(home, object("a", "a", "1234567")));
    EXPECT_EQ(usage("anna"), (model::HomeUsage{.calendars = 2, .objects = 2, .octets = 10}));
    ASSERT_TRUE(put(home, object("a", "a", "1")));
    ASSERT_TRUE(put(home, object("a", "a", "1")));
    EXPECT_EQ(usage("anna"), (model::HomeUsage{.calendars = 2, .objects = 2, .octets = 4}));
    ASSERT_TRUE(remove(home, "a"));
    EXPECT_EQ(usage("anna"), (model::HomeUsage{.calendars = 2, .objects = 1, .octets = 3}));
    given([&](Transaction& t) { return t.write_calendars().remove(tasks, by("anna")); });
    EXPECT_EQ(usage("anna"), (model::HomeUsage{.calendars = 1, .objects = 0, .octets = 0}));
    EXPECT_EQ(usage("nobody"), model::HomeUsage{});
}

TEST_P(HomeUsage, of_a_network_counts_its_meetings_as_their_authors_wrote_them) {
    given_person("anna");
    given_network("n");
    const auto meetings = calendar("n", "traffar"), calls = calendar("n", "kallelser");
    ASSERT_TRUE(put(meetings, meeting("a", "12345", "12345 and our lines")));
    ASSERT_TRUE(put(calls, object("v", "a", "12345 and who is called")));
    EXPECT_EQ(usage("n"), (model::HomeUsage{.calendars = 1, .objects = 1, .octets = 5}));
    ASSERT_TRUE(put(meetings, meeting("a", "12345", "12345 and other lines of ours")));
    EXPECT_EQ(usage("n").octets, 5U);
    ASSERT_TRUE(put(meetings, meeting("a", "123", "12345 and other lines of ours")));
    EXPECT_EQ(usage("n").octets, 3U);
    EXPECT_THAT(store().check_integrity().value(), testing::IsEmpty());
}

TEST_P(HomeUsage, of_what_fails_is_what_it_was) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "12345")));
    EXPECT_EQ(fault(put(home, object("b", "a", "123"))), Fault::uid_in_use);
    EXPECT_EQ(fault(put(home, object("a", "a", "123"), model::Expect::absent())), Fault::exists);
    const Result<void> undone = store().write([&](Transaction& t) -> Result<void> {
        TRY(t.write_objects().put(home, object("c", "c", "123"), model::Expect::any(), by("anna")));
        return fail(Fault::busy, "the body's own reason");
    });
    EXPECT_FALSE(undone);
    EXPECT_EQ(usage("anna"), (model::HomeUsage{.calendars = 2, .objects = 1, .octets = 5}));
}

TEST_P(History, loses_its_oldest_versions_first) {
    given_person("anna");
    const auto home = calendar("anna");
    put_versions(home, "a", {"v1_10octet", "v2_10octet", "v3_10octet", "present"});
    put_versions(home, "b", {"v4_10octet", "v5_10octet"});
    bound(40);
    EXPECT_TRUE(known("v1_10octet"));
    bound(20);
    EXPECT_FALSE(known("v1_10octet"));
    EXPECT_FALSE(known("v2_10octet"));
    EXPECT_TRUE(known("v3_10octet"));
    EXPECT_TRUE(known("v4_10octet"));
    bound(0);
    for (const char* old : {"v1_10octet", "v2_10octet", "v3_10octet", "v4_10octet"}) EXPECT_FALSE(known(old)) << old;
    EXPECT_TRUE(known("present"));
    EXPECT_TRUE(known("v5_10octet"));
    EXPECT_EQ(snapshot()->changes().history(home, model::ObjectName("a")).value().size(), 4U);
    EXPECT_THAT(store().check_integrity().value(), testing::IsEmpty());
}

TEST_P(History, is_each_homes_own) {
    given_person("anna");
    given_person("bo");
    put_versions(calendar("anna"), "a", {"annas first", "annas second"});
    put_versions(calendar("bo"), "b", {"bos first", "shared by both", "bos third"});
    put_versions(calendar("anna"), "a", {"shared by both", "annas last"});
    bound(26);
    EXPECT_FALSE(known("annas first")) << "11 + 12 + 14 octets";
    EXPECT_TRUE(known("annas second"));
    EXPECT_TRUE(known("bos first"));
    EXPECT_TRUE(known("shared by both"));
}

TEST_P(History, counts_a_text_once_and_from_its_last_release) {
    given_person("anna");
    const auto home = calendar("anna");
    put_versions(home, "a", {"back_10octets", "other_10octet", "back_10octets", "present"});
    bound(26);
    EXPECT_TRUE(known("back_10octets"));
    EXPECT_TRUE(known("other_10octet"));
    bound(13, 1);
    EXPECT_TRUE(known("back_10octets"));
    EXPECT_FALSE(known("other_10octet"));
}

TEST_P(History, spares_what_is_referred_to_and_what_is_taken_up_again_meanwhile) {
    given_person("anna");
    const auto home = calendar("anna");
    put_versions(home, "a", {"back", "other", "back"});
    put_versions(home, "b", {"third", "present"});
    const ReleasedBodies seen = snapshot()->objects().history_beyond(0, 100).value();
    put_versions(home, "c", {"third"});
    forget(seen, 1000);
    EXPECT_TRUE(known("back"));
    EXPECT_TRUE(known("third"));
    EXPECT_FALSE(known("other"));
    EXPECT_THAT(store().check_integrity().value(), testing::IsEmpty());
}

TEST_P(History, never_loses_what_settled_or_what_a_meeting_is_shown_from) {
    given_person("anna");
    given_network("n");
    const auto meetings = calendar("n", "traffar");
    const auto tell = [&](const std::string& told, const std::string& author) {
        model::Meeting meeting = conformance::meeting("m");
        meeting.told = base::digest(told);
        meeting.author = base::digest(author);
        given([&](Transaction& t) { return t.write_meetings().put(meeting); });
    };
    put_versions(meetings, "m", {"settled first"});
    tell("settled first", "settled first");
    put_versions(meetings, "m", {"never settled", "settled last"});
    tell("settled last", "settled last");
    put_versions(meetings, "m", {"last of all"});
    ASSERT_TRUE(remove(meetings, "m", model::Expect::any(), 9));
    tell("settled last", "last of all");
    bound(0);
    EXPECT_TRUE(known("settled first"));
    EXPECT_TRUE(known("settled last"));
    EXPECT_TRUE(known("last of all"));
    EXPECT_FALSE(known("never settled"));
}

TEST_P(History, of_what_settled_counts) {
    given_person("anna");
    given_network("n");
    const auto meetings = calendar("n", "traffar");
    put_versions(meetings, "m", {"settled 10"});
    model::Meeting meeting = conformance::meeting("m");
    meeting.told = meeting.author = base::digest("settled 10");
    given([&](Transaction& t) { return t.write_meetings().put(meeting); });
    put_versions(meetings, "m", {"never sett", "present"});
    bound(20);
    EXPECT_TRUE(known("never sett"));
    bound(19);
    EXPECT_FALSE(known("never sett"));
    EXPECT_TRUE(known("settled 10"));
}

TEST_P(History, of_a_calendar_that_is_removed_is_the_homes) {
    given_person("anna");
    put_versions(calendar("anna", "tasks"), "a", {"first", "second"});
    given([&](Transaction& t) { return t.write_calendars().remove(calendar("anna", "tasks"), by("anna", 9)); });
    bound(6);
    EXPECT_FALSE(known("first"));
    EXPECT_TRUE(known("second"));
    bound(5);
    EXPECT_FALSE(known("second"));
}

}  // namespace
}  // namespace stafett::storage::conformance
