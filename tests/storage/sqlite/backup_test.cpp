#include "storage/sqlite/backup.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "storage/sqlite/open.h"
#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

using std::filesystem::path;

Result<void> set_state(Store& store, const std::string& what, const std::string& state = "x") {
    return store.write([&](Transaction& t) { return t.write_mandates().set_imported(what, state); });
}

std::optional<std::string> state(Store& store, const std::string& what) {
    return store.snapshot().value()->mandates().imported(what).value();
}

Options in(const path& folder, Mode mode = Mode::open) {
    Options options;
    options.folder = folder;
    options.mode = mode;
    options.sync_to_disk = false;
    return options;
}

// Restores and opens what came of it.
Result<std::unique_ptr<Store>> restored(const path& file, const path& data) {
    {
        TRY_ASSIGN(Restoring restoring, Restoring::begin(file, data, {}));
        {
            TRY_ASSIGN(const auto looked_at, open(in(restoring.folder())));
        }
        TRY(restoring.finish());
    }
    return open(in(data));
}

std::optional<Fault> fault(const Result<void>& result) {
    return result ? std::nullopt : std::optional(result.error().fault);
}
std::optional<Fault> fault_of_restoring(const path& file, const path& data) {
    const auto begun = Restoring::begin(file, data, {});
    return begun ? std::nullopt : std::optional(begun.error().fault);
}

class Backups : public testing::Test {
  protected:
    path file(const std::string& name = "backup") const { return folder_.path() / name; }
    const tests::TestStore store_ = tests::open_test_store();

  private:
    const tests::TemporaryFolder folder_;
};

TEST_F(Backups, hold_what_was_committed_and_nothing_later) {
    ASSERT_TRUE(set_state(*store_, "before"));
    ASSERT_TRUE(store_->back_up({file(), false, {}}));
    ASSERT_TRUE(set_state(*store_, "after"));
    const auto again = restored(file(), file("data"));
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(state(**again, "before"), "x");
    EXPECT_EQ(state(**again, "after"), std::nullopt);
    EXPECT_THAT((*again)->check_integrity().value(), testing::IsEmpty());
    EXPECT_TRUE(set_state(**again, "goes on"));
}

TEST_F(Backups, have_another_epoch_each_and_another_at_each_restore) {
    ASSERT_TRUE(store_->back_up({file(), false, {}}));
    const auto epoch = [](Store& store) { return store.snapshot().value()->epoch().text(); };
    const auto one = restored(file(), file("one")), two = restored(file(), file("two"));
    ASSERT_TRUE(one && two);
    EXPECT_NE(epoch(*store_), epoch(**one));
    EXPECT_NE(epoch(*store_), epoch(**two));
    EXPECT_NE(epoch(**one), epoch(**two)) << "a token of the first restored life must not hold in the second";
}

