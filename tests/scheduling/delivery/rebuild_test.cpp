// What is derived is made anew from the networks' own data, whatever became of it; what people wrote stays.
#include "scheduling/delivery/rebuild.h"

#include "scheduling/delivery/check.h"
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using namespace std::chrono_literals;

class RebuildTest : public NetworkFixture {
  protected:
    RebuildTest() {
        EXPECT_TRUE(put("m", "DTSTART:20270312T120000Z\r\nDURATION:PT2H\r\nSUMMARY:Träff\r\n"));
        EXPECT_TRUE(put("s", "DTSTART:20270401T120000Z\r\nDURATION:PT2H\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n"));
        EXPECT_TRUE(put("p", "DTSTART:20270501T120000Z\r\nDURATION:PT2H\r\nSTATUS:TENTATIVE\r\n"));
        settle_after(5min);
        EXPECT_THAT(differences(), IsEmpty());
    }

    const model::NewObject made_of(const std::string& name, const std::string& uid, const std::string& text) {
        const auto shared = std::make_shared<const std::string>(text);
        return {.name = model::ObjectName(name),
                .uid = model::Uid(uid),
                .author = shared,
                .writers = shared,
                .readers = shared};
    }
    void store_object(const model::Calendar& in, const std::string& name, const std::string& uid,
                      const std::string& text) {
        write([&](storage::Transaction& to) -> storage::Result<void> {
            TRY(to.write_objects().put(in.id, made_of(name, uid, text), model::Expect::any(), {{}, {}, now}));
            return {};
        });
    }
    void remove_object(const model::Calendar& from, const std::string& name) {
        write([&](storage::Transaction& to) {
            return to.write_objects().remove(from.id, model::ObjectName(name), model::Expect::any(), {{}, {}, now});
        });
    }
    void rebuilt() {
        const auto done = rebuild(*store, now, settings);
        ASSERT_TRUE(done) << done.error().detail;
        EXPECT_THAT(differences(), IsEmpty());
    }
    model::Calendar copies() { return calendar(model::RoleId("samordnare"), "alla-natverk"); }
    model::Calendar kallelser() { return calendar(elevhalsan, "kallelser"); }
    std::string derived(const std::string& uid) { return derived_name(elevhalsan, uid); }
};

TEST_F(RebuildTest, of_what_is_well_changes_no_octet) {
    const auto all = [&] { return writers("m") + readers("s") + organizer("s") + copy("m") + copy("s"); };
    const std::string before = all();
    now += 1h;
    rebuilt();
    EXPECT_EQ(all(), before);
}

TEST_F(RebuildTest, gives_back_copies_and_organizers_objects) {
    const std::string copy_before = copy("m"), organizer_before = organizer("m");
    store_object(copies(), derived("m"), "m", event("m", "DTSTART:20270101T120000Z\r\n"));
    remove_object(kallelser(), derived("m"));
    remove_object(copies(), derived("s"));
    EXPECT_THAT(differences(),
                AllOf(Contains(HasSubstr("differs from what it is made of")), Contains(HasSubstr("missing"))));
    rebuilt();
    EXPECT_EQ(copy("m"), copy_before);
    EXPECT_EQ(organizer("m"), organizer_before);
    EXPECT_THAT(copy("s"), HasSubstr("RRULE"));
}

TEST_F(RebuildTest, takes_away_what_belongs_to_no_meeting) {
    store_object(copies(), "okänd.ics", "x", event("x", "DTSTART:20270101T120000Z\r\n"));
    store_object(kallelser(), "okänd.ics", "x", event("x", "DTSTART:20270101T120000Z\r\n"));
    store_object(copies(), derived_name(sarskolan, "x"), "y", event("y", "DTSTART:20270101T120000Z\r\n"));
    EXPECT_EQ(differences().size(), 3U);
    rebuilt();
    EXPECT_EQ(text(copies(), "okänd.ics", model::Form::writers), "");
}

