// Who may do what with a meeting, as each client finds out (model.md §1, §2, §8).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

constexpr QName kPrivileges{ns::dav, "current-user-privilege-set"};

class Rights : public NetworkMeetings {
  protected:
    Rights() { create(ClientKind::macos, {"m"}); }
    std::vector<std::string> privileges(const tests::DavClient& client, const std::string& at) {
        return client.propfind(at, "0", tests::props({"D:current-user-privilege-set"})).names_in(at, kPrivileges);
    }
};

TEST_F(Rights, a_member_is_shown_a_calendar_that_is_read_only_and_cannot_write) {
    for (const std::string& at : {members, members + "m.ics"}) {
        EXPECT_THAT(privileges(bo, at), Contains("read"));
        for (const char* missing : {"write", "write-content", "bind", "unbind", "all"})
            EXPECT_THAT(privileges(bo, at), Not(Contains(missing))) << at;
    }
    for (const char* held : {"read", "write", "write-content", "bind", "unbind"})
        EXPECT_THAT(privileges(anna, chairs), Contains(held));
    const auto served = bo.get(members + "m.ics");
    for (const ClientKind client : kClients) {
        const CalendarText edited = CalendarText(served.body()).set("SUMMARY:Nej");
        bo.put(members + "m.ics", written_again(client, edited), if_match(served.etag()))
            .expect_status(403)
            .expect_condition({ns::dav, "need-privileges"});
        bo.put(members + "n.ics", written_new(client, {"n"}), kNew)
            .expect_status(403)
            .expect_condition({ns::dav, "need-privileges"});
    }
    bo.remove(members + "m.ics", if_match(served.etag()))
        .expect_status(403)
        .expect_condition({ns::dav, "need-privileges"});
    bo.get(members + "m.ics").expect_field("ETag", served.etag());
}

// The colour as macOS sets it (seen: ccs-calendarserver, OS_X_10_11/startup_calendar_color_proppatch.request). That the
// name comes along in one PROPPATCH is assumed: there it does so in MKCALENDAR alone.
TEST_F(Rights, a_members_name_and_colour_are_hers_alone) {
    bo.proppatch(
          members,
          R"(<?xml version="1.0" encoding="UTF-8"?><A:propertyupdate xmlns:A="DAV:"><A:set><A:prop>)"
          R"(<D:calendar-color xmlns:D="http://apple.com/ns/ical/" symbolic-color="green">#63DA38FF</D:calendar-color>)"
          R"(<A:displayname>Mitt nät</A:displayname></A:prop></A:set></A:propertyupdate>)")
        .expect_status(207)
        .expect_property_status(members, tests::kDisplayname, 200)
        .expect_property_status(members, {"http://apple.com/ns/ical/", "calendar-color"}, 200);
    const auto wanted = tests::props({"D:displayname", "A:calendar-color"});
    bo.propfind(members, "0", wanted)
        .expect_property(members, tests::kDisplayname, "Mitt nät")
        .expect_property(members, {"http://apple.com/ns/ical/", "calendar-color"}, "#63DA38FF");
    anna.propfind(chairs, "0", wanted)
        .expect_property(chairs, tests::kDisplayname, "Elevhälsan")
        .expect_property_status(chairs, {"http://apple.com/ns/ical/", "calendar-color"}, 404);
}

// Thunderbird takes any of write, write-content, write-properties and all for the right to write (seen:
// CalDavCalendar.sys.mjs); DAVx5 looks for write-content, Evolution for write-content, bind or unbind.
TEST_F(Rights, a_member_is_shown_no_right_to_write) {
    const auto shown = bo.propfind(members, "0", tests::props({"D:current-user-privilege-set"})).expect_status(207);
    EXPECT_THAT(shown.body(), HasSubstr("<D:read/>"));
    EXPECT_THAT(shown.body(), Not(HasSubstr("write")));
    EXPECT_THAT(shown.body(), Not(HasSubstr("bind")));
    EXPECT_THAT(anna.propfind(chairs, "0", tests::props({"D:current-user-privilege-set"})).body(),
                HasSubstr("<D:write-properties/>"));
}

