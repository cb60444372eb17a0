#include "server/feeds/feeds.h"

#include "tests/server/feeds/feed_store.h"
#include "tests/server/transport/gunzip.h"
#include "tests/support/failing_store.h"

namespace stafett::server::feeds {
namespace {

using model::FeedScope;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view march =
    "DTSTART;TZID=Europe/Stockholm:20270312T130000\nDTEND;TZID=Europe/Stockholm:20270312T160000\n";

std::shared_ptr<scheduling::ical::ObjectCache> parsed() {
    return std::make_shared<scheduling::ical::ObjectCache>(std::size_t{1} << 20);
}

class FeedsTest : public testing::Test {
  protected:
    FeedsTest() {
        data.put("elevhalsan", "e1",
                 std::string(march) +
                     "SUMMARY:Hälsoträff\nDESCRIPTION:Dagordning https://zoom.us/j/1\nCONTACT:Värd: Tibro kommun\n"
                     "ATTENDEE;CN=Kanarie:mailto:kanarie@x.se\n");
        data.put("sarskolan", "s1", std::string(march) + "SUMMARY:Skolträff\nDESCRIPTION:Text\n");
        data.put("skolchefer", "c1", std::string(march) + "SUMMARY:Chefsträff\n");
    }

    caldav::http::Response answer(const std::string& path) { return feeds.answer(get(path)); }
    std::string text(const std::string& path) {
        const auto response = answer(path);
        EXPECT_EQ(response.status, 200u);
        return body_of(response);
    }

    FeedStore data;
    std::shared_ptr<caldav::access::ReadyAnswers> ready = caldav::access::ReadyAnswers::of(data.store(), 64U << 20);
    Feeds feeds{data.store(), data.clock, *ready, parsed()};
};

TEST_F(FeedsTest, gives_a_member_her_networks_with_text) {
    const std::string feed = text(data.link("anna", FeedScope::my_networks));
    EXPECT_THAT(feed, HasSubstr("X-WR-CALNAME:Mina nätverk\r\n"));
    EXPECT_THAT(
        feed,
        HasSubstr(
            "SUMMARY:Hälsoträff\r\nDESCRIPTION:Dagordning https://zoom.us/j/1\r\nCONTACT:Värd: Tibro kommun\r\n"));
    EXPECT_THAT(feed, Not(HasSubstr("Skolträff")));
    EXPECT_THAT(feed, Not(HasSubstr("Kanarie")));
}

TEST_F(FeedsTest, gives_another_networks_dates_without_text) {
    const std::string feed = text(data.link("bo", FeedScope::network, "elevhalsan"));
    EXPECT_THAT(feed, HasSubstr("X-WR-CALNAME:Elevhälsan\r\n"));
    EXPECT_THAT(feed, HasSubstr("SUMMARY:Hälsoträff\r\nCONTACT:Värd: Tibro kommun\r\n"));
    EXPECT_THAT(feed, Not(HasSubstr("DESCRIPTION")));
}

TEST_F(FeedsTest, gives_the_coordinator_all_networks_without_links_to_join) {
    const std::string feed = text(data.link("eva", FeedScope::all_networks));
    EXPECT_THAT(feed, HasSubstr("SUMMARY:Elevhälsan: Hälsoträff\r\nDESCRIPTION:Dagordning ***\r\n"));
    EXPECT_THAT(feed, HasSubstr("SUMMARY:Särskolan: Skolträff\r\n"));
    EXPECT_THAT(feed, HasSubstr("SUMMARY:Skolchefer: Chefsträff\r\n"));
}

TEST_F(FeedsTest, says_how_it_may_be_kept) {
    const auto response = answer(data.link("anna", FeedScope::my_networks));
    EXPECT_EQ(response.fields.find("Content-Type"), "text/calendar; charset=utf-8");
    EXPECT_EQ(response.fields.find("X-Robots-Tag"), "noindex, nofollow");
    EXPECT_EQ(response.fields.find("Cache-Control"), "private, no-cache");
    EXPECT_EQ(response.fields.find("Vary"), "Accept-Encoding");
    EXPECT_EQ(response.fields.find("Content-Disposition"), "inline; filename=\"mina-natverk.ics\"");
    EXPECT_FALSE(response.may_compress) << "the transport must not code an entity that has a tag";
}

TEST_F(FeedsTest, answers_304_to_the_tag_of_the_same_coding) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    const std::string plain(*answer(path).fields.find("ETag"));
    auto head = get(path);
    head.fields.set("Accept-Encoding", "gzip, br");
    const auto packed = feeds.answer(head);
    const std::string gzip(*packed.fields.find("ETag"));
    EXPECT_NE(plain, gzip);
    EXPECT_EQ(packed.fields.find("Content-Encoding"), "gzip");
    EXPECT_EQ(transport::gunzip(body_of(packed)), text(path));
    for (const std::string& sent : {gzip, "W/" + gzip, "\"x\", " + gzip, std::string("*")}) {
        head.fields.set("If-None-Match", sent);
        const auto unchanged = feeds.answer(head);
        EXPECT_EQ(unchanged.status, 304u) << sent;
        EXPECT_EQ(unchanged.fields.find("ETag"), gzip);
        EXPECT_EQ(body_of(unchanged), "");
    }
    for (const std::string& sent : {plain, std::string("\"x\""), "\"y" + gzip.substr(1)}) {
        head.fields.set("If-None-Match", sent);
        EXPECT_EQ(feeds.answer(head).status, 200u) << sent;
    }
}

TEST_F(FeedsTest, has_the_same_octets_and_tag_after_a_restart) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    const auto before = answer(path);
    data.clock.advance(std::chrono::hours(1));
    const auto fresh = caldav::access::ReadyAnswers::of(data.store(), 64U << 20);
    Feeds again(data.store(), data.clock, *fresh, parsed());
    EXPECT_EQ(again.answer(get(path)).fields.find("ETag"), before.fields.find("ETag"));
}

