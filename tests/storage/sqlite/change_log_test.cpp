// What `stafett check` says of a change log that does not tell clients what there is.
#include <gmock/gmock.h>

#include "storage/sqlite/connection.h"
#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr base::Instant kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29);
constexpr const char* kUnseen =
    "anna/calendar/a.ics: its last change is not in the change log, so clients that sync do not see it";

class ChangeLog : public testing::Test {
  protected:
    // Anna's calendar with a.ics, changed once in each form, and b.ics, which was removed.
    ChangeLog() {
        const auto made = store->write([](Transaction& t) -> Result<void> {
            const model::PrincipalId anna("anna");
            TRY(t.write_association().put_person({.id = anna, .kind = model::PrincipalKind::person, .name = "Anna"},
                                                 kNow));
            TRY_ASSIGN(const auto calendar, t.calendars().find(anna, model::CalendarName("calendar")));
            const model::By by{model::PersonId("anna"), anna, kNow};
            const auto put = [&](const char* name, const char* writers, const char* readers) {
                model::NewObject object;
                object.name = model::ObjectName(name);
                object.uid = model::Uid(name);
                object.author = object.writers = std::make_shared<const std::string>(writers);
                object.readers = std::make_shared<const std::string>(readers);
                return t.write_objects().put(calendar->id, object, model::Expect::any(), by);
            };
            TRY(put("a.ics", "1", "1"));
            TRY(put("a.ics", "1", "2"));
            TRY(put("a.ics", "2", "2"));
            TRY(put("b.ics", "1", "1"));
            return t.write_objects().remove(calendar->id, model::ObjectName("b.ics"), model::Expect::any(), by);
        });
        EXPECT_TRUE(made);
    }

    std::vector<std::string> found_after(const char* damage) {
        const auto connection = Connection::open(store.folder.path() / "stafett.db", Access::write, false).value();
        EXPECT_TRUE(connection->script(damage)) << damage;
        return store->check_integrity().value();
    }

    tests::TestStore store = tests::open_test_store();
};

TEST_F(ChangeLog, is_well_when_each_object_and_removal_stands_in_it) {
    EXPECT_THAT(store->check_integrity().value(), IsEmpty());
}

TEST_F(ChangeLog, has_lost_an_object) {
    EXPECT_THAT(found_after("DELETE FROM changes WHERE name = 'a.ics'"), ElementsAre(kUnseen));
}

TEST_F(ChangeLog, has_lost_the_last_change_in_one_form) {
    EXPECT_THAT(found_after("DELETE FROM changes WHERE number = (SELECT readers_change FROM objects)"),
                ElementsAre(kUnseen));
}

TEST_F(ChangeLog, says_that_an_object_is_gone_which_is_there) {
    EXPECT_THAT(found_after("UPDATE changes SET removed = 1 WHERE number = (SELECT writers_change FROM objects)"),
                ElementsAre(kUnseen));
}

TEST_F(ChangeLog, has_lost_a_removal) {
    EXPECT_THAT(found_after("DELETE FROM changes WHERE name = 'b.ics' AND removed"),
                ElementsAre("anna/calendar/b.ics: is gone without a line in the change log, so clients that sync "
                            "keep it"));
}

TEST_F(ChangeLog, has_lost_a_calendar) {
    EXPECT_THAT(found_after("DELETE FROM changes WHERE home = 'anna' AND name = 'calendar'"),
                ElementsAre("anna/calendar: is not in the change log of its home"));
}

}  // namespace
}  // namespace stafett::storage::sqlite