TEST_F(RebuildTest, makes_a_meeting_of_what_was_published_without_one) {
    store_object(traffar(elevhalsan), "ny.ics", "ny", event("ny", "DTSTART:20270601T120000Z\r\nSUMMARY:Ny\r\n"));
    EXPECT_THAT(differences(), Contains(HasSubstr("ny.ics: belongs to no meeting")));
    rebuilt();
    EXPECT_THAT(writers("ny"), HasSubstr("CONTACT:Värd: "));
    EXPECT_THAT(copy("ny"), HasSubstr("Ny"));
}

TEST_F(RebuildTest, gives_rows_of_hosts_their_occurrences) {
    write([&](storage::Transaction& to) -> storage::Result<void> {
        TRY_ASSIGN(auto rows, to.hostings().of_meeting(elevhalsan, model::Uid("s")));
        rows.front().occurrence.value = "20270402T120000Z";
        return to.write_hostings().set(elevhalsan, model::Uid("s"), rows);
    });
    EXPECT_THAT(differences(), Contains(HasSubstr("belongs to no occurrence")));
    rebuilt();
    const auto rows = hosts("s");
    EXPECT_EQ(std::ranges::count_if(rows, [](const std::string& row) { return !row.ends_with("released"); }), 4);
}

TEST_F(RebuildTest, lets_go_of_files_that_nothing_refers_to) {
    write([&](storage::Transaction& to) -> storage::Result<void> {
        model::Attachment file;
        file.id = model::ManagedId("f");
        file.owner = elevhalsan;
        file.digest = base::digest("x");
        file.size = 1;
        file.by.at = now;
        TRY(to.write_attachments().stage(file.digest, 0, "x", now));
        TRY(to.write_attachments().put(file));
        return to.write_attachments().set_uses(traffar(elevhalsan).id, model::Uid("okänd"), {{{}, file.id}}, now);
    });
    EXPECT_THAT(differences(), Contains(HasSubstr("a file is kept for okänd")));
    rebuilt();
}

TEST_F(RebuildTest, leaves_what_cannot_be_read_as_damage) {
    store_object(traffar(elevhalsan), "m.ics", "m", "no calendar");
    Findings found;
    Check check(settings);
    const auto snapshot = store->snapshot().value();
    while (check.next(*snapshot, now, found).value()) {
    }
    EXPECT_THAT(found.damaged, testing::ElementsAre(HasSubstr("m.ics: cannot be read")));
    ASSERT_TRUE(rebuild(*store, now, settings));
    EXPECT_EQ(writers("m"), "no calendar");
}

TEST_F(RebuildTest, after_an_upgrade_happens_once) {
    EXPECT_TRUE(rebuild_after_upgrade(*store, now, settings).value());
    EXPECT_FALSE(rebuild_after_upgrade(*store, now, settings).value());
    write([&](storage::Transaction& to) { return to.write_upkeep().set_composition(kComposition + 1); });
    store_object(copies(), "okänd.ics", "x", event("x", "DTSTART:20270101T120000Z\r\n"));
    EXPECT_TRUE(rebuild_after_upgrade(*store, now, settings).value()) << "a newer version's is no less foreign";
    EXPECT_THAT(differences(), IsEmpty());
}

// Each portion is looked at in the state of its moment; together they are what one look finds.
TEST_F(RebuildTest, check_finds_the_same_in_portions) {
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(put("n" + std::to_string(i), "DTSTART:20270312T120000Z\r\nDURATION:PT2H\r\n"));
    remove_object(copies(), derived("n99"));
    remove_object(kallelser(), derived("n5"));
    Findings found;
    Check check(settings);
    int portions = 0;
    while (check.next(*store->snapshot().value(), now, found).value()) ++portions;
    EXPECT_GT(portions, 8);
    EXPECT_EQ(found.differing, differences());
    EXPECT_EQ(found.differing.size(), 2U);
}

}  // namespace
}  // namespace stafett::scheduling::delivery
