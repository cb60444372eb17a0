// A meeting's days: the last one before it, after it was held, after its chair has left (model.md §1, §5, §7).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

class Life : public NetworkMeetings {
  protected:
    void at(std::string_view time) { server.clock().set(*base::parse_instant(time)); }
};

TEST_F(Life, within_a_day_of_the_meeting_it_is_told_at_once_and_deleting_it_cancels_it) {
    at("2027-03-09T20:00:00Z");
    create(ClientKind::macos, {"m"});
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro fixed"));
    anna.remove(href("m")).expect_status(204);
    EXPECT_THAT(copy("m"), HasSubstr("INSTÄLLT: "));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro released"));
}

TEST_F(Life, a_held_meeting_that_is_deleted_is_hidden_and_its_turn_stays) {
    create(ClientKind::macos, {"m"});
    settle();
    at("2027-03-11T08:00:00Z");
    const std::string served = fetch("m").body();
    const std::string token = sam.sync(copies).sync_token();
    anna.remove(href("m")).expect_status(204);
    EXPECT_EQ(copy("m"), "");
    sam.sync(copies, token).expect_response_status(copy_href("m"), 404);
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro fixed"));
    // Undone.
    anna.put(href("m"), served, kNew).expect_status(201);
    EXPECT_EQ(fetch("m").body(), served);
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:Elevhälsan: Nätverksträff\r\n"));
}

TEST_F(Life, a_held_meeting_can_still_be_described) {
    create(ClientKind::macos, {"m"});
    settle();
    at("2027-03-11T08:00:00Z");
    send_again(ClientKind::macos, "m", writers("m").add("DESCRIPTION:Vi var femton"));
    expect_hosted_by(writers("m"), "Tibro");
    EXPECT_THAT(copy("m"), HasSubstr("DESCRIPTION:Vi var femton\r\n"));
}

TEST_F(Life, who_chairs_no_more_writes_no_more_and_the_next_one_goes_on) {
    create(ClientKind::macos, {"m"});
    server.given_role("elevhalsan", "gun", model::Role::chair,
                      {base::parse_date("2027-01-01"), base::parse_date("2027-01-31")});
    const auto gun = server.as("gun");
    const std::string hers = "/dav/calendars/gun/natverk-elevhalsan/m.ics";
    gun.get(hers).expect_status(404);
    at("2027-01-15T08:00:00Z");
    const auto served = gun.get(hers).expect_status(200);
    EXPECT_EQ(served.etag(), fetch("m").etag());
    gun.put(hers, CalendarText(served.body()).set("SUMMARY:Guns").octets(), if_match(served.etag())).expect_status(204);
    expect_hosted_by(writers("m"), "Tibro");
    at("2027-02-01T08:00:00Z");
    gun.get(hers).expect_status(404);
    gun.put(hers, served.body()).expect_status(409);  // no such calendar in her home (RFC 4918 §9.7.1)
    gun.put(traffar + "m.ics", served.body()).expect_status(404);
    EXPECT_EQ(writers("m").value("SUMMARY"), "Guns");
}

TEST_F(Life, one_uid_in_two_networks_is_two_meetings_whose_copies_keep_their_uids) {
    const std::string there = "/dav/calendars/anna/natverk-sarskolan/m.ics";
    create(ClientKind::macos, {"m"});
    anna.put(there, written_new(ClientKind::macos, {"m", "Deras"}), kNew).expect_status(201);
    const std::string second = CalendarText(copy("m", "sarskolan")).value("UID");
    EXPECT_THAT(copy("m"), HasSubstr("UID:m\r\n"));
    EXPECT_NE(second, "m");
    anna.remove(href("m")).expect_status(204);
    EXPECT_EQ(copy("m"), "");
    anna.put(there, CalendarText(anna.get(there).body()).set("SUMMARY:Deras igen").octets()).expect_status(204);
    EXPECT_EQ(CalendarText(copy("m", "sarskolan")).value("UID"), second) << "told is told";
}

TEST_F(Life, without_a_title_the_copy_is_called_as_the_network) {
    create(ClientKind::macos, {"m"});
    send_again(ClientKind::macos, "m", writers("m").remove("SUMMARY"));
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:Elevhälsan\r\n"));
}

TEST_F(Life, a_series_without_end_has_as_many_hosts_as_may_be_told) {
    create(ClientKind::macos, {"s", "Varje vecka", "20270106T130000", "RRULE:FREQ=WEEKLY\r\n"});
    EXPECT_EQ(hosts("s").size(), 24U);
    EXPECT_EQ(readers("s").events.size(), 25U);
    EXPECT_EQ(writers("s").events.size(), 1U);
    const auto served = fetch("s");
    anna.put(href("s"), served.body(), if_match(served.etag())).expect_status(204).expect_field("ETag", served.etag());
}

// DAVx5 and khal ask for a window; what a member's client expands names the host of each instance.
TEST_F(Life, a_member_finds_the_host_of_an_instance_in_a_window) {
    create(ClientKind::davx5, {"s", "Serie", "20270310T130000", "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=4\r\n"});
    const auto window = [](std::string_view data) {
        return R"(<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>)" +
               std::string(data) +
               R"(</D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">)"
               R"(<C:time-range start="20270501T000000Z" end="20270601T000000Z"/></C:comp-filter></C:comp-filter>)"
               "</C:filter></C:calendar-query>";
    };
    const std::string expand =
        R"(<C:calendar-data><C:expand start="20270501T000000Z" end="20270601T000000Z"/></C:calendar-data>)";
    const QName data{ns::caldav, "calendar-data"};
    const auto theirs = bo.report(members, window(expand)).expect_hrefs({members + "s.ics"});
    ASSERT_NE(theirs.property(members + "s.ics", data), nullptr);
    const CalendarText may(theirs.property(members + "s.ics", data)->text());
    ASSERT_EQ(may.events.size(), 1U);
    EXPECT_EQ(may.value("CONTACT"), "Värd: Hjo kommun");
    EXPECT_EQ(may.value("LOCATION"), "Hjo (plats meddelas)");
    anna.report(chairs, window("<D:getetag/>"))
        .expect_hrefs({href("s")})
        .expect_property(href("s"), tests::kGetetag, fetch("s").etag());
}

}  // namespace
}  // namespace stafett::caldav::meetings
