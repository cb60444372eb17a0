#include "storage/store.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::webdav {
namespace {

using namespace stafett::tests;

const std::string kHome = "/dav/calendars/anna/";
const std::string kCalendar = "/dav/calendars/anna/calendar/";

class SyncCollection : public testing::Test {
  protected:
    SyncCollection() { server.given_person("anna"); }
    void put(std::string_view name) { anna.put(kCalendar + std::string(name), event(name)).expect_status(201); }
    DavServer server;
    DavClient anna = server.as("anna");
};

TEST_F(SyncCollection, without_token_lists_all_and_then_what_changed) {
    put("a");
    put("b");
    const auto first = anna.sync(kCalendar);
    first.expect_status(207).expect_hrefs({kCalendar + "a", kCalendar + "b"});
    EXPECT_NE(first.sync_token().find(':'), std::string::npos);
    anna.sync(kCalendar, first.sync_token()).expect_hrefs({});
    put("c");
    anna.remove(kCalendar + "a");
    const auto second = anna.sync(kCalendar, first.sync_token());
    second.expect_hrefs({kCalendar + "a", kCalendar + "c"}).expect_response_status(kCalendar + "a", 404);
    anna.sync(kCalendar, second.sync_token()).expect_hrefs({});
    anna.sync(kCalendar).expect_hrefs({kCalendar + "b", kCalendar + "c"});
}

TEST_F(SyncCollection, its_token_is_the_property) {
    put("a");
    const auto token = anna.sync(kCalendar).sync_token();
    anna.propfind(kCalendar, "0", props({"D:sync-token", "CS:getctag"}))
        .expect_property(kCalendar, {ns::dav, "sync-token"}, token)
        .expect_property(kCalendar, {ns::calendarserver, "getctag"}, token);
}

TEST_F(SyncCollection, refuses_tokens_that_are_not_of_this_state) {
    put("a");
    const std::string token = anna.sync(kCalendar).sync_token();
    const std::string other = anna.sync("/dav/calendars/anna/tasks/").sync_token();
    auto future = token, epoch = token;
    future += '0';
    epoch[std::string("urn:stafett:sync:").size()] ^= 1;
    for (const std::string& bad : {std::string("x"), std::string("urn:x"), other, future, epoch, token + "x",
                                   token.substr(0, token.rfind(':') + 1), token.substr(0, token.rfind(':') + 1) + "-1",
                                   token.substr(0, token.rfind(':') + 1) + "99999999999999999999"})
        anna.sync(kCalendar, bad).expect_status(403).expect_condition({ns::dav, "valid-sync-token"});
}

TEST_F(SyncCollection, of_a_calendar_made_anew_refuses_the_old_ones_token) {
    anna.mkcalendar(kHome + "work/");
    const std::string token = anna.sync(kHome + "work/").sync_token();
    anna.remove(kHome + "work/");
    anna.mkcalendar(kHome + "work/");
    anna.sync(kHome + "work/", token).expect_status(403).expect_condition({ns::dav, "valid-sync-token"});
}

TEST_F(SyncCollection, a_limit_cuts_it_short_with_507_on_the_collection_and_a_token_to_go_on_from) {
    for (const auto* name : {"a", "b", "c"}) put(name);
    const auto first = anna.sync(kCalendar, {}, "2");
    first.expect_status(207)
        .expect_hrefs({kCalendar, kCalendar + "a", kCalendar + "b"})
        .expect_response_status(kCalendar, 507);
    anna.sync(kCalendar, first.sync_token(), "2").expect_hrefs({kCalendar + "c"});
    anna.sync(kCalendar, first.sync_token(), "1").expect_hrefs({kCalendar + "c"});
    anna.sync(kCalendar, {}, "0").expect_status(400);
}

TEST_F(SyncCollection, streams_more_than_a_page) {
    for (int i = 0; i < 300; ++i) put(std::to_string(i));
    EXPECT_EQ(anna.sync(kCalendar).hrefs().size(), 300U);
}

TEST_F(SyncCollection, of_a_home_tells_of_calendars) {
    const std::string token = anna.sync(kHome).sync_token();
    anna.mkcalendar(kHome + "work/").expect_status(201);
    const auto made = anna.sync(kHome, token);
    made.expect_hrefs({kHome + "work/"});
    anna.remove(kHome + "work/");
    anna.sync(kHome, made.sync_token()).expect_hrefs({kHome + "work/"}).expect_response_status(kHome + "work/", 404);
}

TEST_F(SyncCollection, takes_depth_0_and_1_and_level_1_only) {
    const std::string body =
        R"(<sync-collection xmlns="DAV:"><sync-token/><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>)";
    anna.report(kCalendar, body, "0").expect_status(207);
    anna.report(kCalendar, body, "1").expect_status(207);
    anna.report(kCalendar, body, "infinity").expect_status(400);
    anna.report(
            kCalendar,
            R"(<sync-collection xmlns="DAV:"><sync-token/><sync-level>infinite</sync-level><prop/></sync-collection>)",
            "0")
        .expect_status(403)
        .expect_condition({ns::dav, "sync-traversal-supported"});
}

}  // namespace
}  // namespace stafett::caldav::webdav
