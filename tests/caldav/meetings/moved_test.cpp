// A meeting that comes from another calendar, or leaves for one (model.md §5).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

class Moved : public NetworkMeetings {
  protected:
    Moved() { anna.put(personal + "m.ics", own, kNew).expect_status(201); }
    const std::string own =
        written_new(ClientKind::thunderbird,
                    {"m", "Eget", "20270310T130000",
                     "ORGANIZER;CN=Anna:mailto:anna@example.test\r\nATTENDEE:mailto:gun@example.test\r\n"});
    const std::string plain_own = written_new(ClientKind::thunderbird, {"p", "Eget", "20270414T130000"});
};

// Thunderbird moves by PUT at the target, then DELETE at the source (seen: CalTransactionManager).
TEST_F(Moved, into_the_network_by_put_and_delete_it_is_a_new_meeting) {
    anna.put(personal + "p.ics", plain_own, kNew).expect_status(201);
    const auto held = anna.get(personal + "p.ics");
    anna.put(href("p"), held.body(), kNew).expect_status(201).expect_no_field("ETag");
    anna.remove(personal + "p.ics", if_match(held.etag())).expect_status(204);
    expect_hosted_by(writers("p"), "Tibro");
    EXPECT_EQ(author("p"), plain_own);
    EXPECT_THAT(copy("p"), HasSubstr("SUMMARY:Elevhälsan: Eget\r\n"));
}