TEST_F(Backups, are_one_file_for_the_owner_alone) {
    ASSERT_TRUE(set_state(*store_, "large", std::string(3'000'000, 'x')));
    std::vector<unsigned> told;
    ASSERT_TRUE(store_->back_up({file(), false, [&](unsigned percent) { told.push_back(percent); }}));
    EXPECT_THAT(told, testing::Not(testing::IsEmpty()));
    EXPECT_EQ(told.back(), 100U);
    std::vector<path> there;
    for (const auto& entry : std::filesystem::directory_iterator(file().parent_path())) there.push_back(entry.path());
    EXPECT_THAT(there, testing::ElementsAre(file()));
    EXPECT_EQ(std::filesystem::status(file()).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Backups, never_replace_a_file_unless_asked) {
    std::ofstream(file()) << "precious";
    EXPECT_EQ(fault(store_->back_up({file(), false, {}})), Fault::exists);
    EXPECT_EQ(std::filesystem::file_size(file()), 8U);
    EXPECT_EQ(fault(store_->back_up({file(), true, {}})), std::nullopt);
    EXPECT_GT(std::filesystem::file_size(file()), 4096U);
}

TEST_F(Backups, take_over_what_a_killed_one_left) {
    for (const char* end : {"", "-wal", "-shm", "-journal"})
        std::ofstream(file("backup.unfinished" + std::string(end))) << std::string(9000, 'x');
    EXPECT_EQ(fault(store_->back_up({file(), false, {}})), std::nullopt);
    EXPECT_TRUE(restored(file(), file("data")));
    EXPECT_FALSE(std::filesystem::exists(file("backup.unfinished-wal")));
}

TEST_F(Backups, are_refused_in_the_data_folder_and_where_no_folder_is) {
    EXPECT_EQ(fault(store_->back_up({store_.folder.path() / "backup", false, {}})), Fault::unavailable);
    EXPECT_EQ(fault(store_->back_up({store_.folder.path() / "stafett.db", true, {}})), Fault::unavailable);
    EXPECT_EQ(fault(store_->back_up({file("nowhere") / "backup", false, {}})), Fault::not_found);
}

TEST_F(Backups, are_consistent_while_others_write_and_wait_for_nobody) {
    std::atomic<bool> done = false;
    std::atomic<int> written = 0;
    // Two rows that are always equal in any one state; the rest makes the copy take several steps.
    std::string large;
    large.resize(20'000'000, 'x');
    ASSERT_TRUE(set_state(*store_, "large", large));
    std::thread writer([&] {
        for (int i = 0; !done; ++i) {
            const auto both = store_->write([&](Transaction& t) -> Result<void> {
                TRY(t.write_mandates().set_imported("left", std::to_string(i)));
                return t.write_mandates().set_imported("right", std::to_string(i));
            });
            EXPECT_TRUE(both);
            ++written;
        }
    });
    const auto write_in_every_step = [&](unsigned percent) {
        for (const int before = written; percent < 100 && written < before + 2;) std::this_thread::yield();
    };
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(store_->back_up({file(std::to_string(i)), false, write_in_every_step}));
    done = true;
    writer.join();
    for (int i = 0; i < 3; ++i) {
        const auto again = restored(file(std::to_string(i)), file("data" + std::to_string(i)));
        ASSERT_TRUE(again) << again.error().detail;
        EXPECT_EQ(state(**again, "left"), state(**again, "right"));
    }
}

TEST_F(Backups, are_restored_into_unused_folders_only) {
    ASSERT_TRUE(store_->back_up({file(), false, {}}));
    EXPECT_EQ(fault_of_restoring(file(), store_.folder.path()), Fault::exists);
    ASSERT_TRUE(restored(file(), file("data")));
    EXPECT_EQ(fault_of_restoring(file(), file("data")), Fault::exists);
    const auto other = Restoring::begin(file(), file("busy"), {});
    EXPECT_EQ(fault_of_restoring(file(), file("busy")), Fault::busy);
}

TEST_F(Backups, that_are_none_are_refused_and_leave_nothing) {
    EXPECT_EQ(fault_of_restoring(file("nowhere"), file("data")), Fault::not_found);
    std::ofstream(file("text")) << std::string(5000, 'x');
    std::ofstream(file("empty")).flush();
    for (const char* name : {"text", "empty"}) EXPECT_EQ(fault_of_restoring(file(name), file("data")), Fault::corrupt);
    // A server's file taken away under it, its log left beside.
    ASSERT_TRUE(store_->back_up({file("live"), false, {}}));
    std::ofstream(file("live-wal")) << "x";
    EXPECT_EQ(fault_of_restoring(file("live"), file("data")), Fault::corrupt);
    EXPECT_FALSE(std::filesystem::exists(file("data") / "stafett.db"));
    EXPECT_FALSE(std::filesystem::exists(file("data") / "restoring"));
}

TEST_F(Backups, that_are_cut_off_or_damaged_do_not_open) {
    ASSERT_TRUE(set_state(*store_, "large", std::string(300'000, 'x')));
    for (const bool cut_off : {true, false}) {
        ASSERT_TRUE(store_->back_up({file(), true, {}}));
        if (cut_off)
            std::filesystem::resize_file(file(), std::filesystem::file_size(file()) / 2);
        else
            std::fstream(file(), std::ios::in | std::ios::out | std::ios::binary)
                .seekp(8192)
                .write(std::string(4096, '\7').data(), 4096);
        auto restoring = Restoring::begin(file(), file("data"), {});
        ASSERT_TRUE(restoring) << restoring.error().detail;
        const auto opened = open(in(restoring->folder()));
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().fault, Fault::corrupt);
    }
    EXPECT_FALSE(std::filesystem::exists(file("data") / "restoring"));
}

TEST_F(Backups, of_a_newer_stafett_are_not_opened) {
    ASSERT_TRUE(store_->back_up({file(), false, {}}));
    ASSERT_TRUE(Connection::open(file(), Access::write, false).value()->script("PRAGMA user_version = 9999"));
    auto restoring = Restoring::begin(file(), file("data"), {});
    ASSERT_TRUE(restoring);
    const auto opened = open(in(restoring->folder()));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::unavailable);
    EXPECT_THAT(opened.error().detail, testing::HasSubstr("newer Stafett"));
}

}  // namespace
}  // namespace stafett::storage::sqlite
