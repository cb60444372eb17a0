// The coordinator's calendar and everybody's sync follow each step, in the same request (model.md §5, §7, §11).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

class Coordinator : public EachClient {
  protected:
    void SetUp() override {
        in_copies_ = sam.sync(copies).sync_token();
        in_members_ = bo.sync(members).sync_token();
        in_chairs_ = anna.sync(chairs).sync_token();
    }
    // What each of them is told since the last time: the status of `uid`, 0 when nothing.
    struct Told {
        unsigned coordinator, member, chair;
        friend bool operator==(const Told&, const Told&) = default;
    };
    Told told(const std::string& uid) {
        return {news(sam, copies, copy_href(uid), in_copies_), news(bo, members, members + uid + ".ics", in_members_),
                news(anna, chairs, href(uid), in_chairs_)};
    }
    static unsigned news(const tests::DavClient& who, const std::string& where, const std::string& what,
                         std::string& token) {
        const auto answer = who.sync(where, token);
        answer.expect_status(207);
        token = answer.sync_token();
        if (answer.property(what, tests::kGetetag) == nullptr) return answer.response_status(what);
        EXPECT_EQ(answer.property(what, tests::kGetetag)->text(), who.get(what).etag()) << what;
        return 200;
    }
    static constexpr Told kAll{200, 200, 200};
    static constexpr Told kNothing{0, 0, 0};

  private:
    std::string in_copies_, in_members_, in_chairs_;
};

BY_EACH_CLIENT(Coordinator);

TEST_P(Coordinator, sees_each_step_of_a_meeting_at_once) {
    create(client(), {"m"});
    EXPECT_EQ(told("m"), kAll);
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:Elevhälsan: Nätverksträff\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("UID:m\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("CATEGORIES:Elevhälsan\r\n"));
    EXPECT_EQ(told("m"), kNothing);
    send_again(client(), "m", writers("m").set("DTSTART;TZID=Europe/Stockholm:20270310T090000"));
    EXPECT_EQ(told("m"), kAll);
    EXPECT_THAT(copy("m"), HasSubstr("DTSTART;TZID=Europe/Stockholm:20270310T090000\r\n"));
    settle();
    send_again(client(), "m", writers("m").set("STATUS:CANCELLED"));
    EXPECT_EQ(told("m"), kAll);
    EXPECT_THAT(copy("m"), HasSubstr("INSTÄLLT: "));
    anna.remove(href("m")).expect_status(204);
    const Told gone = told("m");
    EXPECT_EQ(gone.member, 404U);
    EXPECT_EQ(gone.chair, 404U);
    EXPECT_NE(gone.coordinator, 404U) << "it lives on as cancelled";
    EXPECT_THAT(copy("m"), HasSubstr("INSTÄLLT: "));
}

TEST_P(Coordinator, settling_fixes_the_host_and_tells_writers_and_readers_nothing) {
    create(client(), {"m"});
    create(client(), {"s", "Serie", "20270414T130000", "RRULE:FREQ=MONTHLY;COUNT=3\r\n"});
    const std::string meeting = fetch("m").etag(), series = fetch("s").etag(), theirs = readers("s").octets();
    told("m");
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro planned"));
    settle();
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-10 tibro fixed"));
    EXPECT_THAT(hosts("s"), Each(EndsWith("fixed")));
    EXPECT_EQ(told("m"), kNothing);
    EXPECT_EQ(fetch("m").etag(), meeting);
    EXPECT_EQ(fetch("s").etag(), series);
    EXPECT_EQ(readers("s").octets(), theirs);
    // So an edit begun before it settled is taken.
    anna.put(href("m"), writers("m").set("SUMMARY:Sen").octets(), if_match(meeting)).expect_status(204);
}

TEST_P(Coordinator, another_meeting_changes_no_fixed_one) {
    create(client(), {"m"});
    settle();
    const std::string before = fetch("m").body();
    told("m");
    create(client(), {"earlier", "Före", "20270210T130000"});
    create(client(), {"later", "Efter", "20270414T130000"});
    EXPECT_EQ(told("m"), kNothing);
    anna.remove(href("earlier")).expect_status(204);
    EXPECT_EQ(told("m"), kNothing);
    EXPECT_EQ(fetch("m").body(), before);
}

TEST_P(Coordinator, what_says_nothing_new_is_no_change_for_anybody) {
    create(client(), {"m"});
    told("m");
    const auto served = fetch("m");
    anna.put(href("m"), served.body(), if_match(served.etag())).expect_status(204).expect_field("ETag", served.etag());
    EXPECT_EQ(told("m"), kNothing);
}

TEST_P(Coordinator, hears_of_a_series_and_of_one_of_its_instances) {
    create(client(), {"s", "Serie", "20270310T130000", "RRULE:FREQ=MONTHLY;COUNT=3\r\n"});
    EXPECT_EQ(told("s"), kAll);
    EXPECT_THAT(copy("s"), HasSubstr("CONTACT:Värd: Hjo kommun\r\n"));
    EXPECT_THAT(copy("s"), Not(HasSubstr("Värdar")));
    settle();
    send_again(client(), "s", writers("s").add("EXDATE;TZID=Europe/Stockholm:20270410T130000"));
    EXPECT_EQ(told("s"), kAll);
    EXPECT_THAT(copy("s"), Not(HasSubstr("Skara")));
}

TEST_P(Coordinator, a_preliminary_meeting_is_not_hers_until_it_is_planned) {
    anna.put(href("m"), CalendarText(written_new(client(), {"m"})).set("STATUS:TENTATIVE").octets(), kNew)
        .expect_status(201);
    EXPECT_EQ(told("m"), (Told{0, 200, 200}));
    send_again(client(), "m", writers("m").set("STATUS:CONFIRMED"));
    EXPECT_EQ(told("m"), kAll);
}

// Alarms are each person's: the chair's reach nobody.
TEST_P(Coordinator, the_chairs_alarms_are_not_the_readers) {
    CalendarText text(written_new(client(), {"m"}));
    for (const char* line : {"BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-PT1H", "END:VALARM"})
        text.events[0].emplace_back(line);
    anna.put(href("m"), text.octets(), kNew).expect_status(201);
    EXPECT_THAT(fetch("m").body(), HasSubstr("TRIGGER:-PT1H"));
    EXPECT_THAT(bo.get(members + "m.ics").body(), Not(HasSubstr("VALARM")));
    EXPECT_THAT(copy("m"), Not(HasSubstr("VALARM")));
}

}  // namespace
}  // namespace stafett::caldav::meetings