TEST_F(Moved, out_of_the_network_by_put_and_delete_it_is_cancelled_there_and_as_sent_here) {
    create(ClientKind::thunderbird, {"x"});
    settle();
    const auto served = fetch("x");
    anna.put(personal + "x.ics", served.body(), kNew).expect_status(201).expect_field("ETag", served.etag());
    anna.remove(href("x"), if_match(served.etag())).expect_status(204);
    anna.get(personal + "x.ics").expect_body(served.body());
    EXPECT_THAT(copy("x"), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Nätverksträff\r\n"));
    EXPECT_THAT(hosts("x"), ElementsAre("2027-03-10 tibro released"));
    // And back (undo): our lines that went along are ours again.
    anna.put(href("x"), served.body(), kNew).expect_status(201).expect_field("ETag", served.etag());
    anna.remove(personal + "x.ics").expect_status(204);
    expect_hosted_by(writers("x"), "Tibro");
    EXPECT_THAT(hosts("x"), ElementsAre("2027-03-10 tibro fixed"));
    EXPECT_THAT(copy("x"), Not(HasSubstr("INSTÄLLT")));
}

// iOS moves by MOVE (seen: nextcloud/server#34162).
TEST_F(Moved, into_the_network_by_move_the_organizer_is_the_network) {
    anna.move(personal + "m.ics", href("m")).expect_status(201);
    anna.get(personal + "m.ics").expect_status(404);
    expect_hosted_by(writers("m"), "Tibro");
    EXPECT_THAT(
        writers("m").all("ORGANIZER"),
        ElementsAre("ORGANIZER;CN=Elevhälsan;SENT-BY=\"mailto:anna@example.test\":mailto:elevhalsan@example.test"));
    EXPECT_THAT(author("m"), Not(HasSubstr("ORGANIZER")));
    EXPECT_THAT(copy("m"), Not(HasSubstr("gun@example.test"))) << "her guest is called as she expects, not by us";
}

TEST_F(Moved, into_the_network_by_copy_it_is_in_both) {
    anna.copy(personal + "m.ics", href("m")).expect_status(201);
    anna.get(personal + "m.ics").expect_body(own);
    expect_hosted_by(writers("m"), "Tibro");
    anna.copy(personal + "m.ics", chairs + "again.ics")
        .expect_status(403)
        .expect_condition({ns::caldav, "no-uid-conflict"});
}

TEST_F(Moved, out_of_the_network_by_move_it_is_the_authors_text_with_her_as_organizer) {
    anna.move(personal + "m.ics", href("m")).expect_status(201);
    settle();
    anna.move(href("m"), personal + "tillbaka.ics").expect_status(201);
    const CalendarText text(anna.get(personal + "tillbaka.ics").expect_status(200).body());
    EXPECT_THAT(text.all("ORGANIZER"), ElementsAre("ORGANIZER:mailto:anna@example.test"));
    EXPECT_THAT(text.all("CONTACT"), IsEmpty());
    EXPECT_THAT(text.all("LOCATION"), IsEmpty());
    EXPECT_THAT(text.all("CATEGORIES"), IsEmpty());
    anna.get(href("m")).expect_status(404);
    EXPECT_THAT(copy("m"), HasSubstr("STATUS:CANCELLED\r\n"));
}

TEST_F(Moved, out_of_the_network_by_copy_it_stays_as_it_was) {
    create(ClientKind::macos, {"x"});
    const auto served = fetch("x");
    anna.copy(href("x"), personal + "x.ics").expect_status(201);
    anna.get(personal + "x.ics").expect_body(author("x"));
    EXPECT_EQ(fetch("x").etag(), served.etag());
    // A member may take a copy home, without what is ours.
    bo.copy(members + "x.ics", "/dav/calendars/bo/calendar/x.ics").expect_status(201);
    bo.move(members + "x.ics", "/dav/calendars/bo/calendar/y.ics").expect_status(403);
}

TEST_F(Moved, to_another_network_it_is_cancelled_here_and_new_there) {
    create(ClientKind::macos, {"x"});
    settle();
    const std::string there = "/dav/calendars/anna/natverk-sarskolan/x.ics";
    anna.move(href("x"), there).expect_status(201);
    const CalendarText text(anna.get(there).expect_status(200).body());
    EXPECT_THAT(text.all("CATEGORIES"), ElementsAre("CATEGORIES:Särskolan"));
    EXPECT_THAT(text.all("CONTACT"), ElementsAre("CONTACT:Värd: Tibro kommun"));
    EXPECT_THAT(hosts("x", "sarskolan"), ElementsAre("2027-03-10 tibro planned"));
    EXPECT_THAT(copy("x"), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Nätverksträff\r\n"));
    EXPECT_THAT(copy("x", "sarskolan"), HasSubstr("SUMMARY:Särskolan: Nätverksträff\r\n"));
}

// By PUT the lines of the first network go along.
TEST_F(Moved, to_another_network_by_put_the_lines_of_the_first_stay_behind) {
    create(ClientKind::thunderbird, {"x"});
    const std::string there = "/dav/calendars/anna/natverk-sarskolan/x.ics";
    anna.put(there, fetch("x").body(), kNew).expect_status(201);
    anna.remove(href("x")).expect_status(204);
    const CalendarText text(anna.get(there).expect_status(200).body());
    EXPECT_THAT(text.all("CATEGORIES"), ElementsAre("CATEGORIES:Särskolan"));
    EXPECT_THAT(text.all("CONTACT"), ElementsAre("CONTACT:Värd: Tibro kommun"));
    EXPECT_EQ(copy("x"), "");
    // Two networks, one UID: the copies are two objects.
    EXPECT_THAT(copy("x", "sarskolan"), HasSubstr("SUMMARY:Särskolan: Nätverksträff\r\n"));
}

TEST_F(Moved, a_move_onto_itself_through_another_binding_is_refused) {
    create(ClientKind::macos, {"x"});
    anna.move(href("x"), traffar + "x.ics").expect_status(403);
    anna.copy(href("x"), traffar + "x.ics").expect_status(403);
    anna.move(href("x"), traffar + "nytt-namn.ics").expect_status(201);
    EXPECT_THAT(hosts("x"), ElementsAre("2027-03-10 tibro planned"));
}

}  // namespace
}  // namespace stafett::caldav::meetings
