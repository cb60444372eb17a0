// Texts are kept in memory by their digest: what that saves, and that it changes no answer.
#include "storage/sqlite/texts.h"

#include <fmt/format.h>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/work.h"
#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

constexpr base::Instant kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
constexpr std::size_t kObjects = 20;

// Anna's calendar with kObjects events, in a store that keeps `octets` of texts.
struct Filled {
    explicit Filled(std::size_t octets) : store(tests::open_test_store({.texts = octets})) {
        const auto made = store->write([&](Transaction& t) -> Result<void> {
            TRY(t.write_association().put_person(
                {.id = model::PrincipalId("anna"), .kind = model::PrincipalKind::person, .name = "Anna"}, kNow));
            TRY_ASSIGN(const auto found,
                       t.calendars().find(model::PrincipalId("anna"), model::CalendarName("calendar")));
            calendar = found->id;
            for (std::size_t i = 0; i < kObjects; ++i) TRY(put(t, i, fmt::format("text {}", i)));
            return {};
        });
        EXPECT_TRUE(made);
    }

    Result<void> put(Transaction& t, std::size_t number, const std::string& text) const {
        model::NewObject object;
        object.name = model::ObjectName(fmt::format("{:03}", number));
        object.uid = model::Uid(object.name.text());
        object.author = object.writers = object.readers = std::make_shared<const std::string>(text);
        const model::By by{model::PersonId("anna"), model::PrincipalId("anna"), kNow};
        TRY(t.write_objects().put(calendar, object, model::Expect::any(), by));
        return {};
    }

    std::vector<std::string> texts() const {
        auto snapshot = store->snapshot().value();
        const auto objects = snapshot->objects().list(calendar, model::Form::readers, {.with_text = true}).value();
        std::vector<std::string> texts;
        for (const model::StoredObject& one : objects) texts.push_back(*one.text);
        return texts;
    }

    std::uint64_t statements_to_read_all() const {
        const Work before = work_done();
        EXPECT_EQ(texts().size(), kObjects);
        return (work_done() - before).statements;
    }

    tests::TestStore store;
    model::CalendarId calendar;
};

TEST(Texts, what_was_written_or_read_is_not_read_again) {
    const Filled nothing_kept(0);
    Filled kept(1 << 20);
    EXPECT_EQ(nothing_kept.statements_to_read_all(), kept.statements_to_read_all() + kObjects);

    kept.store.store.reset();
    kept.store.store = open({.folder = kept.store.folder.path(), .sync_to_disk = false}).value();
    const std::uint64_t first = kept.statements_to_read_all();
    EXPECT_EQ(kept.statements_to_read_all() + kObjects, first);
}

TEST(Texts, a_snapshot_reads_the_text_of_its_own_state) {
    const Filled filled(1 << 20);
    auto older = filled.store->snapshot().value();
    ASSERT_TRUE(filled.store->write([&](Transaction& t) { return filled.put(t, 7, "another"); }));
    const model::ObjectName name("007");
    const auto text = [&](Snapshot& in) {
        return *in.objects().find(filled.calendar, name, model::Form::readers).value().value().text;
    };
    EXPECT_EQ(text(*older), "text 7");
    EXPECT_EQ(text(*filled.store->snapshot().value()), "another");
}

TEST(Texts, one_that_is_missing_is_an_error) {
    const Filled filled(0);
    {
        auto other = Connection::open(filled.store.folder.path() / "stafett.db", Access::write, false).value();
        ASSERT_TRUE(other->script("PRAGMA foreign_keys = OFF; DELETE FROM bodies WHERE digest = X'" +
                                  base::to_hex(base::digest("text 7")) + "'"));
    }
    auto snapshot = filled.store->snapshot().value();
    ObjectReads& objects = snapshot->objects();
    const auto fault = [](const auto& outcome) {
        return outcome ? std::nullopt : std::optional(outcome.error().fault);
    };
    const model::ObjectName name("007");
    EXPECT_EQ(fault(objects.find(filled.calendar, name, model::Form::readers)), Fault::corrupt);
    EXPECT_EQ(fault(objects.find_uid(filled.calendar, model::Uid("007"), model::Form::readers)), Fault::corrupt);
    EXPECT_EQ(fault(objects.author(filled.calendar, name)), Fault::corrupt);
    EXPECT_EQ(fault(objects.list(filled.calendar, model::Form::readers, {.with_text = true})), Fault::corrupt);
    EXPECT_EQ(objects.list(filled.calendar, model::Form::readers, {}).value().size(), kObjects);
}

TEST(Texts, what_was_undone_is_in_no_answer) {
    const Filled filled(1 << 20);
    const auto refused = filled.store->write([&](Transaction& t) -> Result<void> {
        TRY(filled.put(t, 7, "undone"));
        return fail(Fault::stale, "on second thoughts");
    });
    ASSERT_FALSE(refused);
    auto snapshot = filled.store->snapshot().value();
    EXPECT_EQ(*snapshot->objects().find(filled.calendar, model::ObjectName("007"), model::Form::readers).value()->text,
              "text 7");
    EXPECT_EQ(snapshot->objects().body(base::digest("undone")).value(), nullptr);
}

}  // namespace
}  // namespace stafett::storage::sqlite
