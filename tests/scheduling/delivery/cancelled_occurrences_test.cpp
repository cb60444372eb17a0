// Occurrences that were told of and are gone: copies say so, until 30 days after their end; what is published is quiet.
#include <regex>

#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using namespace std::chrono_literals;

const std::string kMonthly =
    "DTSTART;TZID=Europe/Stockholm:20270212T130000\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=4\r\n"
    "SUMMARY:Serie\r\n";
const std::string kExdate = "EXDATE;TZID=Europe/Stockholm:20270312T130000\r\n";
const std::string kMarch = "RECURRENCE-ID;TZID=Europe/Stockholm:20270312T130000\r\n";

class CancelledOccurrencesTest : public NetworkFixture {
  protected:
    CancelledOccurrencesTest() { put_and_settle(kMonthly); }

    void put_and_settle(const std::string& lines, const std::string& more = "") {
        const auto written = put("s", lines, more);
        EXPECT_TRUE(written) << written.error().detail;
        settle_after(5min);
        EXPECT_THAT(differences(), IsEmpty());
    }
    // The component of the copy that begins with that RECURRENCE-ID; empty: none.
    std::string in_copy(const std::string& recurrence_id) {
        const std::string text = copy("s");
        for (std::size_t begin = text.find("BEGIN:VEVENT"); begin != std::string::npos;
             begin = text.find("BEGIN:VEVENT", begin + 1)) {
            const std::string event = text.substr(begin, text.find("END:VEVENT", begin) - begin);
            if (event.find(recurrence_id) != std::string::npos) return event;
        }
        return {};
    }
    std::size_t shown() {
        return store->snapshot().value()->cancellations().of_meeting(elevhalsan, model::Uid("s")).value().size();
    }
};

