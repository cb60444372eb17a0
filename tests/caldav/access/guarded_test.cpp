#include "caldav/access/guarded.h"

#include "caldav/http/conditions.h"

#include "storage/store.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::access {
namespace {

class Guarded : public testing::Test {
  protected:
    Guarded() { server.given_person("anna"); }
    GuardedStore as(std::string_view person) {
        return {server.store(), model::ActorForTests::person(model::PersonId(person)), server.clock().now(), settings};
    }
    tests::DavServer server;
    Settings settings;
    const Address calendar = *parse_path("/dav/calendars/anna/calendar/");
};

TEST_F(Guarded, a_grant_of_another_snapshot_is_a_bug_and_never_an_answer) {
    const auto one = as("anna").read(), other = as("anna").read();
    ASSERT_TRUE(one && other);
    const auto grant = (*one)->gate().require<Privilege::read>(calendar);
    ASSERT_TRUE(grant);
    EXPECT_TRUE((*one)->objects(*grant, {}));
    EXPECT_THROW((void)(*other)->objects(*grant, {}), std::logic_error);
}

TEST_F(Guarded, grants_one_member_after_the_other_and_leaves_alone_what_was_kept) {
    const auto snapshot = as("anna").read();
    ASSERT_TRUE(snapshot);
    const auto grant = (*snapshot)->gate().require<Privilege::read>(calendar);
    ASSERT_TRUE(grant);
    model::ObjectInfo info;
    MemberGrants members((*snapshot)->gate(), *grant);
    info.name = model::ObjectName("a b.ics");
    const ReadGrant kept = members.of(info);
    info.name = model::ObjectName("c.ics");
    const ReadGrant& next = members.of(info);
    EXPECT_EQ(kept.href().text(), "/dav/calendars/anna/calendar/a%20b.ics");
    EXPECT_EQ(kept.node().info->name.text(), "a b.ics");
    EXPECT_EQ(next.href(), calendar.member(info.name).href);
    EXPECT_EQ(next.node().address.object, info.name);
    EXPECT_EQ(next.node().kind, Kind::object);
    EXPECT_EQ(next.node().calendar, grant->node().calendar);
    EXPECT_EQ(grant->node().kind, Kind::calendar);
}

TEST_F(Guarded, a_listing_gives_grants_for_what_may_be_read_only) {
    const auto snapshot = as("anna").read();
    ASSERT_TRUE(snapshot);
    const auto root =
        (*snapshot)->gate().require<Privilege::read>(principal_collection_address(model::PrincipalKind::person));
    ASSERT_TRUE(root);
    server.given_person("bo");
    const auto fresh = as("anna").read();
    ASSERT_TRUE(fresh);
    const auto people = (*fresh)->members(*(*fresh)->gate().require<Privilege::read>(root->node()));
    ASSERT_TRUE(people);
    ASSERT_EQ(people->size(), 1U);
    EXPECT_EQ(people->front().href().text(), "/dav/principals/users/anna/");
}

TEST_F(Guarded, an_error_in_the_body_leaves_no_trace) {
    const Address work = *parse_path("/dav/calendars/anna/work/");
    const auto failed = as("anna").write([&](GuardedTransaction& transaction) -> Result<void> {
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::bind>(work));
        TRY(transaction.create_calendar(grant, model::kEveryComponent));
        return fail(403, "after all not");
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().status, 403U);
    const auto snapshot = as("anna").read();
    ASSERT_TRUE(snapshot);
    EXPECT_EQ((*snapshot)->gate().locate(work)->kind, Kind::unmapped_collection);
}

TEST_F(Guarded, reserved_names_are_no_place_for_a_calendar) {
    for (const auto* name : {"natverk-x", "alla-natverk", "inbox", "outbox", "notifications", "attachments"}) {
        const auto made = as("anna").write([&](GuardedTransaction& transaction) -> Result<void> {
            const Address at = *parse_path("/dav/calendars/anna/" + std::string(name));
            TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::bind>(at));
            TRY(transaction.create_calendar(grant, model::kEveryComponent));
            return {};
        });
        ASSERT_FALSE(made) << name;
        EXPECT_EQ(made.error().condition, &conditions::calendar_collection_location_ok) << name;
    }
}

}  // namespace
}  // namespace stafett::caldav::access
