#include "storage/sqlite/time_index.h"

#include <sqlite3.h>

#include <fstream>
#include <random>
#include <set>

#include "storage/sqlite/interval_tree.h"
#include "storage/sqlite/migrations.h"
#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

using base::Instant;
using base::TimeSpan;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr Instant kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

// Random spans of every size, some open, some far away.
std::vector<TimeSpan> random_spans(std::mt19937& random, int count) {
    std::vector<TimeSpan> spans;
    for (int i = 0; i < count; ++i) {
        const auto start = kNow + seconds(static_cast<std::int64_t>(random() % 600'000'000) - 300'000'000);
        const seconds length(std::int64_t{1} << (random() % 31));
        TimeSpan span{start, start + length};
        if (random() % 20 == 0) span.end = Instant::max();
        if (random() % 20 == 0) span.start = Instant::min();
        if (random() % 50 == 0) span = {Instant(seconds(20'000'000'000)), Instant(seconds(20'000'003'600))};
        spans.push_back(span);
    }
    return spans;
}

model::NewObject object(const std::string& name, std::vector<TimeSpan> spans) {
    const auto text = std::make_shared<const std::string>(name);
    model::NewObject object;
    object.name = model::ObjectName(name);
    object.uid = model::Uid(name);
    object.author = object.writers = object.readers = text;
    object.times.spans = std::move(spans);
    return object;
}

class TimeIndexOfSqlite : public testing::Test {
  protected:
    void SetUp() override {
        const auto made = store_->write([](Transaction& t) {
            return t.write_association().put_person(
                {.id = model::PrincipalId("anna"), .kind = model::PrincipalKind::person, .name = "Anna"}, kNow);
        });
        ASSERT_TRUE(made);
        calendar_ = store_->snapshot()
                        .value()
                        ->calendars()
                        .find(model::PrincipalId("anna"), model::CalendarName("calendar"))
                        .value()
                        .value()
                        .id;
    }

    void put(const std::vector<model::NewObject>& objects) {
        const auto done = store_->write([&](Transaction& t) -> Result<void> {
            for (const auto& one : objects)
                TRY(t.write_objects().put(calendar_, one, model::Expect::any(),
                                          {model::PersonId("anna"), model::PrincipalId("anna"), kNow}));
            return {};
        });
        ASSERT_TRUE(done) << done.error().detail;
    }

