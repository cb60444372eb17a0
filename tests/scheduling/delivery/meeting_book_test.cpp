#include "scheduling/delivery/meeting_book.h"

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
using MeetingBookTest = NetworkFixture;

TEST_F(MeetingBookTest, a_new_meeting_gets_a_host_an_organizers_object_a_copy_and_a_submission) {
    const auto written = put("m", kMarch);
    ASSERT_TRUE(written) << written.error().detail;
    EXPECT_TRUE(written->created);
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro planned"));
    EXPECT_THAT(writers("m"), HasSubstr("CONTACT:Värd: Tibro kommun\r\n"));
    EXPECT_THAT(writers("m"), HasSubstr("LOCATION:Tibro (plats meddelas)\r\n"));
    EXPECT_THAT(writers("m"), HasSubstr("CATEGORIES:Elevhälsan\r\n"));
    EXPECT_THAT(writers("m"), Not(HasSubstr("ORGANIZER")));
    EXPECT_THAT(organizer("m"), HasSubstr("SENT-BY=\"mailto:anna@example.org\""));
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:Elevhälsan: Träff\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("CONTACT:Värd: Tibro kommun\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("CATEGORIES:Elevhälsan\r\n"));
    ASSERT_EQ(submissions("m").size(), 1U);
    EXPECT_EQ(submissions("m")[0].summary, "Ny: Träff, 2027-03-12, värd Tibro");
    EXPECT_EQ(submissions("m")[0].state, model::SubmissionState::pending);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].not_before, now + 5min);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, settling_fixes_the_host_and_leaves_the_text_and_its_etag_alone) {
    const auto written = put("m", kMarch);
    const std::string before = writers("m");
    settle_after(4min);
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro planned"));
    settle_after(1min);
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro fixed"));
    EXPECT_EQ(writers("m"), before);
    EXPECT_EQ(submissions("m")[0].state, model::SubmissionState::not_sent);
    EXPECT_EQ(messages()[0].state, model::Message::State::not_sent);
    EXPECT_EQ(meeting("m")->settles, std::nullopt);
    EXPECT_EQ(meeting("m")->settled, now);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, our_lines_that_come_back_neither_pile_up_nor_count_as_a_change) {
    const auto first = put("m", kMarch);
    const auto again = put_text("m", writers("m"));
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->changed);
    EXPECT_EQ(again->writers, first->writers);
    EXPECT_EQ(submissions("m").size(), 1U);
    EXPECT_EQ(meeting("m")->sequence, 0);
}

TEST_F(MeetingBookTest, a_moved_meeting_keeps_its_host_and_raises_its_own_counter) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    ASSERT_TRUE(put("n", kApril));
    settle_after(5min);
    ASSERT_TRUE(put("m", "DTSTART:20270511T120000Z\r\nSUMMARY:Träff\r\nSEQUENCE:7\r\n"));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-05-11 tibro fixed"));
    EXPECT_THAT(hosts("n"), ElementsAre("2027-04-09 skara fixed"));
    EXPECT_THAT(writers("m"), HasSubstr("SEQUENCE:7\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("SEQUENCE:1\r\n"));
    EXPECT_EQ(submissions("m").back().summary, "Flyttad: Träff, 2027-05-11, värd Tibro");
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, a_change_undone_in_time_sends_nothing) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    ASSERT_TRUE(put("m", kApril));
    now += 1min;
    ASSERT_TRUE(put("m", kMarch));
    ASSERT_EQ(submissions("m").size(), 2U);
    EXPECT_EQ(submissions("m")[1].state, model::SubmissionState::undone);
    EXPECT_EQ(messages().size(), 2U);
    EXPECT_EQ(std::ranges::count(messages(), model::Message::State::undone, &model::Message::state), 1);
    EXPECT_EQ(meeting("m")->settles, std::nullopt);
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro fixed"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, changes_that_wait_leave_as_one_message) {
    ASSERT_TRUE(put("m", kMarch));
    now += 1min;
    ASSERT_TRUE(put("m", kApril));
    EXPECT_EQ(submissions("m").size(), 2U);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].not_before, now + 5min);
}