TEST_F(FeedsTest, is_not_found_for_whatever_is_no_link) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    const std::string token = path.substr(7, path.find('/', 7) - 7);
    for (const std::string& wrong :
         {std::string("/feeds/"), std::string("/feeds/x"), std::string("/feeds//mina-natverk.ics"), "/feeds/" + token,
          "/feeds/" + token + "/", "/feeds/" + token + "/annat.ics", "/feeds/" + token + "/mina-natverk",
          "/feeds/" + token + "x/mina-natverk.ics", "/feeds/" + std::string(5000, 'x') + "/mina-natverk.ics"}) {
        const auto response = answer(wrong);
        EXPECT_EQ(response.status, 404u) << wrong;
        EXPECT_EQ(body_of(response), "Kalenderlänken finns inte. / There is no such calendar link.\n");
        EXPECT_EQ(response.fields.find("X-Robots-Tag"), "noindex, nofollow");
        EXPECT_FALSE(feeds.probe(get(wrong))) << wrong;
    }
}

TEST_F(FeedsTest, can_only_be_read) {
    auto head = get(data.link("anna", FeedScope::my_networks));
    for (const char* method : {"PUT", "DELETE", "PROPFIND", "OPTIONS", "POST"}) {
        head.method = method;
        const auto response = feeds.answer(head);
        EXPECT_EQ(response.status, 405u) << method;
        EXPECT_EQ(response.fields.find("Allow"), "GET, HEAD");
        EXPECT_FALSE(feeds.probe(head));
    }
    head.method = "HEAD";
    EXPECT_EQ(feeds.answer(head).status, 200u);
}

TEST_F(FeedsTest, ends_at_once_when_the_link_is_revoked) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    ASSERT_EQ(answer(path).status, 200u);
    const auto snapshot = data.store().snapshot();
    const std::string id = list_feeds(**snapshot, model::PersonId("anna"))->front().id;
    ASSERT_TRUE(data.store().write([&](storage::Transaction& t) { return revoke_feed(t, id, data.clock.now()); }));
    EXPECT_FALSE(feeds.probe(get(path)));
    EXPECT_EQ(answer(path).status, 404u);
}

TEST_F(FeedsTest, has_the_rights_of_its_owner_today) {
    const std::string mine = data.link("anna", FeedScope::my_networks);
    const std::string network = data.link("anna", FeedScope::network, "elevhalsan");
    ASSERT_THAT(text(mine), HasSubstr("Hälsoträff"));
    data.leaves("elevhalsan", "anna", {std::chrono::year(2027), std::chrono::month(3), std::chrono::day(2)});
    EXPECT_THAT(text(mine), HasSubstr("Hälsoträff")) << "her last day";
    data.clock.set(*base::parse_instant("2027-03-01T22:59:59Z"));
    EXPECT_THAT(text(mine), HasSubstr("Hälsoträff"));
    data.clock.set(*base::parse_instant("2027-03-01T23:00:00Z"));
    EXPECT_FALSE(feeds.probe(get(mine))) << "what was made yesterday";
    EXPECT_THAT(text(mine), Not(HasSubstr("VEVENT"))) << "in no network, and the link still answers";
    EXPECT_EQ(answer(network).status, 404u) << "people of no network see nothing";
}