    std::set<std::string> found(const TimeSpan& range) {
        Candidates wanted;
        wanted.start = range.start;
        wanted.end = range.end;
        const auto objects =
            store_->snapshot().value()->time_index().within(calendar_, model::Form::readers, wanted, 100'000).value();
        std::set<std::string> all;
        for (const auto& object : objects.value())
            EXPECT_TRUE(all.insert(object.info.name.text()).second) << "twice " << object.info.name.text();
        return all;
    }

    // Instructions that SQLite's machine runs to find the names in `range`: a measure of rows touched, not of time.
    int cost(const TimeSpan& range) {
        sqlite3* db = nullptr;
        EXPECT_EQ(sqlite3_open_v2((store_.folder.path() / "stafett.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr),
                  SQLITE_OK);
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(db, within().sql().c_str(), -1, &statement, nullptr), SQLITE_OK);
        const NodesOf nodes = nodes_of(range);
        sqlite3_bind_int64(statement, 1, calendar_.value);
        sqlite3_bind_int64(statement, 2, nodes.first);
        sqlite3_bind_int64(statement, 3, nodes.last);
        sqlite3_bind_int64(statement, 4, range.start.time_since_epoch().count());
        sqlite3_bind_int64(statement, 5, range.end.time_since_epoch().count());
        sqlite3_bind_text(statement, 6, nodes.left.c_str(), -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 7, nodes.right.c_str(), -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 9, 100'000);
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        const int steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
        EXPECT_EQ(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0), 0);
        sqlite3_finalize(statement);
        sqlite3_close(db);
        return steps;
    }

    static const Statement& within() {
        for (const Statement* statement : Statement::all())
            if (std::string_view(statement->name()) == "time_index.within") return *statement;
        throw std::logic_error("no such statement");
    }

    tests::TestStore store_ = tests::open_test_store();
    model::CalendarId calendar_;
};

TEST(IntervalTree, puts_a_span_under_a_node_that_lies_in_it) {
    std::mt19937 random(1);
    for (const TimeSpan& span : random_spans(random, 2'000)) {
        const auto node = node_of(span);
        EXPECT_LE(leaf_of(span.start), node);
        EXPECT_GE(leaf_of(span.end == Instant::max() ? span.end : span.end - seconds(1)), node);
    }
    EXPECT_EQ(node_of({Instant::min(), Instant::max()}), 1 << 17);
    EXPECT_EQ(node_of({Instant::min(), Instant::min()}), 1);
}

TEST_F(TimeIndexOfSqlite, finds_exactly_what_overlaps_whatever_the_lengths) {
    std::mt19937 random(2);
    const auto spans = random_spans(random, 800);
    std::vector<model::NewObject> objects;
    for (std::size_t i = 0; i < spans.size(); ++i) objects.push_back(object("o" + std::to_string(i), {spans[i]}));
    put(objects);
    auto ranges = random_spans(random, 200);
    ranges.push_back({Instant::min(), Instant::max()});
    ranges.push_back({kNow, kNow + seconds(1)});
    for (const TimeSpan& range : ranges) {
        std::set<std::string> expected;
        for (std::size_t i = 0; i < spans.size(); ++i)
            if (spans[i].start < range.end && spans[i].end > range.start) expected.insert("o" + std::to_string(i));
        EXPECT_EQ(found(range), expected) << range.start.time_since_epoch().count();
    }
    EXPECT_EQ(found({kNow, kNow}), std::set<std::string>());
}

TEST_F(TimeIndexOfSqlite, costs_what_it_finds_however_much_lies_beside_it) {
    // The same ten events in the month, and around them series that began long ago or begin later, long events that
    // have ended, and single ones.
    const TimeSpan month{kNow, kNow + days(30)};
    const auto fill = [&](const char* prefix, int count) {
        std::vector<model::NewObject> objects;
        for (int i = 0; i < count; ++i) {
            const auto name = std::string(prefix) + std::to_string(i);
            const auto ago = days(40 + i % 3000);
            const auto ahead = days(40 + i % 1800);
            switch (i % 4) {
                case 0:
                    objects.push_back(object(name, {{kNow - ago, kNow - ago + hours(2)}}));
                    break;
                case 1:
                    objects.push_back(object(name, {{kNow - days(9'000), kNow - ago}}));
                    break;
                case 2:
                    objects.push_back(object(name, {{kNow + ahead, Instant::max()}}));
                    break;
                default:
                    objects.push_back(
                        object(name, {{Instant::min(), kNow - days(3'650)}, {kNow + days(1'827), Instant::max()}}));
            }
        }
        put(objects);
    };
    std::vector<model::NewObject> inside;
    for (int i = 0; i < 10; ++i)
        inside.push_back(object("in" + std::to_string(i), {{kNow + days(3 * i), kNow + days(3 * i) + hours(1)}}));
    put(inside);
    fill("a", 100);
    ASSERT_EQ(found(month).size(), 10u);
    const int few = cost(month);
    fill("b", 10'000);
    ASSERT_EQ(found(month).size(), 10u);
    EXPECT_LE(cost(month), few + few / 10);
}

TEST_F(TimeIndexOfSqlite, is_searched_by_its_indexes_and_sorts_nothing) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open_v2((store_.folder.path() / "stafett.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr),
              SQLITE_OK);
    std::string plan;
    const auto add = [](void* out, int, char** columns, char**) {
        *static_cast<std::string*>(out) += std::string(columns[3]) + "\n";
        return 0;
    };
    ASSERT_EQ(sqlite3_exec(db, ("EXPLAIN QUERY PLAN " + within().sql()).c_str(), add, &plan, nullptr), SQLITE_OK);
    sqlite3_close(db);
    EXPECT_THAT(plan, testing::HasSubstr("SEARCH spans USING"));
    EXPECT_THAT(plan,
                testing::HasSubstr("SEARCH s USING COVERING INDEX spans_by_end (calendar=? AND node=? AND ends>?)"));
    EXPECT_THAT(plan, testing::HasSubstr("SEARCH s USING PRIMARY KEY (calendar=? AND node=? AND starts<?)"));
    EXPECT_THAT(plan, testing::HasSubstr("SEARCH o USING PRIMARY KEY (calendar=? AND name=?)"));
    EXPECT_THAT(plan, testing::Not(testing::HasSubstr("SCAN s")));
    EXPECT_THAT(plan, testing::Not(testing::HasSubstr("ORDER BY")));
}

TEST(OpenStore, enters_the_objects_of_an_older_file_in_the_time_index) {
    const tests::TemporaryFolder folder;
    std::mt19937 random(3);
    const auto spans = random_spans(random, 100);
    {
        std::ofstream(folder.path() / "stafett.db").flush();
        auto connection = Connection::open(folder.path() / "stafett.db", Access::write, false).value();
        for (std::size_t step = 0; step < 3; ++step)
            ASSERT_TRUE(connection->script(std::string(migrations()[step].sql)));
        ASSERT_TRUE(connection->script(
            "INSERT INTO store VALUES (1, 'e', 0); PRAGMA application_id = 0x53746674; PRAGMA user_version = 3;"
            "INSERT INTO principals (id, kind, name) VALUES ('anna', 'person', 'Anna');"
            "INSERT INTO calendars VALUES (7, 'anna', 'calendar', 'personal', 31, 'i', 1);"
            "INSERT INTO bodies VALUES (zeroblob(32), 1, X'74657874')"));
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const auto bound = [](Instant at, Instant none) {
                return at == none ? std::string("NULL") : std::to_string(at.time_since_epoch().count());
            };
            const auto n = std::to_string(i);
            const auto done =
                connection->script("INSERT INTO objects VALUES (7, '" + n + "', '" + n + "', 'VEVENT', " +
                                   bound(spans[i].start, Instant::min()) + ", " + bound(spans[i].end, Instant::max()) +
                                   ", 1, zeroblob(32), zeroblob(32), 4, 1, 1, zeroblob(32), 4, 1, 1)");
            ASSERT_TRUE(done) << done.error().detail;
        }
    }
    Options options;
    options.folder = folder.path();
    options.sync_to_disk = false;
    auto store = open(options).value();
    auto now = store->snapshot().value();
    for (const TimeSpan& range : random_spans(random, 100)) {
        Candidates wanted;
        wanted.start = range.start;
        wanted.end = range.end;
        std::set<std::string> expected, names;
        for (std::size_t i = 0; i < spans.size(); ++i)
            if (spans[i].start < range.end && spans[i].end > range.start) expected.insert(std::to_string(i));
        for (const auto& object : now->time_index().within({7}, model::Form::readers, wanted, 1'000).value().value())
            names.insert(object.info.name.text());
        EXPECT_EQ(names, expected);
    }
    for (const auto& outdated : now->time_index().outdated(kNow, 1'000).value()) {
        const auto& span = spans[std::stoul(outdated.name.text())];
        EXPECT_TRUE(span.start == Instant::min() || span.end == Instant::max() || span.end - span.start > days(14));
    }
}

}  // namespace
}  // namespace stafett::storage::sqlite
