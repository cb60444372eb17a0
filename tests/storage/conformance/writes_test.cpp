#include <atomic>
#include <stdexcept>
#include <thread>

#include "tests/storage/conformance/suites.h"
#include "tests/support/failing_store.h"

namespace stafett::storage::conformance {
namespace {

using model::Form;

TEST_P(Writes, leave_no_trace_when_the_body_answers_with_an_error) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto outcome = store().write([&](Transaction& t) -> Result<void> {
        TRY(t.write_objects().put(home, object("a", "a", "1"), model::Expect::any(), by("anna")));
        TRY(t.write_association().put_person(person("berit"), at(0)));
        return fail(Fault::quota, "the body's own reason");
    });
    ASSERT_EQ(fault(outcome), Fault::quota);
    EXPECT_EQ(outcome.error().detail, "the body's own reason");
    auto now = snapshot();
    EXPECT_FALSE(now->objects().info(home, model::ObjectName("a"), Form::readers).value());
    EXPECT_FALSE(now->association().principal(model::PrincipalId("berit")).value());
    EXPECT_EQ(now->changes().latest(home, Form::readers).value(), model::ChangeNumber{});
}

TEST_P(Writes, answer_with_what_the_body_answers_of_any_error_type) {
    struct Refusal {
        Refusal(Error) {}
        explicit Refusal(int number) : number(number) {}
        int number = 0;
    };
    const auto value = store().write(
        [](Transaction&) -> base::Result<std::unique_ptr<int>, Refusal> { return std::make_unique<int>(7); });
    EXPECT_EQ(**value, 7);
    const auto refused =
        store().write([](Transaction&) -> base::Result<int, Refusal> { return std::unexpected(Refusal(42)); });
    EXPECT_EQ(refused.error().number, 42);
}

TEST_P(Writes, read_what_they_wrote_and_are_read_by_who_comes_after) {
    given_person("anna");
    const auto home = calendar("anna");
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_objects().put(home, object("a", "a", "1"), model::Expect::any(), by("anna")));
        TRY_ASSIGN(const auto found, t.objects().find(home, model::ObjectName("a"), Form::readers));
        EXPECT_TRUE(found);
        return {};
    });
    EXPECT_TRUE(snapshot()->objects().info(home, model::ObjectName("a"), Form::readers).value());
}

TEST_P(Writes, throw_to_their_own_caller_and_leave_no_trace) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto broken = [&](Transaction& t) -> Result<void> {
        TRY(t.write_objects().put(home, object("a", "a", "1"), model::Expect::any(), by("anna")));
        throw std::runtime_error("a bug");
    };
    EXPECT_THROW(static_cast<void>(store().write(broken)), std::runtime_error);
    EXPECT_FALSE(snapshot()->objects().info(home, model::ObjectName("a"), Form::readers).value());
    EXPECT_TRUE(put(home, object("a", "a", "1"))) << "the store goes on";
}

TEST_P(Writes, of_many_threads_all_come_through_and_only_the_broken_ones_fail) {
    given_person("anna");
    const auto home = calendar("anna");
    constexpr int kThreads = 8, kEach = 25;
    std::atomic<int> kept = 0, refused = 0, thrown = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < kEach; ++i) {
                const std::string name = std::to_string(thread) + "-" + std::to_string(i);
                try {
                    const auto outcome = store().write([&](Transaction& t) -> Result<void> {
                        TRY(t.write_objects().put(home, object(name, name, name), model::Expect::absent(), by("anna")));
                        if (i % 5 == 1) return fail(Fault::stale);
                        if (i % 5 == 2) throw std::runtime_error("a bug");
                        return {};
                    });
                    ++(outcome ? kept : refused);
                } catch (const std::runtime_error&) {
                    ++thrown;
                }
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(kept, kThreads * kEach * 3 / 5);
    EXPECT_EQ(refused, kThreads * kEach / 5);
    EXPECT_EQ(thrown, kThreads * kEach / 5);
    Page everything;
    everything.limit = 1000;
    EXPECT_EQ(snapshot()->objects().list(home, Form::readers, everything).value().size(),
              static_cast<std::size_t>(kept));
}

