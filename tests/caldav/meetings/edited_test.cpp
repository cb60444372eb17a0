// One meeting, edited from the chair's own client: what she fetched, changed and sent (model.md §4, §5).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

class Edited : public EachClient {};

BY_EACH_CLIENT(Edited);

TEST_P(Edited, a_new_meeting_without_a_place_is_served_with_host_place_and_network) {
    const std::string sent = written_new(client(), {"m"});
    anna.put(href("m"), sent, kNew).expect_status(201).expect_no_field("ETag").expect_no_field("Last-Modified");
    const auto served = fetch("m");
    expect_hosted_by(CalendarText(served.body()), "Tibro");
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro planned"));
    EXPECT_EQ(author("m"), sent);
    EXPECT_THAT(served.body(), Not(HasSubstr("ORGANIZER")));
    EXPECT_THAT(served.body(), Not(HasSubstr("ATTENDEE")));
    CalendarText without(served.body());
    without.remove("CONTACT").remove("LOCATION").remove("CATEGORIES");
    EXPECT_EQ(without.octets(), sent);
    anna.put(href("m"), sent, kNew).expect_status(412);
}

TEST_P(Edited, another_title_leaves_one_set_of_our_lines_and_the_same_host) {
    create(client(), {"m"});
    for (const char* title : {"Vårträff", "Vårträff i mars"}) {
        send_again(client(), "m", writers("m").set("SUMMARY:" + std::string(title)));
        expect_hosted_by(writers("m"), "Tibro");
        EXPECT_EQ(writers("m").value("SUMMARY"), title);
        EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:Elevhälsan: " + std::string(title) + "\r\n"));
    }
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro planned"));
}

TEST_P(Edited, what_is_kept_of_an_edit_is_every_octet_that_is_not_ours) {
    create(client(), {"m", "Träff", "20270310T130000",
                      "DESCRIPTION:Rad ett\\nrad två\\, med komma\r\nX-UNKNOWN;X-P=\"a;b\":värde\r\n"
                      "CONTACT:Anna Andersson\\, 0500-123 45\r\n"});
    std::string served = fetch("m").body();
    std::string expected = author("m");
    for (std::string* text : {&served, &expected}) text->replace(text->find("SUMMARY:Träff"), 14, "SUMMARY:Möte");
    anna.put(href("m"), served, if_match(fetch("m").etag())).expect_status(204);
    EXPECT_EQ(author("m"), expected);
    EXPECT_EQ(fetch("m").body(), served);
}