// In Särskolan the mötesvärd is no member: that is the rule there.
TEST_F(FeedsTest, gives_who_bears_the_turns_the_meetings_she_hosts_whole_and_no_other) {
    data.bears_turns("elevhalsan", "david");
    data.put("elevhalsan", "e2", std::string(march) + "SUMMARY:Annan träff\n");
    const std::string mine = data.link("david", FeedScope::my_networks);
    const std::string network = data.link("david", FeedScope::network, "elevhalsan");
    EXPECT_THAT(text(mine), Not(HasSubstr("VEVENT"))) << "she has no turn yet";
    data.given_turn("elevhalsan", "e1", model::HostingState::planned);
    for (const std::string& path : {mine, network}) {
        EXPECT_FALSE(feeds.probe(get(path))) << "a turn is a change of what it shows";
        EXPECT_THAT(text(path), HasSubstr("SUMMARY:Hälsoträff\r\nDESCRIPTION:Dagordning https://zoom.us/j/1\r\n"));
        EXPECT_THAT(text(path), Not(HasSubstr("Annan träff")));
    }
    data.given_turn("elevhalsan", "e1", model::HostingState::released);
    EXPECT_THAT(text(mine), Not(HasSubstr("VEVENT")));
    data.bears_turns("elevhalsan", "bo");
    EXPECT_EQ(answer(network).status, 404u);
}

TEST_F(FeedsTest, gives_a_member_elsewhere_the_meetings_she_hosts_whole_among_the_dates) {
    data.bears_turns("elevhalsan", "bo");
    data.given_turn("elevhalsan", "e1", model::HostingState::fixed);
    data.put("elevhalsan", "e2", std::string(march) + "SUMMARY:Annan träff\nDESCRIPTION:hemlig\n");
    const std::string dates = text(data.link("bo", FeedScope::network, "elevhalsan"));
    EXPECT_THAT(dates, HasSubstr("SUMMARY:Hälsoträff\r\nDESCRIPTION:Dagordning https://zoom.us/j/1\r\n"));
    EXPECT_THAT(dates, HasSubstr("SUMMARY:Annan träff\r\n"));
    EXPECT_THAT(dates, Not(HasSubstr("hemlig")));
    const std::string mine = text(data.link("bo", FeedScope::my_networks));
    EXPECT_THAT(mine, HasSubstr("Hälsoträff"));
    EXPECT_THAT(mine, HasSubstr("Skolträff"));
    EXPECT_THAT(mine, Not(HasSubstr("Annan träff")));
    // A hidden network's other dates are nobody else's.
    data.bears_turns("skolchefer", "bo");
    data.put("skolchefer", "c2", std::string(march) + "SUMMARY:Annan chefsträff\n");
    data.given_turn("skolchefer", "c1", model::HostingState::fixed);
    const std::string hidden = text(data.link("bo", FeedScope::network, "skolchefer"));
    EXPECT_THAT(hidden, HasSubstr("SUMMARY:Chefsträff\r\n"));
    EXPECT_THAT(hidden, Not(HasSubstr("Annan chefsträff")));
}

TEST_F(FeedsTest, a_seat_outlives_the_last_membership_and_ends_with_its_own_day) {
    data.bears_turns("elevhalsan", "anna", {{}, *base::parse_date("2027-03-03")});
    data.given_turn("elevhalsan", "e1", model::HostingState::fixed);
    data.leaves("elevhalsan", "anna", *base::parse_date("2027-03-02"));
    data.clock.set(*base::parse_instant("2027-03-02T12:00:00Z"));
    const std::string mine = data.link("anna", FeedScope::my_networks);
    const std::string network = data.link("anna", FeedScope::network, "elevhalsan");
    EXPECT_THAT(text(mine), HasSubstr("Hälsoträff"));
    EXPECT_THAT(text(network), HasSubstr("Hälsoträff"));
    data.clock.set(*base::parse_instant("2027-03-04T12:00:00Z"));
    EXPECT_THAT(text(mine), Not(HasSubstr("Hälsoträff")));
    EXPECT_EQ(answer(network).status, 404u);
}