TEST_F(Rights, acting_as_the_network_she_has_its_home_and_writes) {
    const auto network = server.acting("anna", "elevhalsan");
    const std::string home = "/dav/calendars/elevhalsan/";
    network.propfind("/", "0", tests::props({"D:current-user-principal"}))
        .expect_property("/", {ns::dav, "current-user-principal"}, "/dav/principals/networks/elevhalsan/");
    network.propfind(home, "1", tests::props({"D:resourcetype"})).expect_hrefs({home, traffar, home + "kallelser/"});
    const auto served = network.get(traffar + "m.ics").expect_status(200);
    EXPECT_EQ(served.etag(), fetch("m").etag());
    network
        .put(traffar + "m.ics", CalendarText(served.body()).set("SUMMARY:Som nätverket").octets(),
             if_match(served.etag()))
        .expect_status(204);
    EXPECT_EQ(writers("m").value("SUMMARY"), "Som nätverket");
    expect_hosted_by(writers("m"), "Tibro");
    network.get(personal).expect_status(404);
    server.acting("bo", "elevhalsan").get(traffar + "m.ics").expect_status(404);
}

TEST_F(Rights, a_host_without_a_role_reaches_the_one_object_she_hosts) {
    create(ClientKind::macos, {"n", "Andra", "20270414T130000"});  // Skara's
    const auto cai = server.as("cai");
    const auto read = cai.get(traffar + "m.ics").expect_status(200);
    EXPECT_EQ(read.body(), bo.get(members + "m.ics").body()) << "the readers' form";
    cai.get(traffar + "n.ics").expect_status(404);
    server.as("eva").get(traffar + "n.ics").expect_status(200);
    for (const std::string& at : {traffar, std::string("/dav/calendars/elevhalsan/")}) {
        const auto listing = cai.propfind(at, "1", tests::props({"D:getetag"}));
        EXPECT_THAT(listing.body(), Not(HasSubstr("n.ics"))) << at;
    }
    cai.put(traffar + "m.ics", read.body(), if_match(read.etag()))
        .expect_status(403)
        .expect_condition({ns::dav, "need-privileges"});
    cai.remove(traffar + "m.ics").expect_status(403);
    cai.get(chairs + "m.ics").expect_status(404);
    // The turn gone, so is the meeting.
    settle();
    send_again(ClientKind::macos, "m", writers("m").set("STATUS:CANCELLED"));
    cai.get(traffar + "m.ics").expect_status(404);
}

TEST_F(Rights, a_guest_reaches_the_one_object_she_is_called_to) {
    const auto gun = server.as("gun");
    gun.get(traffar + "m.ics").expect_status(404);
    send_again(ClientKind::macos, "m", writers("m").add("ATTENDEE;CN=Gun:MAILTO:Gun@Example.test"));
    gun.get(traffar + "m.ics").expect_status(200);
    gun.put(traffar + "m.ics", gun.get(traffar + "m.ics").body()).expect_status(403);
    gun.propfind(traffar, "1").expect_hrefs({traffar, traffar + "m.ics"});
    gun.sync(traffar).expect_hrefs({traffar + "m.ics"});
}

TEST_F(Rights, a_stranger_is_told_nothing_at_all) {
    const auto dan = server.as("dan");
    const std::string body = fetch("m").body();
    for (const std::string& at : {traffar + "m.ics", chairs + "m.ics", traffar + "finns-inte.ics", copy_href("m")}) {
        dan.get(at).expect_status(404);
        dan.put(at, body).expect_status(404);
        dan.put(at, body, if_match(fetch("m").etag())).expect_status(404);
        dan.remove(at).expect_status(404);
        dan.propfind(at, "0").expect_status(404);
        dan.copy(at, "/dav/calendars/dan/calendar/x.ics").expect_status(404);
    }
    dan.put("/dav/calendars/dan/calendar/m.ics", body).expect_status(201);
    dan.move("/dav/calendars/dan/calendar/m.ics", traffar + "m.ics").expect_status(404);
}

TEST_F(Rights, nobody_but_the_server_writes_the_organizers_object_and_the_copy) {
    const std::string name = copy_href("m").substr(copies.size());
    const std::string called = "/dav/calendars/elevhalsan/kallelser/" + name;
    const auto object = anna.get(called).expect_status(200);
    EXPECT_THAT(plain(object.body()), HasSubstr("ORGANIZER;CN=Elevhälsan;SENT-BY=\"mailto:anna@example.test\""));
    anna.put(called, object.body(), if_match(object.etag())).expect_status(403);
    anna.remove(called).expect_status(403);
    bo.get(called).expect_status(404);
    server.as("cai").get(called).expect_status(200);
    server.as("eva").get(called).expect_status(404);
    sam.put(copies + "egen.ics", written_new(ClientKind::macos, {"egen"}), kNew).expect_status(403);
}

}  // namespace
}  // namespace stafett::caldav::meetings
