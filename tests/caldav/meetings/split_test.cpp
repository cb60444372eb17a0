// "This and all that follow": a series ends, and another goes on (model.md §6).
//   Phones with DAVx5: the old one keeps the past and its UID, ended by UNTIL one second before or by a lower COUNT,
//   the
//     new one is written from what the calendar shows, without the lines that it does not know; both go out at the same
//     time (seen: Etar-Group/Etar-Calendar EditEventHelper.updatePastEvents; bitfireAT/davx5-ose SyncManager).
//   macOS 10.12: the UID goes on with the future, sent first; the past is a new object (seen: tine-groupware/tine
//     EventTest.php; micromata/projectforge apple_calendar_recurring_edit_futur_{1,2}.ics). Later ones keep the UID in
//     the past and mark both parts as related (assumed: exports show the mark, no request does).
//   iOS: as later macOS (assumed: no request found). Thunderbird does not offer it.
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

constexpr const char* kRelated = "RELATED-TO;RELTYPE=X-CALENDARSERVER-RECURRENCE-SET:e5a1";

class Split : public Series {
  protected:
    void SetUp() override {
        create_series("RRULE:FREQ=MONTHLY;BYDAY=2WE");
        settle();
        before_ = writers("s");
    }
    bool apple() const { return client() == ClientKind::ios || client() == ClientKind::macos; }
    void end_the_first() {
        CalendarText text = writers("s");
        text.events.resize(1);  // those of her own lie after it
        if (apple()) text.add(kRelated);
        send_again(client(), "s", text.set("RRULE:FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270512T105959Z"));
    }
    // Apple's has our lines of the whole series.
    CalendarText second() const {
        CalendarText text = before_;
        text.set("UID:t").set("DTSTART;TZID=Europe/Stockholm:20270512T130000");
        text.set("DTEND;TZID=Europe/Stockholm:20270512T150000");
        if (apple()) return text.add(kRelated);
        return text.remove("CONTACT").remove("CATEGORIES");
    }
    void begin_the_second() {
        CalendarText text = second().set("SUMMARY:Serie på förmiddagen");
        text.set("DTSTART;TZID=Europe/Stockholm:20270512T090000");
        text.set("DTEND;TZID=Europe/Stockholm:20270512T110000");
        anna.put(href("t"), written_again(client(), text), kNew).expect_status(201).expect_no_field("ETag");
    }
    // "2027-03-10 tibro", ... of both.
    std::vector<std::string> days() {
        std::vector<std::string> found;
        for (const std::string& uid : {"s", "t"})
            for (const std::string& row : hosts(uid))
                if (!row.ends_with("released")) found.push_back(row.substr(0, row.rfind(' ')));
        std::ranges::sort(found);
        return found;
    }
    void expect_one_host_each() {
        EXPECT_THAT(writers("s").all("CONTACT"), ElementsAre("CONTACT:Värdar: 2027-03-10 Tibro\\, 2027-04-14 Skara"));
        const CalendarText later = writers("t");
        ASSERT_EQ(later.all("CONTACT").size(), 1U);
        EXPECT_THAT(later.value("CONTACT"), HasSubstr("Värdar: 2027-05-12 "));
        EXPECT_EQ(later.events.size(), 1U);
        EXPECT_EQ(later.all("CATEGORIES").size(), 1U);
        EXPECT_THAT(days(), ElementsAre("2027-03-10 tibro", "2027-04-14 skara", "2027-05-12 hjo", "2027-06-09 tibro",
                                        "2027-07-14 skara", "2027-08-11 hjo", "2027-09-08 tibro", "2027-10-13 skara",
                                        "2027-11-10 hjo"));
    }
    CalendarText before_{""};
};

BY_CLIENTS(Split, (std::array{ClientKind::ios, ClientKind::macos, ClientKind::davx5}));

TEST_P(Split, the_old_one_first_goes_on_with_the_rotation) {
    end_the_first();
    begin_the_second();
    expect_one_host_each();
    EXPECT_THAT(copy("s"), HasSubstr("UNTIL=20270512T105959Z"));
    EXPECT_THAT(copy("t"), HasSubstr("SUMMARY:Elevhälsan: Serie på förmiddagen\r\n"));
}

TEST_P(Split, the_new_one_first_leaves_one_host_for_each_date) {
    begin_the_second();
    end_the_first();
    EXPECT_EQ(days().size(), 9U);
    EXPECT_EQ(writers("t").all("CONTACT").size(), 1U);
    EXPECT_EQ(writers("t").all("CATEGORIES").size(), 1U);
}

TEST_P(Split, the_hosts_that_were_told_keep_their_days) {
    end_the_first();
    anna.put(href("t"), written_again(client(), second()), kNew).expect_status(201);
    expect_one_host_each();
}

TEST_P(Split, a_series_that_ends_by_count_goes_on_with_the_rest_of_it) {
    send_again(client(), "s", writers("s").set("RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=4"));
    send_again(client(), "s", writers("s").set("RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=2"));
    anna.put(href("t"), written_again(client(), second().set("RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=2")), kNew)
        .expect_status(201);
    EXPECT_THAT(days(), ElementsAre("2027-03-10 tibro", "2027-04-14 skara", "2027-05-12 hjo", "2027-06-09 tibro"));
}