TEST_F(MeetingBookTest, within_a_day_of_the_meeting_nothing_waits) {
    now = at("2027-03-11T13:00:00Z");
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro fixed"));
    EXPECT_EQ(submissions("m")[0].state, model::SubmissionState::not_sent);
    EXPECT_EQ(messages()[0].state, model::Message::State::not_sent);
}

TEST_F(MeetingBookTest, deleted_before_it_settled_it_vanishes_without_trace) {
    ASSERT_TRUE(put("m", kMarch));
    ASSERT_TRUE(remove("m"));
    EXPECT_FALSE(meeting("m"));
    EXPECT_EQ(copy("m"), "");
    EXPECT_EQ(organizer("m"), "");
    EXPECT_THAT(hosts("m"), IsEmpty());
    EXPECT_EQ(messages()[0].state, model::Message::State::undone);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, deleted_later_it_lives_on_as_cancelled_and_frees_its_host) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    ASSERT_TRUE(remove("m"));
    EXPECT_EQ(writers("m"), "");
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro released"));
    EXPECT_THAT(copy("m"), HasSubstr("STATUS:CANCELLED\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Träff\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("SEQUENCE:1\r\n"));
    EXPECT_THAT(copy("m"), Not(HasSubstr("Värd:")));
    EXPECT_EQ(submissions("m").back().what, model::SubmissionWhat::cancelled);
    EXPECT_THAT(differences(), IsEmpty());
    ASSERT_TRUE(put("n", kApril));
    EXPECT_THAT(hosts("n"), ElementsAre("2027-04-09 tibro planned"));
}

TEST_F(MeetingBookTest, put_again_it_is_revived_with_the_same_host) {
    ASSERT_TRUE(put("m", kMarch));
    ASSERT_TRUE(put("n", kApril));
    settle_after(5min);
    ASSERT_TRUE(remove("n"));
    settle_after(5min);
    ASSERT_TRUE(put("n", kApril));
    EXPECT_THAT(hosts("n"), ElementsAre("2027-04-09 skara planned"));
    EXPECT_THAT(copy("n"), Not(HasSubstr("CANCELLED")));
    EXPECT_THAT(copy("n"), HasSubstr("SEQUENCE:2\r\n"));
    EXPECT_EQ(submissions("n").back().what, model::SubmissionWhat::revived);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, a_deletion_undone_in_time_sends_nothing) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    const std::string text = writers("m");
    ASSERT_TRUE(remove("m"));
    now += 1min;
    ASSERT_TRUE(put_text("m", text));
    EXPECT_EQ(submissions("m").back().state, model::SubmissionState::undone);
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro fixed"));
    EXPECT_EQ(meeting("m")->settles, std::nullopt);
}

