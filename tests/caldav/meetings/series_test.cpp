// A series, edited from the chair's own client: one instance, all, this and those that follow (model.md §6).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

BY_EACH_CLIENT(Series);

TEST_P(Series, has_one_line_of_hosts_for_writers_and_an_override_for_each_host_for_readers) {
    create_series();
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro planned", "2027-04-14 skara planned",
                                        "2027-05-12 hjo planned", "2027-06-09 tibro planned"));
    const CalendarText hers = writers("s");
    EXPECT_THAT(ids(hers), ElementsAre(""));
    EXPECT_THAT(hers.all("CONTACT"), ElementsAre(kHosts));
    EXPECT_THAT(hers.all("LOCATION"), IsEmpty());
    const CalendarText theirs = readers("s");
    EXPECT_THAT(ids(theirs),
                ElementsAre("", "20270310T130000", "20270414T130000", "20270512T130000", "20270609T130000"));
    expect_hosted_by(theirs, "Skara", theirs.override_of("20270414T130000"));
    expect_hosted_by(theirs, "Hjo", theirs.override_of("20270512T130000"));
    EXPECT_THAT(theirs.all("CONTACT"), IsEmpty());
    EXPECT_THAT(copy("s"), HasSubstr("RECURRENCE-ID;TZID=Europe/Stockholm:20270609T130000\r\n"));
}

TEST_P(Series, one_instance_moved_is_hers_and_keeps_its_host) {
    create_series();
    settle();
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270414T130000", "20270415T090000"));
    text.set("SUMMARY:Serie\\, flyttad", 1);
    send_again(client(), "s", text);
    const CalendarText hers = writers("s");
    EXPECT_THAT(ids(hers), ElementsAre("", "20270414T130000"));
    expect_hosted_by(hers, "Skara", hers.override_of("20270414T130000"));
    EXPECT_THAT(hers.all("CONTACT"), ElementsAre("CONTACT:Värdar: 2027-03-10 Tibro\\, 2027-04-15 Skara\\, "
                                                 "2027-05-12 Hjo\\, 2027-06-09 Tibro"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-15 skara fixed", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed"));
    const CalendarText theirs = readers("s");
    EXPECT_EQ(theirs.events.size(), 5U);
    EXPECT_EQ(theirs.value("DTSTART", theirs.override_of("20270414T130000")), "20270415T090000");
    EXPECT_EQ(theirs.value("SUMMARY", theirs.override_of("20270414T130000")), "Serie\\, flyttad");
    EXPECT_THAT(copy("s"), HasSubstr("SUMMARY:Elevhälsan: Serie\\, flyttad\r\n"));
    // And once more what she is served.
    send_again(client(), "s", hers);
    EXPECT_EQ(plain(fetch("s").body()).find("Värdar: "), plain(fetch("s").body()).rfind("Värdar: "));
    EXPECT_THAT(ids(writers("s")), ElementsAre("", "20270414T130000"));
}

// Evolution writes the instance's original time in UTC (seen: GNOME/evolution-data-server, libecal/e-cal-client.c).
TEST_P(Series, one_instance_named_in_utc_is_the_same_instance) {
    create_series();
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270414T130000", "20270414T150000"));
    text.set("RECURRENCE-ID:20270414T110000Z", 1);
    send_again(client(), "s", text);
    const CalendarText hers = writers("s");
    expect_hosted_by(hers, "Skara", hers.override_of("20270414T110000Z"));
    EXPECT_EQ(readers("s").events.size(), 5U);
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro planned", "2027-04-14 skara planned",
                                        "2027-05-12 hjo planned", "2027-06-09 tibro planned"));
}

// DAVx5 wrote it in the zone of the instance until April 2026 (seen: bitfireAT/synctools#80).
TEST_P(Series, one_instance_named_in_another_zone_is_the_same_instance) {
    create_series();
    settle();
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270414T130000"));
    text.set("DTSTART;TZID=Europe/Helsinki:20270414T170000", 1).set("DTEND;TZID=Europe/Helsinki:20270414T190000", 1);
    text.set("RECURRENCE-ID;TZID=Europe/Helsinki:20270414T140000", 1);
    send_again(client(), "s", text);
    const CalendarText hers = writers("s");
    ASSERT_EQ(hers.events.size(), 2U);
    expect_hosted_by(hers, "Skara", hers.override_of("20270414T140000"));
    EXPECT_EQ(readers("s").events.size(), 5U);
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara fixed", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed"));
}

TEST_P(Series, a_place_for_one_instance_is_hers) {
    create_series();
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270512T130000"));
    text.add("LOCATION:Stadshuset", 1);
    send_again(client(), "s", text);
    CalendarText hers = writers("s");
    const std::size_t instance = hers.override_of("20270512T130000");
    EXPECT_THAT(hers.all("LOCATION", instance), ElementsAre("LOCATION:Stadshuset"));
    EXPECT_THAT(hers.all("CONTACT", instance), ElementsAre("CONTACT:Värd: Hjo kommun"));
    // Emptied again it says nothing of its own and is gone.
    hers.set("LOCATION:", instance);
    send_again(client(), "s", hers);
    EXPECT_THAT(ids(writers("s")), ElementsAre(""));
    EXPECT_EQ(readers("s").events.size(), 5U);
}

