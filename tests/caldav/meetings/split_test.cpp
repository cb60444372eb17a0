// "This and all that follow": the series ends and goes on under a new UID, in what order its client sends them
// (model.md §6). The order is assumed for each client.
#include <algorithm>

#include "tests/caldav/meetings/series.h"

namespace stafett::caldav::meetings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Split : public Series {
  protected:
    void SetUp() override {
        create_series("RRULE:FREQ=MONTHLY;BYDAY=2WE");
        settle();
        before_ = writers("s");
    }
    void end_the_first() {
        CalendarText text = writers("s");
        text.events.resize(1);  // those of her own lie after it
        send_again(client(), "s", text.set("RRULE:FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270511T215959Z"));
    }
    // Our lines of the whole series come with it.
    void begin_the_second() {
        CalendarText text = before_;
        text.set("UID:t").set("SUMMARY:Serie på förmiddagen").set("DTSTART;TZID=Europe/Stockholm:20270512T090000");
        text.set("DTEND;TZID=Europe/Stockholm:20270512T110000");
        anna.put(href("t"), written_again(client(), text), kNew).expect_status(201).expect_no_field("ETag");
    }
    void expect_one_host_each() {
        EXPECT_THAT(writers("s").all("CONTACT"), ElementsAre("CONTACT:Värdar: 2027-03-10 Tibro\\, 2027-04-14 Skara"));
        const CalendarText second = writers("t");
        ASSERT_EQ(second.all("CONTACT").size(), 1U);
        EXPECT_THAT(second.value("CONTACT"), HasSubstr("Värdar: 2027-05-12 "));
        EXPECT_EQ(second.events.size(), 1U);
        EXPECT_EQ(second.all("CATEGORIES").size(), 1U);
        std::vector<std::string> days;
        for (const std::string& uid : {"s", "t"})
            for (const std::string& row : hosts(uid))
                if (row.find("released") == std::string::npos) days.push_back(row.substr(0, 10));
        EXPECT_THAT(days, ElementsAre("2027-03-10", "2027-04-14", "2027-05-12", "2027-06-09", "2027-07-14",
                                      "2027-08-11", "2027-09-08", "2027-10-13", "2027-11-10"));
    }
    CalendarText before_{""};
};

INSTANTIATE_TEST_SUITE_P(By, Split, ::testing::ValuesIn(kClients),
                         [](const auto& one) { return to_string(one.param); });

TEST_P(Split, the_old_one_first_goes_on_with_the_rotation) {
    end_the_first();
    begin_the_second();
    expect_one_host_each();
    EXPECT_THAT(hosts("t"),
                ElementsAre("2027-05-12 hjo planned", "2027-06-09 tibro planned", "2027-07-14 skara planned",
                            "2027-08-11 hjo planned", "2027-09-08 tibro planned", "2027-10-13 skara planned",
                            "2027-11-10 hjo planned"));
    EXPECT_THAT(copy("s"), HasSubstr("UNTIL=20270511T215959Z"));
    EXPECT_THAT(copy("t"), HasSubstr("SUMMARY:Elevhälsan: Serie på förmiddagen\r\n"));
}

TEST_P(Split, the_new_one_first_leaves_one_host_for_each_date) {
    begin_the_second();
    end_the_first();
    expect_one_host_each();
}

TEST_P(Split, an_instance_of_hers_goes_along_with_the_new_one) {
    CalendarText text = before_;
    text.events.push_back(instance_of(text, "20270609T130000", "20270610T130000"));
    send_again(client(), "s", text);
    end_the_first();
    CalendarText second = before_;
    second.set("UID:t").set("DTSTART;TZID=Europe/Stockholm:20270512T130000");
    second.set("DTEND;TZID=Europe/Stockholm:20270512T150000");
    second.events.push_back(instance_of(second, "20270609T130000", "20270610T130000"));
    anna.put(href("t"), written_again(client(), second), kNew).expect_status(201);
    const CalendarText served = writers("t");
    EXPECT_THAT(ids(served), ElementsAre("", "20270609T130000"));
    EXPECT_THAT(hosts("t"), ::testing::Contains("2027-06-10 tibro planned"));
    expect_hosted_by(served, "Tibro", served.override_of("20270609T130000"));
}

// The last instances deleted: the same, without a second series.
TEST_P(Split, ended_early_it_frees_the_hosts_of_what_is_left) {
    end_the_first();
    EXPECT_EQ(std::ranges::count_if(hosts("s"), [](const auto& row) { return row.ends_with("released"); }), 7);
    anna.put(href("s"), before_.octets(), if_match(fetch("s").etag())).expect_status(204);
    EXPECT_EQ(writers("s").all("CONTACT"), before_.all("CONTACT"));
}

}  // namespace
}  // namespace stafett::caldav::meetings
