#include <atomic>
#include <set>
#include <thread>

#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::ChangeNumber;
using model::Form;

std::vector<std::string> names(const std::vector<model::Change>& changes) {
    std::vector<std::string> names;
    for (const model::Change& change : changes) names.push_back((change.removed ? "-" : "+") + change.name.text());
    return names;
}

TEST_P(Changes, are_none_in_an_empty_calendar) {
    given_person("anna");
    auto now = snapshot();
    EXPECT_EQ(now->changes().latest(calendar("anna"), Form::readers).value(), ChangeNumber{});
    EXPECT_TRUE(now->changes().since(calendar("anna"), Form::readers, {}, 10).value().empty());
}

TEST_P(Changes, tell_the_last_of_each_object_in_order) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "1")));
    ASSERT_TRUE(put(home, object("b", "b", "1")));
    const auto token = snapshot()->changes().latest(home, Form::readers).value();
    ASSERT_TRUE(put(home, object("c", "c", "1")));
    ASSERT_TRUE(put(home, object("a", "a", "2")));
    ASSERT_TRUE(put(home, object("c", "c", "2")));
    ASSERT_TRUE(remove(home, "b"));
    auto now = snapshot();
    EXPECT_EQ(names(now->changes().since(home, Form::readers, token, 10).value()),
              (std::vector<std::string>{"+a", "+c", "-b"}));
    EXPECT_EQ(names(now->changes().since(home, Form::readers, {}, 10).value()),
              (std::vector<std::string>{"+a", "+c", "-b"}));
    EXPECT_EQ(now->changes().latest(home, Form::readers).value(),
              now->changes().since(home, Form::readers, token, 10).value().back().number);
}

TEST_P(Changes, come_in_pages) {
    given_person("anna");
    const auto home = calendar("anna");
    for (int i = 0; i < 7; ++i) {
        const std::string name = std::to_string(i);
        ASSERT_TRUE(put(home, object(name, name, name)));
    }
    auto now = snapshot();
    std::vector<std::string> seen;
    ChangeNumber after;
    for (;;) {
        const auto page = now->changes().since(home, Form::writers, after, 3).value();
        if (page.empty()) break;
        for (const std::string& name : names(page)) seen.push_back(name);
        after = page.back().number;
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"+0", "+1", "+2", "+3", "+4", "+5", "+6"}));
}

TEST_P(Changes, belong_to_their_own_calendar) {
    given_person("anna");
    const auto home = calendar("anna"), tasks = calendar("anna", "tasks");
    ASSERT_TRUE(put(home, object("a", "a", "1")));
    EXPECT_EQ(snapshot()->changes().latest(tasks, Form::readers).value(), ChangeNumber{});
}

TEST_P(Changes, are_never_numbered_again_after_a_calendar_is_removed) {
    given_person("anna");
    const auto first = put(calendar("anna"), object("a", "a", "1")).value();
    given([&](Transaction& t) { return t.write_calendars().remove(calendar("anna"), by("anna")); });
    const auto second = put(calendar("anna", "tasks"), object("a", "a", "1")).value();
    EXPECT_GT(second.change, first.change);
}

// model.md §11: what commits after a token was given is reported after that token; repeats allowed, losses never.
TEST_P(Changes, lose_nothing_between_two_writers_and_a_reader_of_tokens) {
    given_person("anna");
    const auto home = calendar("anna");
    constexpr int kEach = 60;
    std::atomic<int> running = 2;
    const auto write = [&](const char* prefix) {
        for (int i = 0; i < kEach; ++i) {
            const std::string name = prefix + std::to_string(i);
            EXPECT_TRUE(put(home, object(name, name, name)));
        }
        --running;
    };
    std::thread left(write, "left"), right(write, "right");
    std::set<std::string> reported;
    ChangeNumber token;
    for (bool last = false; !last;) {
        last = running == 0;
        auto now = snapshot();
        for (const auto& change : now->changes().since(home, Form::readers, token, 1000).value())
            reported.insert(change.name.text());
        token = now->changes().latest(home, Form::readers).value();
    }
    left.join();
    right.join();
    EXPECT_EQ(reported.size(), 2u * kEach);
}

// The same promise with the order fixed: the token is taken while the first has written and not committed, and the
// second is on its way.
TEST_P(Changes, are_reported_after_a_token_given_inside_an_open_transaction) {
    given_person("anna");
    const auto home = calendar("anna");
    for (const auto& [first_name, second_name] : {std::pair("l1", "r1"), std::pair("r2", "l2")}) {
        std::atomic<bool> inside = false, token_taken = false;
        const auto write = [&](const char* name, bool waits) {
            EXPECT_TRUE(store().write([&](Transaction& t) -> Result<model::Written> {
                auto written = t.write_objects().put(home, object(name, name, name), model::Expect::any(), by("anna"));
                if (waits) {
                    inside = true;
                    inside.notify_all();
                    token_taken.wait(false);
                }
                return written;
            }));
        };
        std::thread first(write, first_name, true);
        inside.wait(false);
        std::thread second(write, second_name, false);
        const auto token = snapshot()->changes().latest(home, Form::readers).value();
        token_taken = true;
        token_taken.notify_all();
        first.join();
        second.join();
        EXPECT_EQ(snapshot()->changes().since(home, Form::readers, token, 10).value().size(), 2u);
    }
}

TEST_P(Changes, survive_a_restart_with_epoch_and_incarnation) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto written = put(home, object("a", "a", "1")).value();
    const auto epoch = snapshot()->epoch();
    const auto incarnation = snapshot()->calendars().get(home).value()->incarnation;
    EXPECT_FALSE(epoch.empty());
    EXPECT_FALSE(incarnation.empty());
    reopen();
    auto now = snapshot();
    EXPECT_EQ(now->epoch(), epoch);
    EXPECT_EQ(now->calendars().get(home).value()->incarnation, incarnation);
    EXPECT_EQ(now->changes().latest(home, Form::readers).value(), written.change);
    EXPECT_EQ(*now->objects().find(home, model::ObjectName("a"), Form::readers).value()->text, "1");
    EXPECT_TRUE(store().check_integrity().value().empty());
}

}  // namespace
}  // namespace stafett::storage::conformance
