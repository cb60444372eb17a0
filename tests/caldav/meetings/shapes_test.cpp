// Meetings that change their shape, or are written in forms that clients use more seldom (model.md §6; RFC 5545
// §3.8.5).
#include "storage/store.h"
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

class Shapes : public Series {
  protected:
    void put(const std::string& uid, const std::string& lines, const std::string& more = {}) {
        anna.put(href(uid), "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:" + uid +
                                "\r\nDTSTAMP:20261122T115500Z\r\nSUMMARY:Träff\r\n" + lines + "END:VEVENT\r\n" + more +
                                "END:VCALENDAR\r\n")
            .expect_no_field("ETag");
    }
    std::vector<model::SubmissionState> submissions(const std::string& uid) {
        std::vector<model::SubmissionState> states;
        for (const auto& one : server.store()
                                   .snapshot()
                                   .value()
                                   ->submissions()
                                   .of_meeting(model::NetworkId("elevhalsan"), model::Uid(uid))
                                   .value())
            states.push_back(one.state);
        return states;
    }
};

BY_EACH_CLIENT(Shapes);

TEST_P(Shapes, a_meeting_that_becomes_a_series_keeps_its_host_for_its_day) {
    create(client(), {"other", "Andra", "20270210T130000"});
    create(client(), {"s"});
    settle();
    expect_hosted_by(writers("s"), "Skara");
    send_again(client(), "s", writers("s").add("RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3"));
    EXPECT_THAT(hosts("s"),
                ElementsAre("2027-03-10 skara fixed", "2027-04-14 hjo planned", "2027-05-12 tibro planned"));
    EXPECT_THAT(writers("s").all("LOCATION"), IsEmpty());
    EXPECT_THAT(writers("s").all("CONTACT"),
                ElementsAre("CONTACT:Värdar: 2027-03-10 Skara\\, 2027-04-14 Hjo\\, 2027-05-12 Tibro"));
    // And a single meeting again.
    send_again(client(), "s", writers("s").remove("RRULE"));
    expect_hosted_by(writers("s"), "Skara");
    EXPECT_THAT(hosts("s"), Contains("2027-03-10 skara fixed"));
}

TEST_P(Shapes, fewer_dates_keep_the_hosts_of_those_that_stay) {
    create_series();
    settle();
    send_again(client(), "s", writers("s").set("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE;COUNT=2"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara released", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro released"));
}

TEST_P(Shapes, one_more_date_leaves_the_others_alone) {
    create_series();
    settle();
    send_again(client(), "s", writers("s").set("RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=5"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara fixed", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed", "2027-07-14 skara planned"));
}

TEST_P(Shapes, an_all_day_series_has_hosts_by_its_days) {
    put("d", "DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270311\r\nRRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3\r\n");
    EXPECT_THAT(hosts("d"),
                ElementsAre("2027-03-10 tibro planned", "2027-04-14 skara planned", "2027-05-12 hjo planned"));
    const CalendarText theirs = readers("d");
    EXPECT_THAT(ids(theirs), ElementsAre("", "20270310", "20270414", "20270512"));
    expect_hosted_by(theirs, "Skara", theirs.override_of("20270414"));
    send_again(client(), "d", writers("d").add("EXDATE;VALUE=DATE:20270414"));
    EXPECT_THAT(hosts("d"), Contains("2027-04-14 skara released"));
}

TEST_P(Shapes, a_date_is_the_day_in_the_associations_zone) {
    put("u", "DTSTART:20270309T233000Z\r\nDTEND:20270310T003000Z\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=2\r\n");
    EXPECT_THAT(hosts("u"), ElementsAre("2027-03-10 tibro planned", "2027-04-14 skara planned"));
    EXPECT_THAT(ids(readers("u")), ElementsAre("", "20270309T233000Z", "20270413T233000Z"));
}

// Outlook's names of zones, without a VTIMEZONE of their own (reported: aluxnimm/outlookcaldavsynchronizer#66; no text
// of it found).
TEST_P(Shapes, a_zone_by_its_windows_name_is_kept_and_understood) {
    put("w",
        "DTSTART;TZID=W. Europe Standard Time:20270310T130000\r\nDTEND;TZID=W. Europe Standard Time:20270310T150000\r\n"
        "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=2\r\n");
    EXPECT_THAT(hosts("w"), ElementsAre("2027-03-10 tibro planned", "2027-04-14 skara planned"));
    const CalendarText theirs = readers("w");
    EXPECT_THAT(theirs.all("RECURRENCE-ID", theirs.override_of("20270414T130000")),
                ElementsAre("RECURRENCE-ID;TZID=W. Europe Standard Time:20270414T130000"));
}

