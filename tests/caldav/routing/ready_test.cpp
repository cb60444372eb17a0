#include "caldav/routing/ready.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::routing {
namespace {

using namespace stafett::tests;

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";
constexpr const char* kHome = "/dav/calendars/anna/";
const std::string kObject = "/dav/calendars/anna/calendar/a.ics";

class Ready : public ::testing::Test {
  protected:
    void SetUp() override {
        server.given_person("anna");
        server.given_person("bo");
    }
    // The CTag as the poll gives it; from memory or not.
    std::string ctag(bool from_memory) {
        const auto answer = anna.propfind(kCalendar, "0", props({"CS:getctag"}));
        EXPECT_EQ(answer.was_ready(), from_memory);
        const auto* tag = answer.property(kCalendar, {ns::calendarserver, "getctag"});
        return tag != nullptr ? tag->text() : std::string();
    }
    DavServer server;
    DavClient anna = server.as("anna");
};

TEST_F(Ready, a_poll_is_answered_from_memory_until_the_calendar_changes) {
    const std::string before = ctag(false);
    EXPECT_EQ(ctag(true), before);
    server.as("bo").put("/dav/calendars/bo/calendar/b.ics", event("b")).expect_status(201);
    EXPECT_EQ(ctag(true), before) << "another's calendar";
    anna.put(kObject, event("a")).expect_status(201);
    const std::string after = ctag(false);
    EXPECT_NE(after, before);
    EXPECT_EQ(ctag(true), after);
    anna.remove(kObject).expect_status(204);
    EXPECT_NE(ctag(false), after);
}

TEST_F(Ready, a_property_that_is_set_shows_at_once) {
    const auto name = [&] { return anna.propfind(kCalendar, "0", props({"D:displayname"})); };
    name();
    EXPECT_TRUE(name().was_ready());
    anna.proppatch(kCalendar, set_props({{"D:displayname", "Nytt"}})).expect_status(207);
    name().expect_property(kCalendar, kDisplayname, "Nytt");
}

TEST_F(Ready, another_question_is_another_answer) {
    EXPECT_FALSE(anna.propfind(kCalendar, "0", props({"CS:getctag"})).was_ready());
    EXPECT_FALSE(anna.propfind(kCalendar, "0", props({"D:displayname"})).was_ready());
    EXPECT_FALSE(anna.propfind(kCalendar, "0", props({"CS:getctag"}), {{"Prefer", "return=minimal"}}).was_ready());
    EXPECT_FALSE(anna.propfind(kCalendar, "1", props({"CS:getctag"})).was_ready());
    EXPECT_FALSE(anna.propfind(kCalendar, "1", props({"CS:getctag"})).was_ready()) << "a listing is not kept";
    EXPECT_TRUE(anna.propfind(kCalendar, "0", props({"CS:getctag"})).was_ready());
}

TEST_F(Ready, nobody_is_given_what_was_made_for_another) {
    anna.propfind(kCalendar, "0", props({"D:displayname"})).expect_status(207);
    EXPECT_TRUE(anna.propfind(kCalendar, "0", props({"D:displayname"})).was_ready());
    server.as("bo").propfind(kCalendar, "0", props({"D:displayname"})).expect_status(404);
    server.anonymous().propfind(kCalendar, "0", props({"D:displayname"})).expect_status(401);
}

TEST_F(Ready, a_role_that_ends_takes_its_answers_with_it) {
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::member, {{}, base::Date(std::chrono::year(2026) / 11 / 23)});
    const char* network = "/dav/calendars/anna/natverk-elevhalsan/";
    const auto poll = [&] { return anna.propfind(network, "0", props({"CS:getctag"})); };
    poll().expect_status(207);
    EXPECT_TRUE(poll().was_ready());
    server.clock().advance(std::chrono::hours(48));
    poll().expect_status(404);
}

TEST_F(Ready, a_sync_that_finds_nothing_new_is_answered_from_memory) {
    const std::string token = anna.sync(kCalendar).sync_token();
    EXPECT_EQ(anna.sync(kCalendar, token).sync_token(), token);
    const auto again = anna.sync(kCalendar, token);
    EXPECT_TRUE(again.was_ready());
    EXPECT_EQ(again.sync_token(), token);
    anna.put(kObject, event("a")).expect_status(201);
    const auto changed = anna.sync(kCalendar, token);
    EXPECT_FALSE(changed.was_ready());
    changed.expect_hrefs({kObject});
    for (int i = 0; i < 2; ++i) anna.sync(kCalendar, "urn:x:bad").expect_status(403);
}

TEST_F(Ready, a_home_is_answered_until_anything_changes) {
    const auto poll = [&] { return anna.propfind(kHome, "1", props({"CS:getctag", "D:displayname"})); };
    poll().expect_status(207);
    EXPECT_TRUE(poll().was_ready());
    server.as("bo").put("/dav/calendars/bo/calendar/b.ics", event("b")).expect_status(201);
    EXPECT_FALSE(poll().was_ready());
    EXPECT_TRUE(poll().was_ready());
    anna.mkcalendar("/dav/calendars/anna/ny/").expect_status(201);
    EXPECT_EQ(poll().expect_status(207).hrefs().size(), 4U);
}

TEST_F(Ready, a_whole_calendar_is_given_and_found_unchanged_from_memory) {
    anna.put(kObject, event("a")).expect_status(201);
    const auto first = anna.get(kCalendar).expect_status(200);
    EXPECT_FALSE(first.was_ready());
    const auto second = anna.get(kCalendar).expect_status(200);
    EXPECT_TRUE(second.was_ready());
    EXPECT_EQ(second.body(), first.body());
    EXPECT_EQ(second.etag(), first.etag());
    EXPECT_EQ(second.field("Content-Type"), first.field("Content-Type"));
    const auto unchanged = anna.get(kCalendar, {{"If-None-Match", first.etag()}}).expect_status(304);
    EXPECT_TRUE(unchanged.was_ready());
    EXPECT_TRUE(unchanged.body().empty());
    anna.put(kObject, event("a", "Annan")).expect_status(204);
    const auto changed = anna.get(kCalendar, {{"If-None-Match", first.etag()}}).expect_status(200);
    EXPECT_FALSE(changed.was_ready());
    EXPECT_NE(changed.etag(), first.etag());
}

TEST_F(Ready, a_calendar_found_unchanged_is_so_from_memory_the_next_time) {
    const std::string tag = anna.get(kCalendar).etag();
    anna.put("/dav/calendars/anna/tasks/t.ics", event("t")).status();
    anna.mkcalendar("/dav/calendars/anna/ny/").expect_status(201);  // forgets all
    EXPECT_FALSE(anna.get(kCalendar, {{"If-None-Match", tag}}).expect_status(304).was_ready());
    EXPECT_TRUE(anna.get(kCalendar, {{"If-None-Match", tag}}).expect_status(304).was_ready());
    EXPECT_FALSE(anna.get(kCalendar).expect_status(200).was_ready()) << "its text was not made";
}

TEST_F(Ready, conditions_and_failures_go_the_long_way) {
    anna.get(kCalendar).expect_status(200);
    anna.get(kCalendar, {{"If-Match", "\"other\""}}).expect_status(412);
    EXPECT_FALSE(anna.get(kCalendar, {{"If", "(<urn:x>)"}}).was_ready());
    for (int i = 0; i < 2; ++i)
        EXPECT_FALSE(anna.propfind("/dav/calendars/anna/none/", "0", props({"CS:getctag"})).was_ready());
}

}  // namespace
}  // namespace stafett::caldav::routing