TEST_F(FeedsTest, what_was_deleted_shows_as_cancelled_for_thirty_days) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    const std::string before = text(path);
    data.remove("elevhalsan", "e1");
    EXPECT_THAT(text(path), HasSubstr("SUMMARY:INSTÄLLT: Hälsoträff\r\n"));
    EXPECT_THAT(text(path), HasSubstr(before.substr(before.find("UID:"), 40)));
    data.clock.set(*base::parse_instant("2027-04-11T10:00:00Z"));
    EXPECT_THAT(text(path), HasSubstr("INSTÄLLT"));
    data.clock.set(*base::parse_instant("2027-04-12T10:00:00Z"));
    EXPECT_THAT(text(path), Not(HasSubstr("INSTÄLLT")));
}

TEST_F(FeedsTest, an_occurrence_taken_out_shows_as_cancelled_and_the_series_stays_one) {
    const std::string series =
        "DTSTART;TZID=Europe/Stockholm:20270312T130000\nDURATION:PT2H\nSUMMARY:Serie\nRRULE:FREQ=WEEKLY;COUNT=3\n";
    data.send("elevhalsan", "s", series);
    const std::string path = data.link("anna", FeedScope::my_networks);
    EXPECT_THAT(text(path), Not(HasSubstr("INSTÄLLT")));
    data.send("elevhalsan", "s", series + "EXDATE;TZID=Europe/Stockholm:20270319T130000\n");
    const std::string after = text(path);
    const std::size_t lost = after.find("RECURRENCE-ID;TZID=Europe/Stockholm:20270319T130000\r\n");
    ASSERT_NE(lost, std::string::npos) << after;
    EXPECT_THAT(after.substr(lost, after.find("END:VEVENT", lost) - lost),
                HasSubstr("SUMMARY:INSTÄLLT: Serie\r\nSTATUS:CANCELLED\r\n"));
    EXPECT_EQ(after.find("INSTÄLLT"), after.rfind("INSTÄLLT")) << after;
    EXPECT_THAT(after, HasSubstr("RRULE:FREQ=WEEKLY;COUNT=3\r\n"));
    EXPECT_THAT(after, Not(HasSubstr("EXDATE")));
    EXPECT_THAT(after, Not(HasSubstr("ORGANIZER")));
}

TEST_F(FeedsTest, lies_ready_until_something_in_it_changes) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    EXPECT_FALSE(feeds.probe(get(path))) << "not made yet";
    ASSERT_EQ(answer(path).status, 200u);
    EXPECT_TRUE(feeds.probe(get(path)));
    data.put_personal("anna");
    data.put("sarskolan", "s2", march);
    EXPECT_TRUE(feeds.probe(get(path))) << "nothing of it changed";
    data.put("elevhalsan", "e2", std::string(march) + "SUMMARY:En till\n");
    EXPECT_FALSE(feeds.probe(get(path)));
    EXPECT_THAT(text(path), HasSubstr("En till"));
}

TEST_F(FeedsTest, is_made_anew_each_day_because_its_window_moves) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    ASSERT_EQ(answer(path).status, 200u);
    data.clock.advance(std::chrono::hours(24));
    EXPECT_FALSE(feeds.probe(get(path)));
    EXPECT_EQ(answer(path).status, 200u);
    EXPECT_TRUE(feeds.probe(get(path)));
}

TEST_F(FeedsTest, one_broken_object_does_not_stop_it) {
    data.put("elevhalsan", "kaputt", "END:VEVENT\n");
    EXPECT_THAT(text(data.link("anna", FeedScope::my_networks)), HasSubstr("Hälsoträff"));
}

TEST_F(FeedsTest, asks_to_come_again_while_the_store_is_busy) {
    const std::string path = data.link("anna", FeedScope::my_networks);
    tests::FailingStore failing(data.store());
    const auto empty = caldav::access::ReadyAnswers::of(failing, 64U << 20);
    Feeds busy(failing, data.clock, *empty, parsed());
    for (const auto& [fault, status] : std::vector<std::pair<storage::Fault, unsigned>>{
             {storage::Fault::busy, 503}, {storage::Fault::unavailable, 503}, {storage::Fault::corrupt, 503}}) {
        failing.fail_snapshots(fault);
        const auto response = busy.answer(get(path));
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.fields.has("Retry-After"), status == 503);
    }
    failing.fail_snapshots({});
    EXPECT_EQ(busy.answer(get(path)).status, 200u);
}

}  // namespace
}  // namespace stafett::server::feeds