TEST_P(Split, an_instance_of_hers_goes_along_with_the_new_one) {
    CalendarText text = before_;
    text.events.push_back(instance_of(text, "20270609T130000", "20270610T130000"));
    send_again(client(), "s", text);
    end_the_first();
    CalendarText later = second();
    later.events.push_back(instance_of(later, "20270609T130000", "20270610T130000"));
    anna.put(href("t"), written_again(client(), later), kNew).expect_status(201);
    const CalendarText served = writers("t");
    EXPECT_THAT(ids(served), ElementsAre("", "20270609T130000"));
    EXPECT_THAT(hosts("t"), Contains("2027-06-10 tibro planned"));
    expect_hosted_by(served, "Tibro", served.override_of("20270609T130000"));
}

// The last instances deleted: the same, without a second series.
TEST_P(Split, ended_early_it_frees_the_hosts_of_what_is_left) {
    end_the_first();
    EXPECT_EQ(std::ranges::count_if(hosts("s"), [](const auto& row) { return row.ends_with("released"); }), 7);
    anna.put(href("s"), before_.octets(), if_match(fetch("s").etag())).expect_status(204);
    EXPECT_EQ(writers("s").all("CONTACT"), before_.all("CONTACT"));
}

// Another meeting has changed who hosts least: the rotation alone would choose others for the second half.
TEST_P(Split, who_was_told_keeps_her_day_against_the_rotation) {
    create(client(), {"m", "Extra", "20270217T130000"});
    settle();
    const auto told = days();
    end_the_first();
    begin_the_second();
    EXPECT_EQ(days(), told);
}

// Days given back long ago are the rotation's.
TEST_P(Split, a_series_begun_when_the_other_has_long_ended_has_hosts_of_its_own) {
    create(client(), {"m", "Extra", "20270217T130000"});
    settle();
    const auto told = days();
    end_the_first();
    settle();
    begin_the_second();
    EXPECT_NE(days(), told);
}

// macOS 10.12: the future under the old UID, sent first; then the past under a new one.
class SplitInTheFuture : public Split {
  protected:
    void keep_the_future(const std::string& start) {
        CalendarText text = writers("s");
        text.set("DTSTART;TZID=Europe/Stockholm:20270512T" + start).set("LOCATION:Stadshuset");
        text.set("DTEND;TZID=Europe/Stockholm:" + two_hours_later("20270512T" + start));
        std::erase_if(text.events, [&](const CalendarText::Event& event) {
            const CalendarText one = [&] {
                CalendarText alone = text;
                alone.events = {event};
                return alone;
            }();
            const std::string id = one.value("RECURRENCE-ID");
            return !id.empty() && id < "20270512";
        });
        send_again(client(), "s", text);
    }
    void put_the_past() {
        CalendarText text = before_;
        text.set("UID:t").set("CREATED:20261123T080000Z");
        text.set("RRULE:FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270512T105959Z");
        anna.put(href("t"), written_again(client(), text), kNew).expect_status(201).expect_no_field("ETag");
    }
};

BY_CLIENTS(SplitInTheFuture, (std::array{ClientKind::macos}));

TEST_P(SplitInTheFuture, each_date_keeps_the_host_that_was_told) {
    for (const char* const start : {"130000", "090000"}) {
        keep_the_future(start);
        EXPECT_THAT(hosts("s"), Contains("2027-05-12 hjo fixed"));
        put_the_past();
        EXPECT_THAT(writers("t").all("CONTACT"), ElementsAre("CONTACT:Värdar: 2027-03-10 Tibro\\, 2027-04-14 Skara"));
        EXPECT_THAT(days(), ElementsAre("2027-03-10 tibro", "2027-04-14 skara", "2027-05-12 hjo", "2027-06-09 tibro",
                                        "2027-07-14 skara", "2027-08-11 hjo", "2027-09-08 tibro", "2027-10-13 skara",
                                        "2027-11-10 hjo"));
        EXPECT_THAT(writers("s").all("LOCATION"), ElementsAre("LOCATION:Stadshuset"));
        EXPECT_THAT(copy("t"), HasSubstr("UNTIL=20270512T105959Z"));
        anna.remove(href("t")).expect_status(204);
        anna.put(href("s"), before_.octets(), if_match(fetch("s").etag())).expect_status(204);
        settle();
    }
}

// Another meeting has changed who hosts least: the rotation alone would let Tibro and Skara change places.
TEST_P(SplitInTheFuture, a_host_that_was_told_keeps_her_day_against_the_rotation) {
    create(client(), {"m", "Extra", "20270217T130000"});
    settle();
    const auto told = days();
    keep_the_future("130000");
    put_the_past();
    EXPECT_EQ(days(), told);
}

}  // namespace
}  // namespace stafett::caldav::meetings
