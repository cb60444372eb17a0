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

// A file as version 7 left it, with a meeting in three forms, its turns and its time.
void make_version_7(const std::filesystem::path& file) {
    std::ofstream(file).flush();
    auto connection = Connection::open(file, Access::write, false).value();
    const auto script = [&](const std::string& sql) {
        const Result<void> done = connection->script(sql);
        ASSERT_TRUE(done) << done.error().detail;
    };
    for (std::size_t step = 0; step < 7; ++step) script(std::string(migrations()[step].sql));
    const auto body = [](const char* text) {
        return "X'" + base::to_hex(base::digest(text)) + "', 1, CAST('" + text + "' AS BLOB)";
    };
    const auto digest = [](const char* text) { return "X'" + base::to_hex(base::digest(text)) + "'"; };
    script(
        "INSERT INTO store (one, epoch, test_clock) VALUES (1, 'epoch7', 0);"
        "PRAGMA application_id = 0x53746674; PRAGMA user_version = 7;"
        "INSERT INTO principals (id, kind, name) VALUES ('n', 'network', 'N'), ('tibro', 'municipality', 'Tibro');"
        "INSERT INTO municipalities VALUES ('tibro', 'Tibro');"
        "INSERT INTO networks VALUES ('n', 'n@x', '', '', 0);"
        "INSERT INTO calendars VALUES (7, 'n', 'traffar', 'published', 1, 'i', 1),"
        " (8, 'n', 'kallelser', 'organizer', 1, 'i', 1);"
        "INSERT INTO bodies VALUES (" +
        body("sent") + "), (" + body("written") + "), (" + body("read") + "), (" + body("before") +
        ");"
        "INSERT INTO objects VALUES (7, 'one.ics', 'one', 'VEVENT', 100, 200, 1, " +
        digest("sent") + ", " + digest("written") + ", 7, 2, 3, " + digest("read") +
        ", 4, 5, 6, 300), (8, 'call.ics', 'one', 'VEVENT', 100, 200, 1, " + digest("sent") + ", " + digest("sent") +
        ", 4, 2, 7, " + digest("sent") +
        ", 4, 2, 7, 300);"
        "INSERT INTO changes (number, calendar, home, name, removed, forms) VALUES (1, NULL, 'n', 'traffar', 0, 3),"
        " (2, NULL, 'n', 'kallelser', 0, 3), (3, 7, NULL, 'one.ics', 0, 2), (6, 7, NULL, 'one.ics', 0, 1),"
        " (7, 8, NULL, 'call.ics', 0, 3);"
        "INSERT INTO spans VALUES (7, 'one.ics', 65536, 100, 200), (8, 'call.ics', 65536, 100, 200);"
        "INSERT INTO meetings (network, uid, id, copy_uid, name, author, sequence, deleted, created, changed, "
        "by_person,"
        " by_acted_for, by_at) VALUES ('n', 'one', 'v', 'one', 'one.ics', " +
        digest("sent") +
        ", 3, 0, 1, 2, '', 'n', 2);"
        "INSERT INTO hostings VALUES ('n', 'one', 0, '', '', 'tibro', 'fixed', 'rotation', '2027-03-12', '{}', 'why', "
        "9),"
        " ('n', 'one', 1, '', '', 'tibro', 'fixed', 'rotation', '2027-04-09', '{}', 'why', 8),"
        " ('n', 'one', 2, '', '', 'tibro', 'released', 'rotation', '2027-05-14', '{}', 'why', 7);");
}