TEST_P(Edited, another_time_keeps_the_host_and_moves_the_copy) {
    create(client(), {"m"});
    settle();
    CalendarText text = writers("m");
    text.set("DTSTART;TZID=Europe/Stockholm:20270317T090000").set("DTEND;TZID=Europe/Stockholm:20270317T110000");
    send_again(client(), "m", text);
    expect_hosted_by(writers("m"), "Tibro");
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-17 tibro fixed"));
    EXPECT_THAT(copy("m"), HasSubstr("DTSTART;TZID=Europe/Stockholm:20270317T090000\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("SEQUENCE:1\r\n"));
}

TEST_P(Edited, a_place_of_hers_wins_and_ours_returns_when_it_is_emptied) {
    create(client(), {"m"});
    send_again(client(), "m", writers("m").set("LOCATION:Kommunhuset\\, Tibro"));
    EXPECT_THAT(writers("m").all("LOCATION"), ElementsAre("LOCATION:Kommunhuset\\, Tibro"));
    EXPECT_THAT(writers("m").all("CONTACT"), ElementsAre("CONTACT:Värd: Tibro kommun"));
    EXPECT_THAT(copy("m"), HasSubstr("LOCATION:Kommunhuset\\, Tibro\r\n"));
    send_again(client(), "m", writers("m").set("LOCATION:"));
    expect_hosted_by(writers("m"), "Tibro");
    send_again(client(), "m", writers("m").set("LOCATION:Biblioteket"));
    send_again(client(), "m", writers("m").remove("LOCATION"));
    expect_hosted_by(writers("m"), "Tibro");
}

TEST_P(Edited, lines_that_a_client_lost_come_back) {
    create(client(), {"m"});
    const std::string before = fetch("m").body();
    CalendarText text(before);
    text.remove("CONTACT").remove("CATEGORIES").remove("LOCATION").set("SUMMARY:Utan");
    send_again(client(), "m", text);
    expect_hosted_by(writers("m"), "Tibro");
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro planned"));
}

TEST_P(Edited, an_older_tag_is_refused_also_where_only_we_changed_the_text) {
    create(client(), {"m"});
    const auto first = fetch("m");
    send_again(client(), "m", CalendarText(first.body()).set("SUMMARY:Nytt"));
    anna.put(href("m"), first.body(), if_match(first.etag()))
        .expect_status(412)
        .expect_field("ETag", fetch("m").etag());
    anna.remove(href("m"), if_match(first.etag())).expect_status(412);
    EXPECT_EQ(writers("m").value("SUMMARY"), "Nytt");
}

TEST_P(Edited, cancelled_by_status_it_frees_its_host_and_back_it_has_the_same_one) {
    create(client(), {"m"});
    settle();
    send_again(client(), "m", writers("m").set("STATUS:CANCELLED"));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro released"));
    EXPECT_THAT(writers("m").all("CONTACT"), IsEmpty());
    EXPECT_THAT(writers("m").all("LOCATION"), IsEmpty());
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Nätverksträff\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("STATUS:CANCELLED\r\n"));
    settle();
    send_again(client(), "m", writers("m").set("STATUS:CONFIRMED"));
    expect_hosted_by(writers("m"), "Tibro");
    EXPECT_THAT(copy("m"), Not(HasSubstr("CANCELLED")));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro planned"));
}

TEST_P(Edited, preliminary_it_shows_readers_a_proposal_and_confirmed_it_gets_a_host) {
    Draft draft{"m"};
    std::string text = CalendarText(written_new(client(), draft)).set("STATUS:TENTATIVE").octets();
    anna.put(href("m"), text, kNew).expect_status(201);
    EXPECT_THAT(writers("m").all("CONTACT"), IsEmpty());
    EXPECT_THAT(readers("m").all("CONTACT"), ElementsAre("CONTACT:Värd (förslag): Tibro kommun"));
    EXPECT_THAT(hosts("m"), IsEmpty());
    EXPECT_EQ(copy("m"), "") << "submitted when it is planned";
    send_again(client(), "m", writers("m").set("STATUS:CONFIRMED"));
    expect_hosted_by(writers("m"), "Tibro");
    expect_hosted_by(readers("m"), "Tibro");
    EXPECT_THAT(copy("m"), HasSubstr("CONTACT:Värd: Tibro kommun\r\n"));
}

TEST_P(Edited, deleted_before_it_settled_it_leaves_no_trace) {
    create(client(), {"m"});
    const std::string tag = sam.sync(copies).sync_token();
    anna.remove(href("m"), if_match(fetch("m").etag())).expect_status(204);
    anna.get(href("m")).expect_status(404);
    EXPECT_EQ(copy("m"), "");
    EXPECT_THAT(hosts("m"), IsEmpty());
    sam.sync(copies, tag).expect_response_status(copy_href("m"), 404);
    create(client(), {"n"});
    EXPECT_THAT(hosts("n"), ElementsAre("2027-03-10 tibro planned"));
}

// Undo of a deletion: what was served is put again under its UID (seen: Thunderbird, CalTransactionManager, and in
// tests/clients/thunderbird_test.py; of Apple assumed, DAVx5's calendars have none).
TEST_P(Edited, deleted_and_put_again_it_has_the_same_host) {
    create(client(), {"m"});
    create(client(), {"n", "Andra", "20270414T130000"});
    settle();
    for (const bool settled_between : {false, true}) {
        const std::string served = fetch("n").body();
        anna.remove(href("n")).expect_status(204);
        EXPECT_THAT(copy("n"), HasSubstr("STATUS:CANCELLED\r\n"));
        if (settled_between) settle();
        anna.put(href("n"), served, kNew).expect_status(201);
        expect_hosted_by(writers("n"), "Skara");
        EXPECT_THAT(copy("n"), Not(HasSubstr("CANCELLED")));
    }
}

// Copy and paste: the served text under a new UID.
TEST_P(Edited, duplicated_it_is_a_new_meeting_with_a_host_of_its_own) {
    create(client(), {"m"});
    CalendarText text = writers("m");
    text.set("UID:copy").set("DTSTART;TZID=Europe/Stockholm:20270414T130000");
    text.set("DTEND;TZID=Europe/Stockholm:20270414T150000");
    anna.put(href("copy"), written_again(client(), text), kNew).expect_status(201);
    expect_hosted_by(writers("copy"), "Skara");
    expect_hosted_by(writers("m"), "Tibro");
    EXPECT_THAT(copy("copy"), HasSubstr("CONTACT:Värd: Skara kommun\r\n"));
}

TEST_P(Edited, an_edit_undone_is_the_text_it_was) {
    create(client(), {"m"});
    settle();
    const auto before = fetch("m");
    send_again(client(), "m",
               writers("m")
                   .set("DTSTART;TZID=Europe/Stockholm:20270311T130000")
                   .set("DTEND;TZID=Europe/Stockholm:20270311T150000"));
    anna.put(href("m"), before.body(), if_match(fetch("m").etag()))
        .expect_status(204)
        .expect_field("ETag", before.etag());
    EXPECT_EQ(fetch("m").body(), before.body());
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro fixed"));
}

}  // namespace
}  // namespace stafett::caldav::meetings