TEST_F(MeetingBookTest, cancelled_by_status_it_keeps_its_object_and_shows_as_cancelled) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    ASSERT_TRUE(put("m", kMarch + "STATUS:CANCELLED\r\n"));
    EXPECT_THAT(writers("m"), HasSubstr("STATUS:CANCELLED\r\n"));
    EXPECT_THAT(writers("m"), Not(HasSubstr("Värd")));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro released"));
    EXPECT_THAT(copy("m"), HasSubstr("INSTÄLLT: Elevhälsan: Träff"));
    EXPECT_TRUE(meeting("m")->cancelled);
    // Deleting it then says nothing new.
    settle_after(5min);
    ASSERT_TRUE(remove("m"));
    EXPECT_EQ(submissions("m").size(), 2U);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, a_held_meeting_that_is_deleted_is_hidden_and_its_turn_stays) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    now = at("2027-03-13T08:00:00Z");
    ASSERT_TRUE(remove("m"));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro fixed"));
    EXPECT_EQ(copy("m"), "");
    EXPECT_FALSE(meeting("m")->cancelled);
    EXPECT_EQ(submissions("m").size(), 1U);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, thirty_days_after_its_end_the_daily_job_takes_the_copy_away) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    ASSERT_TRUE(remove("m"));
    now = at("2027-04-11T08:00:00Z");
    daily();
    EXPECT_THAT(copy("m"), HasSubstr("INSTÄLLT"));
    now = at("2027-04-12T08:00:00Z");
    EXPECT_THAT(differences(), IsEmpty());
    daily();
    EXPECT_EQ(copy("m"), "");
    EXPECT_EQ(organizer("m"), "");
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro released"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, a_preliminary_meeting_shows_a_proposal_and_reserves_and_submits_nothing) {
    ASSERT_TRUE(put("m", kMarch + "STATUS:TENTATIVE\r\n"));
    EXPECT_THAT(hosts("m"), IsEmpty());
    EXPECT_THAT(readers("m"), HasSubstr("Värd (förslag): Tibro kommun"));
    EXPECT_THAT(writers("m"), Not(HasSubstr("Tibro")));
    EXPECT_EQ(copy("m"), "");
    EXPECT_THAT(submissions("m"), IsEmpty());
    const std::string quiet = writers("m");
    ASSERT_TRUE(put("n", kApril));
    EXPECT_THAT(readers("m"), HasSubstr("Värd (förslag): Tibro kommun")) << "it follows when the change settles";
    settle_after(5min);
    EXPECT_THAT(readers("m"), HasSubstr("Värd (förslag): Skara kommun"));
    EXPECT_EQ(writers("m"), quiet);
    EXPECT_THAT(differences(), IsEmpty());
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 skara planned"));
    EXPECT_EQ(submissions("m").at(0).what, model::SubmissionWhat::planned);
    ASSERT_TRUE(put("m", kMarch + "STATUS:TENTATIVE\r\n"));
    EXPECT_EQ(copy("m"), "");
    EXPECT_EQ(submissions("m").at(0).state, model::SubmissionState::undone);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, preliminary_meetings_are_proposed_to_one_after_the_other_in_the_order_of_their_dates) {
    ASSERT_TRUE(put("late", kApril + "STATUS:TENTATIVE\r\n"));
    EXPECT_THAT(readers("late"), HasSubstr("Värd (förslag): Tibro kommun"));
    ASSERT_TRUE(put("early", kMarch + "STATUS:TENTATIVE\r\n"));
    EXPECT_THAT(readers("early"), HasSubstr("Värd (förslag): Tibro kommun"));
    EXPECT_THAT(differences(), IsEmpty());
    settle_after(5min);
    EXPECT_THAT(readers("late"), HasSubstr("Värd (förslag): Skara kommun"));
    EXPECT_THAT(differences(), IsEmpty());
    ASSERT_TRUE(remove("early"));
    settle_after(5min);
    EXPECT_THAT(readers("late"), HasSubstr("Värd (förslag): Tibro kommun"));
    settings.settle_after = 0s;
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_THAT(readers("late"), HasSubstr("Värd (förslag): Skara kommun"));
    EXPECT_EQ(store->snapshot().value()->meetings().next_settling().value(), std::nullopt);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, one_uid_in_two_networks_is_two_meetings_with_copies_of_their_own) {
    ASSERT_TRUE(put("m", kMarch, "", sarskolan));
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_EQ(meeting("m")->copy_uid.text(), meeting("m")->id.text());
    EXPECT_THAT(copy("m"), HasSubstr("UID:" + meeting("m")->id.text()));
    EXPECT_THAT(copy("m", sarskolan), HasSubstr("UID:m\r\n"));
    EXPECT_THAT(copy("m", sarskolan), HasSubstr("SUMMARY:Särskolan: Träff"));
    EXPECT_THAT(differences(), IsEmpty());
    settle_after(5min);
    ASSERT_TRUE(put("m", kApril));
    EXPECT_THAT(copy("m"), HasSubstr("UID:" + meeting("m")->id.text()));
}

TEST_F(MeetingBookTest, refuses_another_uid_under_the_same_name_and_the_same_uid_under_another) {
    ASSERT_TRUE(put("m", kMarch));
    const auto other_uid = put_text("m", event("other", kMarch));
    ASSERT_FALSE(other_uid);
    EXPECT_EQ(other_uid.error().fault, storage::Fault::uid_in_use);
    const auto other_name = put_text("x", event("m", kMarch));
    ASSERT_FALSE(other_name);
    EXPECT_EQ(other_name.error().fault, storage::Fault::uid_in_use);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, with_guests_the_network_is_organizer_and_taken_out_it_is_the_person) {
    ASSERT_TRUE(put("m", kMarch + "ORGANIZER:mailto:else@example.org\r\nATTENDEE:mailto:guest@example.org\r\n"));
    EXPECT_THAT(writers("m"), HasSubstr("SENT-BY=\"mailto:anna@example.org\""));
    EXPECT_THAT(organizer("m"), Not(HasSubstr("guest@example.org")));
    const model::Calendar from = traffar(elevhalsan);
    const auto text = book(
        [&](MeetingBook& one) { return one.text_to_take_out(from, model::ObjectName("m.ics"), "anna@example.org"); });
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, event("m", kMarch + "ORGANIZER:mailto:anna@example.org\r\nATTENDEE:mailto:guest@example.org\r\n"));
}