TEST(OpenStore, makes_the_tables_of_version_7_anew_with_all_that_is_in_them) {
    const tests::TemporaryFolder folder;
    make_version_7(folder.path() / "stafett.db");
    auto store = open(in(folder.path())).value();
    EXPECT_THAT(store->check_integrity().value(), testing::IsEmpty());
    auto now = store->snapshot().value();
    const model::ObjectName name("one.ics");
    EXPECT_EQ(*now->objects().find({7}, name, model::Form::writers).value()->text, "written");
    const auto object = now->objects().find({7}, name, model::Form::readers).value().value();
    EXPECT_EQ(*object.text, "read");
    EXPECT_EQ(object.info.change, model::ChangeNumber{6});
    EXPECT_EQ(*now->objects().author({7}, name).value(), "sent");
    EXPECT_EQ(now->time_index()
                  .within({7}, model::Form::readers, {.start = base::Instant(std::chrono::seconds(150))}, 9)
                  .value()
                  ->size(),
              1U);
    EXPECT_THAT(now->time_index().within({8}, model::Form::readers, {}, 9).value().value(), testing::IsEmpty());
    const auto outdated = now->time_index().outdated(base::Instant::max(), 9).value();
    ASSERT_EQ(outdated.size(), 1U);
    EXPECT_EQ(outdated[0].name, name);
    const auto released = now->objects().released_bodies(base::Instant(std::chrono::seconds(2)), 9).value().list;
    ASSERT_EQ(released.size(), 1U);
    EXPECT_EQ(released[0].digest, base::digest("before"));
    EXPECT_FALSE(released[0].referred_to);
    EXPECT_THAT(now->objects().history_beyond(0, 9).value().list, testing::IsEmpty()) << "nobody knows whose it was";
    EXPECT_EQ(now->calendars().usage(model::PrincipalId("n")).value(),
              (model::HomeUsage{.calendars = 1, .objects = 1, .octets = 4}))
        << "of the author's text, and not of the call";
    const model::NetworkId network("n");
    EXPECT_EQ(now->hostings().of_meeting(network, model::Uid("one")).value().size(), 3U);
    const std::vector turns{model::Turns{model::MunicipalityId("tibro"), 2, base::parse_date("2027-04-09")}};
    EXPECT_EQ(now->hostings().standing(network, {}).value().turns, turns);
    // Rows still go with what they belong to, and are counted as they go.
    ASSERT_TRUE(store->write([&](Transaction& transaction) -> Result<void> {
        TRY(transaction.write_meetings().remove(network, model::Uid("one")));
        return transaction.write_calendars().remove({7}, {{}, model::PrincipalId("n"), base::Instant()});
    }));
    now = store->snapshot().value();
    EXPECT_THAT(now->hostings().of_network(network).value(), testing::IsEmpty());
    EXPECT_EQ(now->hostings().standing(network, {}).value(), model::Standing{});
    EXPECT_THAT(now->time_index().within({7}, model::Form::readers, {}, 9).value().value(), testing::IsEmpty());
    EXPECT_THAT(store->check_integrity().value(), testing::IsEmpty());
}

TEST(OpenStore, refuses_a_migration_of_what_refers_to_nothing) {
    const tests::TemporaryFolder folder;
    make_version_7(folder.path() / "stafett.db");
    {
        auto connection = Connection::open(folder.path() / "stafett.db", Access::write, false).value();
        ASSERT_TRUE(connection->script("PRAGMA foreign_keys = OFF; DELETE FROM municipalities"));
    }
    const auto refused = open(in(folder.path()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::corrupt);
    EXPECT_THAT(refused.error().detail, testing::HasSubstr("hostings refers to what is not there"));
    auto connection = Connection::open(folder.path() / "stafett.db", Access::write, false).value();
    EXPECT_EQ(connection->lines("PRAGMA user_version").value(), std::vector<std::string>{"7"});
}

TEST(OpenStore, counts_anew_what_calendars_hold_where_the_check_finds_it_wrong) {
    for (const char* wrong :
         {"UPDATE calendars SET objects = 2 WHERE id = 7", "UPDATE calendars SET octets = 9 WHERE id = 7",
          "UPDATE objects SET author_size = 9 WHERE calendar = 7"}) {
        const tests::TemporaryFolder folder;
        make_version_7(folder.path() / "stafett.db");
        auto store = open(in(folder.path())).value();
        ASSERT_TRUE(Connection::open(folder.path() / "stafett.db", Access::write, false).value()->script(wrong));
        EXPECT_THAT(store->check_integrity().value(),
                    testing::ElementsAre("what the calendar n/traffar holds is counted wrongly"))
            << wrong;
        store.reset();
        store = open(in(folder.path())).value();
        EXPECT_THAT(store->check_integrity().value(), testing::IsEmpty()) << wrong;
        EXPECT_EQ(store->snapshot().value()->calendars().usage(model::PrincipalId("n")).value(),
                  (model::HomeUsage{.calendars = 1, .objects = 1, .octets = 4}));
    }
}

TEST(OpenStore, refuses_a_file_whose_object_has_lost_a_text) {
    for (const char* text : {"sent", "written", "read"}) {
        const tests::TemporaryFolder folder;
        make_version_7(folder.path() / "stafett.db");
        open(in(folder.path())).value().reset();
        {
            auto connection = Connection::open(folder.path() / "stafett.db", Access::write, false).value();
            ASSERT_TRUE(connection->script("PRAGMA foreign_keys = OFF; DELETE FROM bodies WHERE digest = X'" +
                                           base::to_hex(base::digest(text)) + "'"));
        }
        EXPECT_EQ(fault_of_opening(in(folder.path())), Fault::corrupt) << text;
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