TEST_P(Series, an_instance_equal_to_the_series_is_dropped) {
    create_series();
    const std::string before = author("s");
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270414T130000"));
    text.add("STATUS:CONFIRMED", 1);
    anna.put(href("s"), text.octets(), if_match(fetch("s").etag())).expect_status(204);
    EXPECT_THAT(ids(writers("s")), ElementsAre(""));
    EXPECT_EQ(author("s"), before);
}

// What a member's client was served and a secretary's imports: composed overrides are no edits of hers.
TEST_P(Series, the_readers_form_sent_by_a_writer_leaves_the_series_as_it_was) {
    create_series();
    const std::string theirs = bo.get(members + "s.ics").body();
    sara.put("/dav/calendars/sara/natverk-elevhalsan/s.ics", theirs).expect_status(204);
    EXPECT_EQ(bo.get(members + "s.ics").body(), theirs);
    EXPECT_THAT(ids(writers("s")), ElementsAre(""));
    EXPECT_THAT(writers("s").all("CONTACT"), ElementsAre(kHosts));
}

TEST_P(Series, another_title_for_all_reaches_every_instance) {
    create_series();
    settle();
    send_again(client(), "s", writers("s").set("SUMMARY:Nätverket"));
    EXPECT_THAT(writers("s").all("CONTACT"), ElementsAre(kHosts));
    const CalendarText theirs = readers("s");
    for (std::size_t i = 0; i < theirs.events.size(); ++i) EXPECT_EQ(theirs.value("SUMMARY", i), "Nätverket");
    EXPECT_THAT(copy("s"), Not(HasSubstr("SUMMARY:Elevhälsan: Serie\r\n")));
}

TEST_P(Series, another_time_for_all_keeps_every_host) {
    create_series();
    settle();
    CalendarText text = writers("s");
    text.set("DTSTART;TZID=Europe/Stockholm:20270310T090000").set("DTEND;TZID=Europe/Stockholm:20270310T110000");
    send_again(client(), "s", text);
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara fixed", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed"));
    EXPECT_THAT(ids(writers("s")), ElementsAre(""));
    EXPECT_THAT(writers("s").all("CONTACT"), ElementsAre(kHosts));
    const CalendarText theirs = readers("s");
    EXPECT_THAT(ids(theirs),
                ElementsAre("", "20270310T090000", "20270414T090000", "20270512T090000", "20270609T090000"));
}

// macOS and Thunderbird name her instance anew, its own time stays (seen: tine-groupware/tine EventTest.php;
// Thunderbird 153). Android's calendars leave it under a name that no instance has any more (seen:
// Etar-Group/Etar-Calendar, EditEventHelper). iOS as macOS (assumed: no iOS text of such an edit found).
TEST_P(Series, another_time_for_all_with_an_instance_of_her_own) {
    create_series();
    settle();
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270414T130000"));
    text.set("SUMMARY:Extra", 1);
    send_again(client(), "s", text);
    text = writers("s");
    const std::size_t own = text.override_of("20270414T130000");
    text.set("DTSTART;TZID=Europe/Stockholm:20270310T090000").set("DTEND;TZID=Europe/Stockholm:20270310T110000");
    if (client() != ClientKind::davx5) text.set("RECURRENCE-ID;TZID=Europe/Stockholm:20270414T090000", own);
    send_again(client(), "s", text);
    const auto rows = hosts("s");
    for (const char* kept :
         {"2027-03-10 tibro fixed", "2027-04-14 skara fixed", "2027-05-12 hjo fixed", "2027-06-09 tibro fixed"})
        EXPECT_THAT(rows, Contains(kept));
}

// Evolution and Outlook CalDav Synchronizer name what is taken out in UTC (seen: GNOME/evolution-data-server,
// libedata-cal/e-cal-meta-backend.c; aluxnimm/outlookcaldavsynchronizer, EventEntityMapper.cs), older Thunderbirds too
// (micromata/projectforge, thunderbird_lightning_recurring_add_exception.ics).
TEST_P(Series, one_instance_taken_out_in_utc_frees_its_host_and_no_other) {
    create_series();
    settle();
    send_again(client(), "s", writers("s").add("EXDATE:20270414T110000Z"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara released", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed"));
    EXPECT_EQ(readers("s").override_of("20270414T130000"), std::string::npos);
}

// Whoever takes out an instance that she had changed drops her override (seen: Thunderbird, CalRecurrenceInfo; DAVx5;
// macOS, by a third party's word).
TEST_P(Series, an_instance_of_her_own_taken_out_frees_its_host) {
    create_series();
    settle();
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270414T130000", "20270415T090000"));
    send_again(client(), "s", text);
    text = writers("s");
    text.events.resize(1);
    send_again(client(), "s", text.add("EXDATE;TZID=Europe/Stockholm:20270414T130000"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-15 skara released", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed"));
    EXPECT_THAT(ids(writers("s")), ElementsAre(""));
}