TEST_F(CancelledOccurrencesTest, one_taken_out_shows_as_cancelled_in_the_copy_alone) {
    ASSERT_TRUE(put("s", kMonthly + kExdate));
    EXPECT_THAT(in_copy(kMarch), HasSubstr("STATUS:CANCELLED\r\n"));
    EXPECT_THAT(in_copy(kMarch), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Serie\r\n"));
    EXPECT_THAT(in_copy(kMarch), HasSubstr("CATEGORIES:Elevhälsan\r\n"));
    EXPECT_THAT(in_copy(kMarch), Not(HasSubstr("Värd")));
    EXPECT_THAT(copy("s"), Not(HasSubstr("EXDATE")));
    for (const std::string& text : {readers("s"), writers("s")}) {
        EXPECT_THAT(text, Not(HasSubstr("CANCELLED")));
        EXPECT_THAT(text, HasSubstr(kExdate));
    }
    EXPECT_EQ(submissions("s").back().what, model::SubmissionWhat::cancelled);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(CancelledOccurrencesTest, undone_in_time_it_is_as_if_nothing_had_been) {
    const auto said = [&] {
        return std::regex_replace(copy("s"), std::regex("(DTSTAMP|LAST-MODIFIED|SEQUENCE):[^\r]*\r\n"), "");
    };
    const std::string before = said();
    ASSERT_TRUE(put("s", kMonthly + kExdate));
    EXPECT_NE(said(), before);
    now += 1min;
    ASSERT_TRUE(put("s", kMonthly));
    EXPECT_EQ(said(), before);
    EXPECT_EQ(shown(), 0U);
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
    EXPECT_EQ(submissions("s").back().state, model::SubmissionState::undone);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(CancelledOccurrencesTest, put_back_later_it_takes_place_again) {
    put_and_settle(kMonthly + kExdate);
    put_and_settle(kMonthly + kExdate + "DESCRIPTION:Text\r\n");
    EXPECT_THAT(in_copy(kMarch), HasSubstr("CANCELLED")) << "told is told";
    put_and_settle(kMonthly);
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
    EXPECT_THAT(in_copy(kMarch), HasSubstr("Värd: Skara kommun"));
}

TEST_F(CancelledOccurrencesTest, what_had_not_settled_and_what_was_held_vanish_without_trace) {
    ASSERT_TRUE(put("s", kMonthly + "RDATE;TZID=Europe/Stockholm:20270601T130000\r\n"));
    now += 1min;
    ASSERT_TRUE(put("s", kMonthly));
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
    settle_after(5min);
    now = at("2027-03-13T08:00:00Z");
    put_and_settle(kMonthly + kExdate);
    EXPECT_EQ(in_copy("20270312"), in_copy("RRULE")) << "in an EXDATE alone";
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
}

TEST_F(CancelledOccurrencesTest, an_override_of_its_own_shows_as_it_was_told_of) {
    const std::string moved = "BEGIN:VEVENT\r\nUID:s\r\n" + kMarch +
                              "DTSTART;TZID=Europe/Stockholm:20270319T150000\r\nDURATION:PT1H\r\nSUMMARY:Flyttad\r\n"
                              "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT\r\n";
    put_and_settle(kMonthly, moved);
    put_and_settle(kMonthly + kExdate);
    EXPECT_THAT(in_copy(kMarch), HasSubstr("DTSTART;TZID=Europe/Stockholm:20270319T150000\r\n"));
    EXPECT_THAT(in_copy(kMarch), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Flyttad\r\n"));
    EXPECT_THAT(in_copy(kMarch), Not(HasSubstr("VALARM")));
}

TEST_F(CancelledOccurrencesTest, they_go_thirty_days_after_their_end) {
    put_and_settle(kMonthly + kExdate);
    now = at("2027-04-11T08:00:00Z");
    daily();
    EXPECT_THAT(in_copy(kMarch), HasSubstr("CANCELLED"));
    now = at("2027-04-12T08:00:00Z");
    EXPECT_THAT(differences(), IsEmpty());
    daily();
    EXPECT_EQ(shown(), 0U);
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(CancelledOccurrencesTest, those_that_a_shorter_rule_leaves_without_a_day_show_too) {
    std::string shorter = kMonthly;
    shorter.replace(shorter.find("COUNT=4"), 7, "COUNT=3");
    put_and_settle(shorter);
    EXPECT_THAT(copy("s"), HasSubstr("RDATE;TZID=Europe/Stockholm:20270514T130000\r\n"));
    EXPECT_THAT(in_copy("RECURRENCE-ID;TZID=Europe/Stockholm:20270514T130000"), HasSubstr("STATUS:CANCELLED"));
    EXPECT_THAT(hosts("s").back(), "2027-05-14 tibro released");
    put_and_settle(kMonthly);
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
}

TEST_F(CancelledOccurrencesTest, a_series_that_moved_to_another_weekday_has_none) {
    put_and_settle(
        "DTSTART;TZID=Europe/Stockholm:20270211T130000\r\nDURATION:PT2H\r\n"
        "RRULE:FREQ=MONTHLY;BYDAY=2TH;COUNT=4\r\nSUMMARY:Serie\r\n");
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
}

TEST_F(CancelledOccurrencesTest, the_other_half_of_a_split_series_is_none_in_whatever_order_it_comes) {
    std::string first = kMonthly;
    first.replace(first.find("COUNT=4"), 7, "COUNT=2");
    const std::string rest =
        "DTSTART;TZID=Europe/Stockholm:20270409T150000\r\nDURATION:PT2H\r\n"
        "RRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=2\r\nSUMMARY:Serie\r\n";
    ASSERT_TRUE(put("s", first));
    EXPECT_EQ(shown(), 2U);
    ASSERT_TRUE(put("t", rest));
    EXPECT_EQ(shown(), 0U);
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
    EXPECT_THAT(differences(), IsEmpty());
    ASSERT_TRUE(remove("t"));
    ASSERT_TRUE(put("s", kMonthly));
    settle_after(5min);
    ASSERT_TRUE(put("t", rest));
    ASSERT_TRUE(put("s", first));
    EXPECT_EQ(shown(), 0U);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(CancelledOccurrencesTest, a_series_deleted_when_it_had_begun_keeps_what_was_held) {
    now = at("2027-03-20T08:00:00Z");
    ASSERT_TRUE(remove("s"));
    EXPECT_THAT(hosts("s"), ElementsAre("2027-02-12 tibro fixed", "2027-03-12 skara fixed", "2027-04-09 hjo released",
                                        "2027-05-14 tibro released"));
    EXPECT_THAT(in_copy(kMarch), HasSubstr("CONTACT:Värd: Skara kommun\r\n"));
    EXPECT_THAT(in_copy(kMarch), HasSubstr("SUMMARY:Elevhälsan: Serie\r\n"));
    EXPECT_THAT(in_copy("RRULE:"), Not(HasSubstr("CANCELLED")));
    EXPECT_THAT(in_copy("RRULE:"), HasSubstr("UNTIL=20270312T120000Z\r\n"));
    for (const char* day : {"20270409", "20270514"}) {
        const std::string id = "RECURRENCE-ID;TZID=Europe/Stockholm:" + std::string(day);
        EXPECT_THAT(in_copy(id), HasSubstr("STATUS:CANCELLED\r\n")) << day;
        EXPECT_THAT(in_copy(id), HasSubstr("INSTÄLLT")) << day;
    }
    EXPECT_THAT(differences(), IsEmpty());
    settle_after(5min);
    EXPECT_THAT(differences(), IsEmpty());
    now = at("2027-05-10T08:00:00Z");
    daily();
    EXPECT_EQ(shown(), 1U) << "April is over for more than 30 days";
    EXPECT_THAT(differences(), IsEmpty());
    put_and_settle(kMonthly);
    EXPECT_THAT(copy("s"), Not(HasSubstr("CANCELLED")));
    EXPECT_THAT(hosts("s").back(), "2027-05-14 tibro fixed");
}

TEST_F(CancelledOccurrencesTest, a_series_without_end_that_is_deleted_shows_what_was_to_come_for_its_time) {
    put_and_settle("DTSTART:20270112T120000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=MONTHLY\r\nSUMMARY:Serie\r\n");
    now = at("2027-03-20T08:00:00Z");
    ASSERT_TRUE(remove("s"));
    EXPECT_EQ(shown(), 12U);
    settle_after(5min);
    now = at("2027-09-20T08:00:00Z");
    daily();
    EXPECT_EQ(shown(), 7U);
    EXPECT_THAT(copy("s"), HasSubstr("INSTÄLLT"));
    EXPECT_THAT(differences(), IsEmpty());
    now = at("2028-05-20T08:00:00Z");
    daily();
    EXPECT_EQ(copy("s"), "");
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(CancelledOccurrencesTest, of_a_long_series_what_is_shown_as_cancelled_is_short) {
    std::string text;
    while (text.size() < 100'000) text += "X-TEXT:" + std::string(60, 'x') + "\r\n";
    put_and_settle(kMonthly + text);
    now = at("2027-03-20T08:00:00Z");
    ASSERT_TRUE(remove("s"));
    EXPECT_EQ(shown(), 2U);
    const std::string april = in_copy("RECURRENCE-ID;TZID=Europe/Stockholm:20270409T130000\r\n");
    EXPECT_THAT(april, HasSubstr("DTSTART:20270409T110000Z\r\nDTEND:20270409T130000Z\r\n"));
    EXPECT_THAT(april, HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Serie\r\n"));
    EXPECT_THAT(april, Not(HasSubstr("X-TEXT")));
    EXPECT_LT(april.size(), 1'000U);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(CancelledOccurrencesTest, a_hundred_are_shown_and_those_that_end_first) {
    const std::string daily =
        "DTSTART:20270301T120000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=300\r\nSUMMARY:Serie\r\n";
    put_and_settle(daily);
    std::string gone;
    for (int day = 199; day > 0; --day) {
        const std::chrono::local_days date =
            std::chrono::local_days(std::chrono::year(2027) / 3 / 1) + std::chrono::days(day);
        gone += "EXDATE:" + ical::format(ical::DateTime::of_date(base::Date(date))) + "T120000Z\r\n";
    }
    put_and_settle(daily + gone);
    EXPECT_EQ(shown(), 100U);
    EXPECT_THAT(in_copy("RECURRENCE-ID:20270302T120000Z"), HasSubstr("STATUS:CANCELLED"));
    EXPECT_THAT(in_copy("RECURRENCE-ID:20270609T120000Z"), HasSubstr("STATUS:CANCELLED"));
    EXPECT_EQ(in_copy("RECURRENCE-ID:20270610T120000Z"), "");
}

TEST_F(CancelledOccurrencesTest, of_a_held_series_that_is_deleted_go_after_thirty_days_too) {
    put_and_settle(kMonthly + kExdate);
    now = at("2027-06-01T08:00:00Z");
    ASSERT_TRUE(remove("s"));
    EXPECT_THAT(organizer("s"), HasSubstr("STATUS:CANCELLED")) << "hidden, and still there for chair and secretary";
    for (int month = 0; month < 3; ++month) {
        now += std::chrono::days(31);
        daily();
        EXPECT_THAT(differences(), IsEmpty());
    }
    EXPECT_EQ(shown(), 0U);
    EXPECT_THAT(organizer("s"), Not(HasSubstr("STATUS:CANCELLED")));
}

}  // namespace
}  // namespace stafett::scheduling::delivery
