#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <sqlite3.h>

#include "storage/sqlite/open.h"
#include "tests/storage/sqlite/unreliable_disk.h"
#include "tests/support/temporary_folder.h"

namespace stafett::storage::sqlite {
namespace {

using tests::UnreliableDisk;

constexpr int kWriters = 3;
using Numbers = std::array<int, kWriters>;

std::string key(int writer, const char* side) { return std::to_string(writer) + side; }

// Two rows in one transaction that must always say the same, and a text that fills the log.
Result<void> write_number(Store& store, int writer, int number) {
    return store.write([&](Transaction& t) -> Result<void> {
        TRY(t.write_mandates().set_imported(key(writer, "left"), std::to_string(number)));
        TRY(t.write_mandates().set_imported(key(writer, "text"),
                                            std::string(static_cast<std::size_t>(500 + 977 * (number % 60)), 'x')));
        return t.write_mandates().set_imported(key(writer, "right"), std::to_string(number));
    });
}

int number(Store& store, int writer, const char* side) {
    const auto text = store.snapshot().value()->mandates().imported(key(writer, side)).value().value_or("0");
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Options in(const std::filesystem::path& folder, bool sync_to_disk) {
    Options options;
    options.folder = folder;
    options.sync_to_disk = sync_to_disk;
    return options;
}

// What was on the disk, and what callers had been told, when the power went.
struct Loss {
    UnreliableDisk::Image image;
    Numbers acknowledged;
};

// Several writers at a time, and the power going at `losses` steps drawn by chance.
std::vector<Loss> run(const std::filesystem::path& folder, std::uint64_t seed, std::size_t losses, bool sync_to_disk) {
    constexpr int kEach = 120;
    std::mt19937_64 chance(seed);
    std::vector<Loss> found;
    std::array<std::atomic<int>, kWriters> acknowledged{};
    UnreliableDisk disk;
    disk.watch([&](UnreliableDisk::Step) {
        // Some thousand steps in a run; the store's making is among them.
        if (found.size() >= losses || chance() % 60 != 0) return;
        Loss loss{disk.after_power_loss(chance), {}};
        for (std::size_t i = 0; i < kWriters; ++i) loss.acknowledged[i] = acknowledged[i];
        found.push_back(std::move(loss));
    });
    auto store = open(in(folder, sync_to_disk)).value();
    std::vector<std::thread> threads;
    for (int writer = 0; writer < kWriters; ++writer)
        threads.emplace_back([&, writer] {
            for (int i = 1; i <= kEach; ++i) {
                EXPECT_TRUE(write_number(*store, writer, i));
                acknowledged[static_cast<std::size_t>(writer)] = i;
            }
        });
    for (std::thread& thread : threads) thread.join();
    store.reset();
    return found;
}

// What is wrong after the power came back; empty is well.
std::string after(const Loss& loss) {
    const tests::TemporaryFolder folder;
    for (const auto& [path, octets] : loss.image)
        std::ofstream(folder.path() / std::filesystem::path(path).filename(), std::ios::binary) << octets;
    auto store = open(in(folder.path(), false));
    if (!store) return store.error().detail;
    const auto damage = (*store)->check_integrity();
    if (!damage) return damage.error().detail;
    if (!damage->empty()) return damage->front();
    for (int writer = 0; writer < kWriters; ++writer) {
        const int left = number(**store, writer, "left"), right = number(**store, writer, "right");
        if (left != right) return "half a transaction";
        if (left < loss.acknowledged[static_cast<std::size_t>(writer)])
            return fmt::format("{} where {} was acknowledged", left,
                               loss.acknowledged[static_cast<std::size_t>(writer)]);
    }
    return write_number(**store, 0, 1) ? "" : "cannot be written";
}

int runs() { return std::getenv("STAFETT_LONG_PROPERTIES") ? 100 : 5; }

TEST(PowerLoss, loses_no_acknowledged_commit_and_damages_nothing) {
    constexpr std::size_t kLosses = 40;
    std::size_t seen = 0;
    for (int seed = 0; seed < runs(); ++seed) {
        const tests::TemporaryFolder folder;
        for (const Loss& loss : run(folder.path(), static_cast<std::uint64_t>(seed), kLosses, true)) {
            ASSERT_EQ(after(loss), "") << "seed " << seed << ", loss " << seen;
            ++seen;
        }
    }
    EXPECT_GE(seen, static_cast<std::size_t>(runs()) * kLosses / 2) << "the disk saw too few steps";
}

// The test above can fail: a store that does not wait for the disk does lose what it acknowledged.
TEST(PowerLoss, is_noticed_where_nothing_is_synced) {
    std::size_t lost = 0;
    const tests::TemporaryFolder folder;
    for (const Loss& loss : run(folder.path(), 1, 20, false)) lost += after(loss).empty() ? 0U : 1U;
    EXPECT_GT(lost, 0U);
}

struct Failure {
    int write, sync;
    Fault fault;
};

class FailingDisk : public testing::TestWithParam<Failure> {};

// At every step in turn, through commits, the log's growth and its copying back into the file.
TEST_P(FailingDisk, refuses_keeps_what_was_acknowledged_and_goes_on_by_itself) {
    for (int at = 0; at < 25; ++at) {
        const tests::TemporaryFolder folder;
        UnreliableDisk disk;
        auto store = open(in(folder.path(), true)).value();
        ASSERT_TRUE(write_number(*store, 0, 1));
        int left = at * 17;
        disk.watch([&](UnreliableDisk::Step) {
            if (left-- > 0) return;
            disk.fail_writes(GetParam().write);
            disk.fail_syncs(GetParam().sync);
        });
        int acknowledged = 1, next = 2;
        Result<void> outcome;
        for (; outcome && next < 200; ++next) {
            outcome = write_number(*store, 0, next);
            if (outcome) acknowledged = next;
        }
        ASSERT_FALSE(outcome) << "at " << at;
        EXPECT_EQ(outcome.error().fault, GetParam().fault) << outcome.error().detail;
        EXPECT_EQ(number(*store, 0, "left"), acknowledged) << "reading goes on";
        disk.watch({});
        disk.fail_writes(0);
        disk.fail_syncs(0);
        EXPECT_TRUE(write_number(*store, 0, next)) << "at " << at;
        EXPECT_EQ(number(*store, 0, "right"), next);
        EXPECT_THAT(store->check_integrity().value(), testing::IsEmpty());
    }
}

INSTANTIATE_TEST_SUITE_P(Each, FailingDisk,
                         testing::Values(Failure{SQLITE_FULL, 0, Fault::quota},
                                         Failure{SQLITE_IOERR_WRITE, 0, Fault::unavailable},
                                         Failure{SQLITE_READONLY, 0, Fault::unavailable},
                                         Failure{0, SQLITE_IOERR_FSYNC, Fault::unavailable}));

}  // namespace
}  // namespace stafett::storage::sqlite
