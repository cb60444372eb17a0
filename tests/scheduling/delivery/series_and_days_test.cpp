// Hosts of series, and what the daily job does.
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using namespace std::chrono_literals;

const std::string kMarch = "DTSTART:20270312T120000Z\r\nDTEND:20270312T140000Z\r\nSUMMARY:Träff\r\n";
const std::string kApril = "DTSTART:20270409T120000Z\r\nDTEND:20270409T140000Z\r\nSUMMARY:Träff\r\n";
const std::string kMonthly =
    "DTSTART;TZID=Europe/Stockholm:20270212T130000\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=4\r\n"
    "SUMMARY:Serie\r\n";

using SeriesAndDaysTest = NetworkFixture;

TEST_F(SeriesAndDaysTest, a_series_has_a_host_for_each_occurrence_and_the_writers_see_no_override) {
    ASSERT_TRUE(put("s", kMonthly));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-02-12 tibro planned", "2027-03-12 skara planned",
                                        "2027-04-09 hjo planned", "2027-05-14 tibro planned"));
    EXPECT_THAT(writers("s"), Not(HasSubstr("RECURRENCE-ID")));
    EXPECT_THAT(readers("s"), HasSubstr("RECURRENCE-ID;TZID=Europe/Stockholm:20270409T130000\r\n"));
    EXPECT_THAT(copy("s"), HasSubstr("CONTACT:Värd: Hjo kommun\r\n"));
    settle_after(5min);
    ASSERT_TRUE(put("s", kMonthly + "EXDATE;TZID=Europe/Stockholm:20270312T130000\r\n"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-02-12 tibro fixed", "2027-03-12 skara released", "2027-04-09 hjo fixed",
                                        "2027-05-14 tibro fixed"));
    EXPECT_EQ(submissions("s").back().what, model::SubmissionWhat::cancelled);
    EXPECT_THAT(differences(), IsEmpty());
    ASSERT_TRUE(put("s", kMonthly));
    EXPECT_THAT(hosts("s")[1], "2027-03-12 skara fixed");
    EXPECT_EQ(submissions("s").back().state, model::SubmissionState::undone);
}