// EXDATE in the series' zone (seen: macOS in projectforge's apple_calendar_recurring_add_exdate.ics, DAVx5 in
// synctools#80, Thunderbird 153).
TEST_P(Series, one_instance_deleted_frees_its_host_and_no_other) {
    create_series();
    settle();
    const std::string before = fetch("s").body();
    send_again(client(), "s", writers("s").add("EXDATE;TZID=Europe/Stockholm:20270414T130000"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara released", "2027-05-12 hjo fixed",
                                        "2027-06-09 tibro fixed"));
    EXPECT_THAT(writers("s").all("CONTACT"),
                ElementsAre("CONTACT:Värdar: 2027-03-10 Tibro\\, 2027-05-12 Hjo\\, 2027-06-09 Tibro"));
    EXPECT_EQ(readers("s").override_of("20270414T130000"), std::string::npos);
    EXPECT_THAT(copy("s"), HasSubstr("RECURRENCE-ID;TZID=Europe/Stockholm:20270414T130000\r\n"));
    EXPECT_THAT(copy("s"), HasSubstr("SUMMARY:INSTÄLLT: "));
    EXPECT_THAT(copy("s"), Not(HasSubstr("EXDATE")));
    EXPECT_THAT(copy("s"), Not(HasSubstr("Skara")));
    // Undone: what was there is put again.
    anna.put(href("s"), before, if_match(fetch("s").etag())).expect_status(204);
    EXPECT_EQ(fetch("s").body(), before);
    EXPECT_THAT(hosts("s"), Contains("2027-04-14 skara fixed"));
}

TEST_P(Series, one_instance_cancelled_stays_to_be_seen_and_frees_its_host) {
    create_series();
    settle();
    CalendarText text = writers("s");
    text.events.push_back(instance_of(text, "20270512T130000"));
    text.set("STATUS:CANCELLED", 1);
    send_again(client(), "s", text);
    EXPECT_THAT(hosts("s"), ElementsAre("2027-03-10 tibro fixed", "2027-04-14 skara fixed", "2027-05-12 hjo released",
                                        "2027-06-09 tibro fixed"));
    for (const CalendarText& seen : {writers("s"), readers("s")}) {
        const std::size_t instance = seen.override_of("20270512T130000");
        ASSERT_NE(instance, std::string::npos);
        EXPECT_EQ(seen.value("STATUS", instance), "CANCELLED");
        EXPECT_THAT(seen.all("CONTACT", instance), IsEmpty());
        EXPECT_THAT(seen.all("LOCATION", instance), IsEmpty());
    }
    EXPECT_THAT(copy("s"), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Serie\r\n"));
    EXPECT_THAT(copy("s"), HasSubstr("SUMMARY:Elevhälsan: Serie\r\n"));
    // And held after all.
    CalendarText back = writers("s");
    back.set("STATUS:CONFIRMED", back.override_of("20270512T130000"));
    send_again(client(), "s", back);
    EXPECT_THAT(ids(writers("s")), ElementsAre(""));
    EXPECT_THAT(hosts("s"), Contains("2027-05-12 hjo fixed")) << "nobody was told otherwise";
    EXPECT_THAT(copy("s"), Not(HasSubstr("INSTÄLLT")));
}

TEST_P(Series, cancelled_as_a_whole_and_back_it_has_the_hosts_it_had) {
    create_series();
    settle();
    send_again(client(), "s", writers("s").set("STATUS:CANCELLED"));
    EXPECT_THAT(hosts("s"), Each(HasSubstr("released")));
    EXPECT_THAT(copy("s"), HasSubstr("INSTÄLLT: "));
    settle();
    send_again(client(), "s", writers("s").set("STATUS:CONFIRMED"));
    EXPECT_THAT(writers("s").all("CONTACT"), ElementsAre(kHosts));
}

TEST_P(Series, deleted_and_put_again_it_has_the_hosts_it_had) {
    create_series();
    settle();
    const std::string before = fetch("s").body();
    anna.remove(href("s")).expect_status(204);
    settle();
    anna.put(href("s"), before, kNew).expect_status(201);
    EXPECT_EQ(fetch("s").body(), before);
}

TEST_P(Series, duplicated_it_has_hosts_of_its_own) {
    create_series();
    CalendarText text = writers("s");
    anna.put(href("t"), written_again(client(), text.set("UID:t")), kNew).expect_status(201);
    EXPECT_THAT(writers("s").all("CONTACT"), ElementsAre(kHosts));
    ASSERT_EQ(hosts("t").size(), 4U);
    EXPECT_EQ(writers("t").all("CONTACT").size(), 1U);
    for (const std::string& row : hosts("t"))
        EXPECT_THAT(hosts("s"), Not(Contains(row))) << "two meetings in one day for one municipality";
}

}  // namespace
}  // namespace stafett::caldav::meetings