// Reported: aluxnimm/outlookcaldavsynchronizer#131.
TEST_P(Shapes, an_instance_both_excluded_and_overridden_is_one_that_stays) {
    create_series();
    settle();
    CalendarText text = writers("s");
    text.add("EXDATE;TZID=Europe/Stockholm:20270414T130000");
    text.events.push_back(instance_of(text, "20270414T130000", "20270421T130000"));
    send_again(client(), "s", text);
    EXPECT_THAT(hosts("s"), Contains("2027-04-21 skara fixed"));
    EXPECT_THAT(hosts("s"), SizeIs(4));
}

TEST_P(Shapes, a_split_undone_has_the_hosts_it_had) {
    create_series();
    settle();
    const std::string before = fetch("s").body();
    send_again(client(), "s", writers("s").set("RRULE:FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270501T000000Z"));
    CalendarText second(before);
    second.set("UID:t")
        .set("DTSTART;TZID=Europe/Stockholm:20270512T130000")
        .set("RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=2");
    second.set("DTEND;TZID=Europe/Stockholm:20270512T150000");
    anna.put(href("t"), second.octets(), kNew).expect_status(201);
    anna.remove(href("t")).expect_status(204);
    anna.put(href("s"), before, if_match(fetch("s").etag())).expect_status(204);
    EXPECT_EQ(fetch("s").body(), before);
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara fixed", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed"));
}

TEST_P(Shapes, a_preliminary_series_shows_readers_proposals_only) {
    create(client(), {"s", "Serie", "20270310T130000", "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3\r\n"});
    settle();
    send_again(client(), "s", writers("s").set("STATUS:TENTATIVE"));
    EXPECT_THAT(writers("s").all("CONTACT"), IsEmpty());
    const CalendarText theirs = readers("s");
    for (std::size_t i = 0; i < theirs.events.size(); ++i)
        EXPECT_THAT(theirs.value("CONTACT", i), Not(HasSubstr("Värd: "))) << i;
    EXPECT_THAT(hosts("s"), Each(EndsWith("released")));
}

// Thunderbird writes that an alarm was dismissed into the event (seen: X-MOZ-LASTACK and X-MOZ-GENERATION in events it
// stored).
TEST_P(Shapes, an_alarm_dismissed_submits_nothing) {
    create(client(), {"m"});
    settle();
    CalendarText text = writers("m");
    text.add("X-MOZ-LASTACK:20270309T120000Z");
    send_again(client(), "m", text);
    EXPECT_EQ(submissions("m").size(), 1U);
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro fixed"));
    send_again(client(), "m", writers("m").set("SUMMARY:Nytt"));
    EXPECT_EQ(submissions("m").size(), 2U);
    send_again(client(), "m", writers("m").set("SUMMARY:Nätverksträff"));
    EXPECT_EQ(submissions("m")[1], model::SubmissionState::undone) << "undone in time";
}

// What somebody who was called to one instance may have: there is no series to belong to.
TEST_P(Shapes, instances_without_their_series_are_taken_and_served) {
    put("o", "RECURRENCE-ID:20270310T120000Z\r\nDTSTART:20270310T120000Z\r\nDTEND:20270310T140000Z\r\n");
    EXPECT_EQ(writers("o").all("CATEGORIES").size(), 1U);
    EXPECT_THAT(copy("o"), HasSubstr("SUMMARY:Elevhälsan: Träff\r\n"));
    anna.remove(href("o")).expect_status(204);
    EXPECT_EQ(copy("o"), "");
}

TEST_P(Shapes, only_events_are_meetings) {
    anna.put(chairs + "t.ics",
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VTODO\r\nUID:t\r\n"
             "DTSTAMP:20261122T115500Z\r\nSUMMARY:Göra\r\nEND:VTODO\r\nEND:VCALENDAR\r\n")
        .expect_status(403)
        .expect_condition({ns::caldav, "supported-calendar-component"});
}

}  // namespace
}  // namespace stafett::caldav::meetings
