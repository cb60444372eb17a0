// How long the write-ahead log gets while others read.
#include <atomic>
#include <fstream>
#include <thread>

#include "storage/sqlite/open.h"
#include "storage/sqlite/open_snapshots.h"
#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kPage = 4096, kFrameHead = 24, kLogHead = 32;
constexpr std::size_t kCopiedAt = 50, kMost = 200;
// A write of these tests, in pages: its text, and what refers to it.
constexpr std::size_t kWritten = 20;

Options short_log(std::chrono::milliseconds longest_wait) {
    Options options;
    options.log_pages = kCopiedAt;
    options.most_log_pages = kMost;
    options.longest_wait = longest_wait;
    return options;
}

Result<void> write_pages(Store& store, int round) {
    const std::string state(kPage * (kWritten / 2), static_cast<char>('a' + round % 26));
    return store.write([&](Transaction& t) { return t.write_mandates().set_imported("state", state); });
}

std::filesystem::path log_of(const tests::TestStore& store) { return store.folder.path() / "stafett.db-wal"; }

// The most there has ever been: the file is used again from its beginning and not made shorter.
std::size_t most_pages(const tests::TestStore& store) {
    return (std::filesystem::file_size(log_of(store)) - kLogHead) / (kPage + kFrameHead);
}

// Of the log's head (sqlite.org/fileformat2.html §4.1): how many times it has begun anew.
std::string beginnings(const tests::TestStore& store) {
    std::ifstream log(log_of(store), std::ios::binary);
    std::string head(kLogHead, '\0');
    log.read(head.data(), static_cast<std::streamsize>(head.size()));
    return head.substr(12, 4);
}

// Readers of whom each begins a snapshot before it ends the one before: at no moment is none open.
class NeverPausing {
  public:
    NeverPausing(Store& store, int number) {
        for (int i = 0; i < number; ++i) threads_.emplace_back([this, &store] { read(store); });
    }
    ~NeverPausing() {
        stop_ = true;
        for (std::thread& thread : threads_) thread.join();
    }

  private:
    void read(Store& store) const {
        SnapshotPtr before;
        while (!stop_) {
            auto next = store.snapshot();
            ASSERT_TRUE(next) << next.error().detail;
            ASSERT_TRUE((*next)->mandates().imported("state"));
            before = *std::move(next);
        }
    }

    std::atomic<bool> stop_ = false;
    std::vector<std::thread> threads_;
};

TEST(WriteAheadLog, stays_within_its_bound_while_reading_never_pauses) {
    const auto store = tests::open_test_store(short_log(std::chrono::minutes(5)));
    const NeverPausing readers(*store, 6);
    for (int round = 0; round < 400; ++round) ASSERT_TRUE(write_pages(*store, round));
    EXPECT_LT(most_pages(store), kMost + kWritten);
}

TEST(WriteAheadLog, a_snapshot_that_stays_open_holds_up_no_write_and_keeps_its_state) {
    const auto store = tests::open_test_store(short_log(std::chrono::milliseconds(0)));
    ASSERT_TRUE(write_pages(*store, 0));
    auto kept = store->snapshot().value();
    const auto seen = kept->mandates().imported("state").value();
    for (int round = 1; round < 100; ++round) ASSERT_TRUE(write_pages(*store, round));
    EXPECT_GT(most_pages(store), kMost);
    EXPECT_EQ(kept->mandates().imported("state").value(), seen);

    const std::string before = beginnings(store);
    kept.reset();
    for (int round = 0; round < 10; ++round) ASSERT_TRUE(write_pages(*store, round));
    EXPECT_NE(beginnings(store), before) << "once it has ended, the log begins anew";
}

TEST(WriteAheadLog, what_was_written_is_there_when_the_log_has_begun_anew) {
    auto store = tests::open_test_store(short_log(std::chrono::milliseconds(0)));
    for (int round = 0; round < 100; ++round) ASSERT_TRUE(write_pages(*store, round));
    const auto state = store->snapshot().value()->mandates().imported("state").value();
    store.store.reset();
    Options again;
    again.folder = store.folder.path();
    again.sync_to_disk = false;
    const auto reopened = open(again);
    ASSERT_TRUE(reopened) << reopened.error().detail;
    EXPECT_EQ((*reopened)->snapshot().value()->mandates().imported("state").value(), state);
}

TEST(OpenSnapshots, waits_for_those_begun_before_the_mark_alone) {
    OpenSnapshots snapshots;
    std::optional<OpenSnapshots::Entry> before(std::in_place, snapshots);
    const auto mark = snapshots.mark();
    const OpenSnapshots::Entry after(snapshots);
    EXPECT_FALSE(snapshots.wait_for(mark, steady_clock::now()));
    EXPECT_EQ(snapshots.oldest(), mark);
    before.reset();
    EXPECT_TRUE(snapshots.wait_for(mark, steady_clock::now()));
    EXPECT_EQ(snapshots.oldest(), mark + 1);
}

TEST(OpenSnapshots, wakes_the_writer_when_the_last_of_them_ends) {
    OpenSnapshots snapshots;
    std::optional<OpenSnapshots::Entry> open(std::in_place, snapshots);
    std::thread writer(
        [&] { EXPECT_TRUE(snapshots.wait_for(snapshots.mark(), steady_clock::now() + std::chrono::minutes(5))); });
    open.reset();
    writer.join();
}

}  // namespace
}  // namespace stafett::storage::sqlite