TEST_F(MeetingBookTest, moved_to_another_network_it_is_cancelled_here_and_new_there) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    const model::Calendar from = traffar(elevhalsan);
    const model::Calendar to = traffar(sarskolan);
    const auto moved = book([&](MeetingBook& one) -> storage::Result<void> {
        TRY_ASSIGN(std::string text, one.text_to_take_out(from, model::ObjectName("m.ics"), "anna@example.org"));
        TRY(one.put(to, model::ObjectName("m.ics"), ical::parse(std::move(text)).value(), model::Expect::absent()));
        return one.remove(from, model::ObjectName("m.ics"), model::Expect::any());
    });
    ASSERT_TRUE(moved) << moved.error().detail;
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Träff"));
    EXPECT_THAT(copy("m", sarskolan), HasSubstr("SUMMARY:Särskolan: Träff"));
    EXPECT_THAT(copy("m", sarskolan), Not(HasSubstr("UID:m\r\n")));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, renamed_within_its_calendar_it_is_the_same_meeting_and_says_nothing_new) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    const model::Calendar in = traffar(elevhalsan);
    const auto sent = ical::parse(writers("m")).value();
    const auto renamed = book([&](MeetingBook& one) -> storage::Result<void> {
        TRY(one.remove(in, model::ObjectName("m.ics"), model::Expect::any()));
        TRY(one.put(in, model::ObjectName("x.ics"), sent, model::Expect::absent()));
        return {};
    });
    ASSERT_TRUE(renamed) << renamed.error().detail;
    EXPECT_EQ(meeting("m")->name.text(), "x.ics");
    EXPECT_THAT(hosts("m"), ElementsAre("2027-03-12 tibro fixed"));
    EXPECT_EQ(meeting("m")->settles, std::nullopt);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(MeetingBookTest, another_name_of_the_network_composes_its_meetings_anew) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    write([&](storage::Transaction& to) -> storage::Result<void> {
        TRY_ASSIGN(auto network, to.association().network(elevhalsan));
        network->past_names.push_back(network->name);
        network->name = "Barnhälsan";
        return to.write_association().put_network(*network, now);
    });
    EXPECT_FALSE(differences().empty());
    now += 1h;
    ASSERT_TRUE(book([&](MeetingBook& one) { return one.recompose(elevhalsan); }));
    EXPECT_THAT(writers("m"), HasSubstr("CATEGORIES:Barnhälsan\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY:Barnhälsan: Träff\r\n"));
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_EQ(meeting("m")->changed, now);
}

TEST_F(MeetingBookTest, check_finds_what_was_changed_behind_its_back) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    const model::Calendar copies = calendar(model::RoleId("samordnare"), "alla-natverk");
    const std::string name = derived_name(elevhalsan, "m");
    write([&](storage::Transaction& to) {
        return to.write_objects().remove(copies.id, model::ObjectName(name), model::Expect::any(), {});
    });
    EXPECT_THAT(differences(), ElementsAre("samordnare/alla-natverk/" + name + ": is missing"));
    write([&](storage::Transaction& to) -> storage::Result<void> {
        TRY_ASSIGN(auto rows, to.hostings().of_meeting(elevhalsan, model::Uid("m")));
        rows[0].municipality = model::MunicipalityId("hjo");
        return to.write_hostings().set(elevhalsan, model::Uid("m"), rows);
    });
    EXPECT_THAT(differences(), testing::Contains(HasSubstr("does not follow from what it was computed from")));
}

}  // namespace
}  // namespace stafett::scheduling::delivery
