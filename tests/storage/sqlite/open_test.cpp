#include "storage/sqlite/open.h"

#include <fstream>

#include "tests/support/temporary_folder.h"

namespace stafett::storage::sqlite {
namespace {

std::optional<Fault> fault_of_opening(const Options& options) {
    auto store = open(options);
    return store ? std::nullopt : std::optional(store.error().fault);
}

Options in(const std::filesystem::path& folder, Mode mode = Mode::open_or_create) {
    Options options;
    options.folder = folder;
    options.mode = mode;
    options.sync_to_disk = false;
    return options;
}

TEST(OpenStore, heeds_whether_it_may_create) {
    const tests::TemporaryFolder folder;
    EXPECT_EQ(fault_of_opening(in(folder.path(), Mode::open)), Fault::not_found);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "asking leaves nothing behind";
    EXPECT_EQ(fault_of_opening(in(folder.path() / "deep" / "down", Mode::create)), std::nullopt);
    EXPECT_EQ(fault_of_opening(in(folder.path() / "deep" / "down", Mode::create)), Fault::exists);
    EXPECT_EQ(fault_of_opening(in(folder.path() / "deep" / "down", Mode::open)), std::nullopt);
}

TEST(OpenStore, locks_its_folder_until_it_is_closed) {
    const tests::TemporaryFolder folder;
    auto first = open(in(folder.path())).value();
    const auto second = open(in(folder.path()));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::busy);
    EXPECT_NE(second.error().detail.find("in use by another process"), std::string::npos) << second.error().detail;
    first.reset();
    EXPECT_EQ(fault_of_opening(in(folder.path())), std::nullopt);
}

TEST(OpenStore, keeps_its_files_from_others) {
    const tests::TemporaryFolder folder;
    const auto data = folder.path() / "data";
    auto store = open(in(data)).value();
    for (const auto& file : std::filesystem::directory_iterator(data))
        EXPECT_EQ(file.status().permissions() & std::filesystem::perms(077), std::filesystem::perms::none)
            << file.path();
    EXPECT_EQ(std::filesystem::status(data).permissions(), std::filesystem::perms::owner_all);
}

TEST(OpenStore, remembers_what_clock_it_was_made_for) {
    const tests::TemporaryFolder folder;
    Options options = in(folder.path());
    options.test_clock = true;
    EXPECT_TRUE(open(options).value()->made_for_test_clock());
    options.test_clock = false;
    EXPECT_TRUE(open(options).value()->made_for_test_clock());
    const tests::TemporaryFolder other;
    EXPECT_FALSE(open(in(other.path())).value()->made_for_test_clock());
}

TEST(OpenStore, refuses_a_file_that_is_no_store) {
    const tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "stafett.db") << std::string(8192, 'x');
    EXPECT_EQ(fault_of_opening(in(folder.path())), Fault::corrupt);
}

TEST(OpenStore, refuses_a_damaged_file) {
    const tests::TemporaryFolder folder;
    {
        auto store = open(in(folder.path())).value();
    }
    const auto file = folder.path() / "stafett.db";
    std::fstream(file, std::ios::in | std::ios::out | std::ios::binary)
        .seekp(4096 * 2)
        .write(std::string(4096, '\7').data(), 4096);
    EXPECT_EQ(fault_of_opening(in(folder.path())), Fault::corrupt);
}

TEST(OpenStore, is_unavailable_where_no_file_can_be) {
    const tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    EXPECT_EQ(fault_of_opening(in(folder.path() / "file" / "data")), Fault::unavailable);
}

TEST(OpenStore, gives_each_store_its_own_epoch) {
    const tests::TemporaryFolder one, other;
    auto first = open(in(one.path())).value(), second = open(in(other.path())).value();
    EXPECT_NE(first->snapshot().value()->epoch(), second->snapshot().value()->epoch());
}

}  // namespace
}  // namespace stafett::storage::sqlite
