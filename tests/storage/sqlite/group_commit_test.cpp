#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "storage/sqlite/open.h"
#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

Result<void> set_state(Store& store, const std::string& what, const std::string& state = "x") {
    return store.write([&](Transaction& t) { return t.write_mandates().set_imported(what, state); });
}

bool has(Store& store, const std::string& what) {
    return store.snapshot().value()->mandates().imported(what)->has_value();
}

// Holds the writing thread inside a body until it is let go.
class Held {
  public:
    explicit Held(Store& store)
        : thread_([this, &store] {
              EXPECT_TRUE(store.write([this](Transaction&) -> Result<void> {
                  inside_ = true;
                  inside_.notify_all();
                  go_.wait(false);
                  return {};
              }));
          }) {
        inside_.wait(false);
    }
    ~Held() {
        let_go();
        thread_.join();
    }
    void let_go() {
        go_ = true;
        go_.notify_all();
    }

  private:
    std::atomic<bool> inside_ = false, go_ = false;
    std::thread thread_;
};

TEST(GroupCommit, puts_those_who_wait_into_one_transaction) {
    Options options;
    std::atomic<std::size_t> batches = 0, bodies = 0;
    options.on_batch = [&](const Batch& batch) {
        ++batches;
        bodies += batch.bodies;
    };
    const auto store = tests::open_test_store(std::move(options));
    constexpr std::size_t kWriters = 10;
    std::size_t round = 0;
    // They pile up behind a body that is held; how many have come when it is let go is chance, so more than one try.
    for (; round < 200 && batches == bodies; ++round) {
        std::vector<std::thread> writers;
        {
            Held held(*store);
            for (std::size_t i = 0; i < kWriters; ++i)
                writers.emplace_back(
                    [&, i] { EXPECT_TRUE(set_state(*store, std::to_string(i), std::to_string(round))); });
        }
        for (std::thread& writer : writers) writer.join();
        for (std::size_t i = 0; i < kWriters; ++i) EXPECT_TRUE(has(*store, std::to_string(i)));
    }
    EXPECT_LT(batches, bodies);
    EXPECT_EQ(bodies, round * (kWriters + 1));
}

TEST(GroupCommit, undoes_what_was_changed_and_then_refused_and_runs_the_others_anew) {
    const auto store = tests::open_test_store();
    bool together = false;  // again as many rounds as it takes
    for (int round = 0; round < 200 && !together; ++round) {
        const std::string state = std::to_string(round);
        std::atomic<int> runs = 0;
        const auto write = [&](const std::string& what, bool refused) {
            return store->write([&, refused](Transaction& t) -> Result<void> {
                ++runs;
                TRY(t.write_mandates().set_imported(what, state));
                return refused ? Result<void>(fail(Fault::stale)) : Result<void>{};
            });
        };
        std::vector<std::thread> writers;
        {
            Held held(*store);
            writers.emplace_back([&] { EXPECT_TRUE(write("before", false)); });
            writers.emplace_back([&] {
                const auto refused = write("refused", true);
                ASSERT_FALSE(refused);
                EXPECT_EQ(refused.error().fault, Fault::stale);
            });
            writers.emplace_back([&] {
                const auto throwing = [&](Transaction& t) -> Result<void> {
                    ++runs;
                    TRY(t.write_mandates().set_imported("thrown", state));
                    throw std::runtime_error("a body's own");
                };
                EXPECT_THROW(static_cast<void>(store->write(throwing)), std::runtime_error);
            });
            writers.emplace_back([&] { EXPECT_TRUE(write("after", false)); });
        }
        for (std::thread& writer : writers) writer.join();
        const auto snapshot = store->snapshot();
        ASSERT_TRUE(snapshot);
        for (const char* kept : {"before", "after"})
            EXPECT_THAT((*snapshot)->mandates().imported(kept), testing::Optional(testing::Optional(state)));
        for (const char* undone : {"refused", "thrown"})
            EXPECT_THAT((*snapshot)->mandates().imported(undone), testing::Optional(testing::Eq(std::nullopt)));
        together = runs > 4;
    }
    EXPECT_TRUE(together);
}

TEST(GroupCommit, shows_who_runs_anew_what_those_before_her_changed) {
    const auto store = tests::open_test_store();
    bool together = false;
    for (int round = 0; round < 200 && !together; ++round) {
        const std::string name = "round " + std::to_string(round);
        std::atomic<int> runs = 0;
        std::vector<std::thread> writers;
        {
            Held held(*store);
            writers.emplace_back([&] {
                EXPECT_TRUE(store->write([&](Transaction& t) {
                    return t.write_association().set_association(
                        {.name = name, .zone = {}, .language = {}, .domain = {}});
                }));
            });
            writers.emplace_back([&] {
                EXPECT_FALSE(store->write([&](Transaction& t) -> Result<void> {
                    ++runs;
                    TRY(t.write_association().set_association(
                        {.name = "refused", .zone = {}, .language = {}, .domain = {}}));
                    return fail(Fault::stale);
                }));
            });
            writers.emplace_back([&] {
                EXPECT_TRUE(store->write([&](Transaction& t) -> Result<void> {
                    TRY_ASSIGN(const auto seen, t.association().association());
                    EXPECT_NE(seen.value_or(model::Association{}).name, "refused");
                    return {};
                }));
            });
        }
        for (std::thread& writer : writers) writer.join();
        EXPECT_EQ(store->snapshot().value()->association().association().value().value().name, name);
        together = runs > 1;
    }
    EXPECT_TRUE(together);
}