TEST_F(SeriesAndDaysTest, hosts_of_a_series_follow_another_time_by_date_and_another_day_by_order) {
    ASSERT_TRUE(put("s", kMonthly));
    settle_after(5min);
    std::string later = kMonthly;
    later.replace(later.find("T130000"), 7, "T150000");
    ASSERT_TRUE(put("s", later));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-02-12 tibro fixed", "2027-03-12 skara fixed", "2027-04-09 hjo fixed",
                                        "2027-05-14 tibro fixed"));
    EXPECT_THAT(readers("s"), HasSubstr("RECURRENCE-ID;TZID=Europe/Stockholm:20270409T150000\r\n"));
    ASSERT_TRUE(put("s",
                    "DTSTART;TZID=Europe/Stockholm:20270211T130000\r\nDURATION:PT2H\r\n"
                    "RRULE:FREQ=MONTHLY;BYDAY=2TH;COUNT=3\r\nSUMMARY:Serie\r\n"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-02-11 tibro fixed", "2027-03-11 skara fixed", "2027-04-08 hjo fixed",
                                        "2027-05-14 tibro released"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(SeriesAndDaysTest, hosts_of_a_series_stay_when_its_zone_is_called_something_else) {
    ASSERT_TRUE(put("s", kMonthly));
    settle_after(5min);
    const auto sent = submissions("s").size();
    for (const char* zone : {"W. Europe Standard Time", "Europe/Berlin"}) {
        std::string renamed = kMonthly;
        renamed.replace(renamed.find("Europe/Stockholm"), 16, zone);
        ASSERT_TRUE(put("s", renamed));
        EXPECT_THAT(hosts("s"), ElementsAre("2027-02-12 tibro fixed", "2027-03-12 skara fixed", "2027-04-09 hjo fixed",
                                            "2027-05-14 tibro fixed"));
    }
    EXPECT_THAT(organizer("s"), HasSubstr("SEQUENCE:0\r\n"));
    for (std::size_t i = sent; i < submissions("s").size(); ++i)
        EXPECT_EQ(submissions("s")[i].what, model::SubmissionWhat::text);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(SeriesAndDaysTest, rows_of_a_series_reach_twelve_months_and_the_daily_job_adds_the_next) {
    ASSERT_TRUE(put("s", "DTSTART:20270112T120000Z\r\nRRULE:FREQ=MONTHLY\r\nSUMMARY:Serie\r\n"));
    settle_after(5min);
    ASSERT_EQ(hosts("s").size(), 12U);
    now = at("2027-02-13T08:00:00Z");
    const auto first = hosts("s");
    daily();
    EXPECT_THAT(hosts("s"), testing::SizeIs(14));
    EXPECT_EQ(hosts("s")[0], first[0]);
    EXPECT_THAT(hosts("s").back(), testing::EndsWith("planned"));
    const auto latest =
        store->snapshot().value()->changes().latest(traffar(elevhalsan).id, model::Form::writers).value();
    daily();
    EXPECT_EQ(store->snapshot().value()->changes().latest(traffar(elevhalsan).id, model::Form::writers).value(),
              latest);
    settle_after(5min);
    EXPECT_THAT(hosts("s").back(), testing::EndsWith("fixed"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(SeriesAndDaysTest, who_left_the_rotation_gives_its_turns_to_others) {
    ASSERT_TRUE(put("m", kMarch));
    ASSERT_TRUE(put("n", kApril));
    settle_after(5min);
    auto changed = seats(elevhalsan);
    changed[0].period.to = day("2027-02-28");
    changed[1].host = model::PersonId();
    write([&](storage::Transaction& to) { return to.write_association().set_seats(elevhalsan, changed); });
    daily();
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro released", "2027-03-12 hjo planned"));
    EXPECT_THAT(hosts("n"), ElementsAre("2027-04-09 skara fixed"));
    EXPECT_THAT(writers("m"), HasSubstr("Värd: Hjo kommun"));
    EXPECT_EQ(submissions("m").back().summary, "Ändrad: Träff, 2027-03-12, värd Hjo. Skara saknar mötesvärd");
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(SeriesAndDaysTest, nobody_to_host_is_said_in_the_submission) {
    auto changed = seats(elevhalsan);
    for (auto& seat : changed) seat.host = model::PersonId();
    write([&](storage::Transaction& to) { return to.write_association().set_seats(elevhalsan, changed); });
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_THAT(hosts("m"), IsEmpty());
    EXPECT_THAT(submissions("m").at(0).summary, HasSubstr("2027-03-12: Ingen värd: Tibro saknar mötesvärd"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(SeriesAndDaysTest, a_split_goes_on_with_the_rotation_under_its_new_uid) {
    ASSERT_TRUE(put("s", kMonthly));
    settle_after(5min);
    std::string first = kMonthly;
    first.replace(first.find("COUNT=4"), 7, "COUNT=2");
    ASSERT_TRUE(put("s", first));
    ASSERT_TRUE(put("t",
                    "DTSTART;TZID=Europe/Stockholm:20270409T150000\r\nDURATION:PT2H\r\n"
                    "RRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=2\r\nSUMMARY:Serie\r\n"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-02-12 tibro fixed", "2027-03-12 skara fixed", "2027-04-09 hjo released",
                                        "2027-05-14 tibro released"));
    EXPECT_THAT(hosts("t"), ElementsAre("2027-04-09 hjo planned", "2027-05-14 tibro planned"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(SeriesAndDaysTest, one_instance_moved_or_cancelled_keeps_the_others_as_they_are) {
    ASSERT_TRUE(put("s", kMonthly));
    settle_after(5min);
    const std::string instance =
        "BEGIN:VEVENT\r\nUID:s\r\nRECURRENCE-ID;TZID=Europe/Stockholm:20270312T130000\r\n"
        "DTSTART;TZID=Europe/Stockholm:20270319T130000\r\nDURATION:PT2H\r\nSUMMARY:Serie\r\n";
    ASSERT_TRUE(put("s", kMonthly, instance + "END:VEVENT\r\n"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-02-12 tibro fixed", "2027-03-19 skara fixed", "2027-04-09 hjo fixed",
                                        "2027-05-14 tibro fixed"));
    EXPECT_THAT(writers("s"), HasSubstr("CONTACT:Värd: Skara kommun\r\n"));
    ASSERT_TRUE(put("s", kMonthly, instance + "STATUS:CANCELLED\r\nEND:VEVENT\r\n"));
    EXPECT_THAT(hosts("s"), testing::Contains("2027-03-19 skara released"));
    EXPECT_THAT(copy("s"), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Serie\r\n"));
    EXPECT_THAT(copy("s"), HasSubstr("SUMMARY:Elevhälsan: Serie\r\n"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(SeriesAndDaysTest, bindings_that_begin_and_end_with_roles_are_rows_of_the_home) {
    const auto rows = [&](std::string_view person) {
        std::vector<std::string> names;
        for (const model::HomeChange& one :
             store->snapshot().value()->changes().home_since(model::PersonId(person), {}, 100).value())
            if (one.name.text() != "calendar" && one.name.text() != "tasks")
                names.push_back((one.removed ? "-" : "+") + one.name.text());
        return names;
    };
    write([&](storage::Transaction& to) {
        return to.write_association().set_memberships(
            elevhalsan, {{elevhalsan, anna, {}, model::Role::chair, {{}, day("2027-01-10")}},
                         {elevhalsan, model::PersonId("bo"), {}, model::Role::member, {day("2027-01-11"), {}}}});
    });
    daily();
    EXPECT_THAT(rows("anna"), ElementsAre("+natverk-elevhalsan"));
    EXPECT_THAT(rows("bo"), IsEmpty());
    EXPECT_THAT(rows("cia"), ElementsAre("+alla-natverk"));
    const auto latest = store->snapshot().value()->changes().latest_of_home(anna).value();
    daily();
    EXPECT_EQ(store->snapshot().value()->changes().latest_of_home(anna).value(), latest);
    now += 24h;
    daily();
    EXPECT_THAT(rows("anna"), ElementsAre("-natverk-elevhalsan"));
    EXPECT_THAT(rows("bo"), ElementsAre("+natverk-elevhalsan"));
}

}  // namespace
}  // namespace stafett::scheduling::delivery
