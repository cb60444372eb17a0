#include "storage/sqlite/open.h"

#include <fstream>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrations.h"
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
        EXPECT_EQ(
            file.status().permissions() & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none)
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

TEST(OpenStore, brings_a_file_of_the_first_version_up_to_the_present_one_with_all_that_is_in_it) {
    const tests::TemporaryFolder folder;
    {
        std::ofstream(folder.path() / "stafett.db").flush();
        auto connection = Connection::open(folder.path() / "stafett.db", Access::write, false).value();
        const auto script = [&](const std::string& sql) {
            const Result<void> done = connection->script(sql);
            ASSERT_TRUE(done) << done.error().detail;
        };
        script(std::string(migrations()[0].sql));
        script(
            "INSERT INTO store VALUES (1, 'epoch1', 0); PRAGMA application_id = 0x53746674; PRAGMA user_version = 1");
        script("INSERT INTO principals (id, kind, name) VALUES ('n', 'network', 'N'), ('anna', 'person', 'Anna')");
        script("INSERT INTO networks VALUES ('n', 'n@x', '', '', 0)");
        script(
            "INSERT INTO meetings VALUES ('n', 'one', 'v', 'one', 'one.ics', zeroblob(32), 3, NULL, 100, 0, 1, 2, NULL,"
            " 4, 'anna', 'n', 2)");
    }
    for (int times = 0; times < 2; ++times) {
        auto store = open(in(folder.path()));
        ASSERT_TRUE(store) << store.error().detail;
        auto now = (*store)->snapshot().value();
        EXPECT_EQ(now->epoch(), model::Epoch("epoch1"));
        const auto meeting = now->meetings().find(model::NetworkId("n"), model::Uid("one")).value();
        ASSERT_TRUE(meeting);
        EXPECT_EQ(meeting->sequence, 3);
        EXPECT_EQ(now->meetings().office_copy(meeting->network, meeting->uid).value().hidden, times == 1);
        EXPECT_THAT((*store)->check_integrity().value(), testing::IsEmpty());
        const auto hidden = (*store)->write([&](Transaction& transaction) {
            return transaction.write_meetings().set_office_copy(meeting->network, meeting->uid, {true, {}});
        });
        EXPECT_TRUE(hidden) << hidden.error().detail;
    }
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
        .seekp(8192)
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
