#include <gmock/gmock.h>

#include "tests/storage/conformance/meetings.h"

namespace stafett::storage::conformance {
namespace {

TEST_P(ForgetBodies, when_nothing_has_referred_to_them_for_long) {
    given_person("anna");
    const auto home = calendar("anna"), tasks = calendar("anna", "tasks");
    model::NewObject three = object("three", "three", "sent");
    three.writers = text("written");
    three.readers = text("read");
    ASSERT_TRUE(put(home, three, model::Expect::any(), 1));
    const auto two = [&](const char* name, const char* author, const char* writers, const char* readers) {
        model::NewObject object = conformance::object(name, name, author);
        object.writers = text(writers);
        object.readers = text(readers);
        ASSERT_TRUE(put(home, object, model::Expect::any(), 1));
    };
    two("x", "x1", "x1", "x2");
    two("y", "y1", "y2", "y1");
    two("z", "z1", "z2", "z2");
    ASSERT_TRUE(put(home, object("a", "a", "old"), model::Expect::any(), 1));
    ASSERT_TRUE(put(home, object("a", "a", "new"), model::Expect::any(), 10));
    ASSERT_TRUE(put(tasks, object("b", "b", "gone"), model::Expect::any(), 1));
    ASSERT_TRUE(remove(tasks, "b", model::Expect::any(), 10));
    ASSERT_TRUE(put(tasks, object("c", "c", "with its calendar"), model::Expect::any(), 1));
    given([&](Transaction& t) { return t.write_calendars().remove(tasks, by("anna", 10)); });
    forget(10);
    for (const char* body : {"old", "gone", "with its calendar"}) EXPECT_TRUE(known(body)) << body;
    forget(11);
    for (const char* body : {"old", "gone", "with its calendar"}) EXPECT_FALSE(known(body)) << body;
    forget(1000);
    for (const char* body : {"sent", "written", "read", "new", "x1", "x2", "y1", "y2", "z1", "z2"})
        EXPECT_TRUE(known(body)) << body;
    EXPECT_THAT(store().check_integrity().value(), testing::IsEmpty());
    EXPECT_EQ(snapshot()->changes().history(home, model::ObjectName("a")).value().size(), 2U);
    EXPECT_THAT(released(1000).list, testing::IsEmpty());
}

TEST_P(ForgetBodies, counts_from_the_last_of_those_that_referred_to_it) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "shared"), model::Expect::any(), 1));
    ASSERT_TRUE(put(home, object("b", "b", "shared"), model::Expect::any(), 1));
    ASSERT_TRUE(remove(home, "a", model::Expect::any(), 10));
    forget(20);
    EXPECT_TRUE(known("shared"));
    ASSERT_TRUE(remove(home, "b", model::Expect::any(), 30));
    forget(30);
    EXPECT_TRUE(known("shared"));
    forget(31);
    EXPECT_FALSE(known("shared"));
}

TEST_P(ForgetBodies, spares_what_was_taken_up_again_meanwhile) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "back"), model::Expect::any(), 1));
    ASSERT_TRUE(remove(home, "a", model::Expect::any(), 2));
    const ReleasedBodies seen = released(10);
    ASSERT_EQ(seen.list.size(), 1U);
    EXPECT_FALSE(seen.list[0].referred_to);
    ASSERT_TRUE(put(home, object("b", "b", "back"), model::Expect::any(), 20));
    forget(seen, 20);
    EXPECT_TRUE(known("back"));
    EXPECT_THAT(store().check_integrity().value(), testing::IsEmpty());
    ASSERT_TRUE(remove(home, "b", model::Expect::any(), 30));
    forget(31);
    EXPECT_FALSE(known("back"));
}

TEST_P(ForgetBodies, keeps_what_an_object_still_has_in_another_form) {
    given_person("anna");
    const auto home = calendar("anna");
    model::NewObject both = object("a", "a", "sent");
    both.readers = text("read");
    ASSERT_TRUE(put(home, both, model::Expect::any(), 1));
    model::NewObject other = object("a", "a", "read");
    ASSERT_TRUE(put(home, other, model::Expect::any(), 2));
    forget(1000);
    EXPECT_TRUE(known("read"));
    EXPECT_FALSE(known("sent"));
}

TEST_P(ForgetBodies, looks_at_a_page_at_a_time_the_oldest_first) {
    given_person("anna");
    const auto home = calendar("anna");
    for (const int n : {1, 2, 3}) {
        ASSERT_TRUE(put(home, object("a", "a", "version " + std::to_string(n)), model::Expect::any(), n));
    }
    ASSERT_TRUE(remove(home, "a", model::Expect::any(), 9));
    EXPECT_EQ(released(100).list.size(), 3U);
    forget(released(100, 2), 100);
    EXPECT_FALSE(known("version 1"));
    EXPECT_FALSE(known("version 2"));
    EXPECT_TRUE(known("version 3"));
    forget(released(100, 2), 100);
    EXPECT_FALSE(known("version 3"));
    EXPECT_THAT(released(100).list, testing::IsEmpty());
}

TEST_P(ForgetBodies, waits_for_the_last_release) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "shared"), model::Expect::any(), 1));
    ASSERT_TRUE(put(home, object("b", "b", "shared"), model::Expect::any(), 1));
    ASSERT_TRUE(remove(home, "a", model::Expect::any(), 10));
    ASSERT_TRUE(remove(home, "b", model::Expect::any(), 30));
    forget(20);
    EXPECT_TRUE(known("shared"));
    forget(31);
    EXPECT_FALSE(known("shared"));
}

TEST_P(ForgetBodies, spares_what_is_written_anew_between_two_pages) {
    given_person("anna");
    const auto home = calendar("anna");
    for (const int n : {1, 2}) {
        ASSERT_TRUE(put(home, object("a", "a", "again"), model::Expect::any(), n));
        ASSERT_TRUE(remove(home, "a", model::Expect::any(), n));
    }
    forget(released(100, 1), 100);
    EXPECT_FALSE(known("again"));
    const ReleasedBodies second = released(100, 1);
    ASSERT_EQ(second.list.size(), 1U);
    ASSERT_TRUE(put(home, object("a", "a", "again"), model::Expect::any(), 100));
    forget(second, 100);
    EXPECT_TRUE(known("again"));
    EXPECT_THAT(store().check_integrity().value(), testing::IsEmpty());
}

TEST_P(ForgetBodies, keeps_what_a_meeting_was_last_told_as_and_looks_again_as_long_after) {
    given_person("anna");
    given_network("n");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "told"), model::Expect::any(), 1));
    model::Meeting told = meeting("one");
    told.told = base::digest("told");
    given([&](Transaction& t) { return t.write_meetings().put(told); });
    ASSERT_TRUE(remove(home, "a", model::Expect::any(), 2));
    forget(released(10), 500);
    EXPECT_TRUE(known("told"));
    EXPECT_THAT(released(500).list, testing::IsEmpty());
    told.told = base::digest("something else");
    given([&](Transaction& t) { return t.write_meetings().put(told); });
    forget(501);
    EXPECT_FALSE(known("told"));
}

}  // namespace
}  // namespace stafett::storage::conformance