TEST_P(Writes, decide_expectations_one_after_another) {
    given_person("anna");
    const auto home = calendar("anna");
    std::atomic<int> created = 0, existed = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&, thread] {
            const auto outcome = put(home, object("a", "a", std::to_string(thread)), model::Expect::absent());
            if (outcome) ++created;
            if (fault(outcome) == Fault::exists) ++existed;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(created, 1);
    EXPECT_EQ(existed, 7);
}

TEST_P(Writes, are_told_to_listeners_before_their_answer) {
    given_person("anna");
    const auto home = calendar("anna"), tasks = calendar("anna", "tasks");
    std::vector<CommitNotice> notices;
    store().on_commit([&](const CommitNotice& notice) {
        // What the notice tells is there to be read.
        EXPECT_TRUE(snapshot()->calendars().get(home).value());
        notices.push_back(notice);
    });
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_objects().put(home, object("a", "a", "1"), model::Expect::any(), by("anna")));
        TRY(t.write_objects().put(home, object("b", "b", "1"), model::Expect::any(), by("anna")));
        TRY(t.write_properties().put(model::resource_of(tasks), {}, {"DAV:", "displayname", "x"}));
        return {};
    });
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_EQ(notices[0].calendars, (std::vector{home, tasks}));
    EXPECT_FALSE(notices[0].association || notices[0].accounts || notices[0].feeds || notices[0].homes);

    given_person("berit");
    ASSERT_EQ(notices.size(), 2u);
    EXPECT_TRUE(notices[1].calendars.empty());
    EXPECT_TRUE(notices[1].association && notices[1].homes);
    given([&](Transaction& t) { return t.write_accounts().put(account("anna", "anna")); });
    ASSERT_EQ(notices.size(), 3u);
    EXPECT_TRUE(notices[2].accounts);

    EXPECT_FALSE(put(home, object("c", "a", "1")));
    static_cast<void>(snapshot());
    EXPECT_EQ(notices.size(), 3u) << "a refusal touches nothing";
}

// The whole body or nothing of it, whichever of its writing calls fails.
TEST_P(Writes, leave_no_trace_whatever_step_of_theirs_fails) {
    given_network("n");
    given_person("anna");
    const auto traffar = calendar("n", "traffar");
    tests::FailingStore failing(store());
    const auto body = [&](Transaction& t) -> Result<void> {
        TRY(t.write_objects().put(traffar, object("m", "m", "1"), model::Expect::absent(), by("anna")));
        model::Meeting meeting;
        meeting.network = model::NetworkId("n");
        meeting.uid = model::Uid("m");
        meeting.id = model::MeetingId("v");
        TRY(t.write_meetings().put(meeting));
        TRY(t.write_submissions().add(submission("n", "m")));
        TRY(t.write_messages().add(message("a@b m", at(0))));
        return {};
    };
    for (std::size_t step = 0; step < 4; ++step) {
        failing.fail_step(step, Fault::quota);
        EXPECT_EQ(fault(failing.write(body)), Fault::quota) << step;
        auto now = snapshot();
        EXPECT_EQ(now->changes().latest(traffar, Form::readers).value(), model::ChangeNumber{}) << step;
        EXPECT_TRUE(now->meetings().of_network(model::NetworkId("n")).value().empty()) << step;
        EXPECT_TRUE(now->messages().all(10).value().empty()) << step;
    }
    failing.succeed();
    failing.fail_commits(Fault::unavailable);
    EXPECT_EQ(fault(failing.write(body)), Fault::unavailable);
    EXPECT_TRUE(snapshot()->messages().all(10).value().empty());
    failing.succeed();
    EXPECT_TRUE(failing.write(body));
    EXPECT_EQ(failing.steps(), 4u);
    EXPECT_EQ(snapshot()->messages().all(10).value().size(), 1u);
    failing.fail_snapshots(Fault::busy);
    EXPECT_EQ(fault(failing.snapshot()), Fault::busy);
}

}  // namespace
}  // namespace stafett::storage::conformance