TEST(GroupCommit, tells_listeners_nothing_of_those_who_were_refused) {
    const auto store = tests::open_test_store();
    std::atomic<int> of_accounts = 0, of_people = 0;
    store->on_commit([&](const CommitNotice& notice) {
        of_accounts += notice.accounts;
        of_people += notice.association;
    });
    for (int round = 0; round < 20; ++round) {
        std::vector<std::thread> writers;
        Held held(*store);
        writers.emplace_back([&] {
            EXPECT_FALSE(
                store->write([](Transaction& t) { return t.write_accounts().remove(model::PersonId("nobody")); }));
        });
        writers.emplace_back([&] {
            EXPECT_TRUE(store->write([](Transaction& t) { return t.write_association().set_association({}); }));
        });
        held.let_go();
        for (std::thread& writer : writers) writer.join();
    }
    EXPECT_EQ(of_people, 20);
    EXPECT_EQ(of_accounts, 0);
}

TEST(GroupCommit, writes_nothing_for_refusals_alone) {
    Options options;
    std::atomic<int> committed = 0, batches = 0;
    options.on_batch = [&](const Batch& batch) {
        ++batches;
        if (batch.committed) ++committed;
    };
    const auto store = tests::open_test_store(std::move(options));
    EXPECT_FALSE(store->write([](Transaction& t) -> Result<void> {
        TRY(t.write_mandates().set_imported("a", "1"));
        return fail(Fault::stale);
    }));
    EXPECT_EQ(batches, 1);
    EXPECT_EQ(committed, 0);
    EXPECT_FALSE(has(*store, "a"));
}

TEST(GroupCommit, is_busy_when_its_queue_is_full) {
    Options options;
    options.queue = 0;
    const auto store = tests::open_test_store(std::move(options));
    const auto outcome = set_state(*store, "a");
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::busy);
}

TEST(GroupCommit, finishes_what_waits_when_the_store_closes) {
    const tests::TemporaryFolder folder;
    Options options;
    options.folder = folder.path();
    options.sync_to_disk = false;
    std::thread writer;
    {
        auto store = open(options).value();
        std::atomic<bool> inside = false;
        writer = std::thread([&store = *store, &inside] {
            EXPECT_TRUE(store.write([&](Transaction& t) {
                inside = true;
                inside.notify_all();
                return t.write_mandates().set_imported("a", "1");
            }));
        });
        inside.wait(false);
    }
    writer.join();
    EXPECT_TRUE(has(*open(options).value(), "a"));
}

TEST(GroupCommit, throws_at_a_body_that_writes_through_its_store) {
    const auto store = tests::open_test_store();
    EXPECT_THROW(static_cast<void>(store->write([&](Transaction&) { return set_state(*store, "a"); })),
                 std::logic_error);
    EXPECT_TRUE(set_state(*store, "b"));
}

// A file size limit makes the write-ahead log unwritable, as a failing disk would.
class FailingDisk {
  public:
    FailingDisk() : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit none = before_;
        none.rlim_cur = 4096;
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FailingDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

  private:
    void (*handler_)(int);
    rlimit before_{};
};

TEST(GroupCommit, fails_everybody_when_the_disk_does_and_goes_on_after) {
    const auto store = tests::open_test_store();
    ASSERT_TRUE(set_state(*store, "before"));
    std::atomic<int> full = 0;
    {
        const FailingDisk disk;
        std::vector<std::thread> writers;
        {
            Held held(*store);
            for (int i = 0; i < 5; ++i)
                writers.emplace_back([&, i] {
                    const auto outcome = set_state(*store, std::to_string(i), std::string(20'000, 'x'));
                    if (!outcome && outcome.error().fault == Fault::quota) ++full;
                });
        }
        for (std::thread& writer : writers) writer.join();
    }
    EXPECT_EQ(full, 5);
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(has(*store, std::to_string(i)));
    EXPECT_TRUE(has(*store, "before"));
    EXPECT_TRUE(set_state(*store, "after"));
    EXPECT_TRUE(has(*store, "after"));
    EXPECT_TRUE(store->check_integrity()->empty());
}

TEST(Snapshots, are_bounded_and_their_connections_used_again) {
    Options options;
    options.most_readers = 2;
    options.idle_readers = 1;
    const auto store = tests::open_test_store(std::move(options));
    for (int round = 0; round < 3; ++round) {
        auto one = store->snapshot().value(), two = store->snapshot().value();
        const auto three = store->snapshot();
        ASSERT_FALSE(three);
        EXPECT_EQ(three.error().fault, Fault::busy);
    }
}

TEST(Snapshots, see_what_was_written_before_on_every_thread) {
    const auto store = tests::open_test_store();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 20; ++i) {
                const std::string what = std::to_string(thread) + "/" + std::to_string(i);
                EXPECT_TRUE(set_state(*store, what));
                EXPECT_TRUE(has(*store, what));
            }
        });
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace stafett::storage::sqlite
