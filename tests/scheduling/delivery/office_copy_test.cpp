// What the office's people do with their copies, and what a meeting's further life makes of it (model.md §7).
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using namespace std::chrono_literals;

const std::string kMarch = "DTSTART:20270312T120000Z\r\nDTEND:20270312T140000Z\r\nSUMMARY:Träff\r\n";
const std::string kApril = "DTSTART:20270409T120000Z\r\nDTEND:20270409T140000Z\r\nSUMMARY:Träff\r\n";
const std::string kAlarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\n";

class OfficeCopyTest : public NetworkFixture {
  protected:
    // Without folding, for looking into it; still a text that can be sent.
    static std::string plain(std::string text) {
        for (std::size_t fold = text.find("\r\n "); fold != std::string::npos; fold = text.find("\r\n "))
            text.erase(fold, 3);
        return text;
    }
    std::string copy(const std::string& uid) { return plain(NetworkFixture::copy(uid)); }
    std::string organizer(const std::string& uid) { return plain(NetworkFixture::organizer(uid)); }
    model::Calendar copies() { return calendar(model::RoleId("samordnare"), "alla-natverk"); }
    CopyWritten answer(const std::string& uid, const std::string& text) {
        const model::Calendar in = copies();
        const auto sent = ical::parse(text).value();
        const auto done = book([&](MeetingBook& one) {
            return one.answer_copy(in, model::ObjectName(derived_name(elevhalsan, uid)), sent);
        });
        EXPECT_TRUE(done) << done.error().detail;
        return done.value_or(CopyWritten{});
    }
    // The copy with something put in the place of something else, and back again as a client does.
    CopyWritten answer(const std::string& uid, const std::string& what, const std::string& with) {
        std::string text = copy(uid);
        const std::size_t at = text.find(what);
        EXPECT_NE(at, std::string::npos) << text;
        return answer(uid, at == std::string::npos ? text : text.replace(at, what.size(), with));
    }
    CopyWritten accept(const std::string& uid) { return answer(uid, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED"); }
    void hide(const std::string& uid) {
        const model::Calendar in = copies();
        const auto done = book([&](MeetingBook& one) {
            return one.hide_copy(in, model::ObjectName(derived_name(elevhalsan, uid)), model::Expect::any());
        });
        ASSERT_TRUE(done) << done.error().detail;
    }
    model::ChangeNumber latest(const model::Calendar& calendar) {
        return store->snapshot().value()->changes().latest(calendar.id, model::Form::writers).value();
    }
};

TEST_F(OfficeCopyTest, an_answer_stands_in_the_organizers_object_and_in_the_copy) {
    ASSERT_TRUE(put("m", kMarch));
    const std::string before = copy("m");
    const CopyWritten written = accept("m");
    EXPECT_EQ(written.refused, "");
    EXPECT_TRUE(written.written.changed);
    EXPECT_FALSE(written.written.created);
    EXPECT_EQ(written.written.writers, model::etag_of(base::digest(NetworkFixture::copy("m"))));
    EXPECT_THAT(copy("m"), HasSubstr("PARTSTAT=ACCEPTED"));
    EXPECT_THAT(organizer("m"), HasSubstr("PARTSTAT=ACCEPTED"));
    EXPECT_THAT(differences(), IsEmpty());
    answer("m", "PARTSTAT=ACCEPTED", "PARTSTAT=NEEDS-ACTION");
    EXPECT_EQ(copy("m"), before);
    EXPECT_FALSE(answer("m", before).written.changed);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(OfficeCopyTest, an_answer_is_no_change_of_the_meeting_and_sends_nothing) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    const auto before = meeting("m");
    const auto published = latest(traffar(elevhalsan));
    const auto submitted = submissions("m").size(), sent = messages().size();
    now += 1h;
    accept("m");
    EXPECT_EQ(meeting("m"), before);
    EXPECT_EQ(latest(traffar(elevhalsan)), published);
    EXPECT_EQ(submissions("m").size(), submitted);
    EXPECT_EQ(messages().size(), sent);
    // Nor does it make one of the next thing that is none.
    ASSERT_TRUE(put_text("m", writers("m")));
    EXPECT_EQ(submissions("m").size(), submitted);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(OfficeCopyTest, a_change_undone_in_time_is_undone_though_the_office_answered_between) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    ASSERT_TRUE(put("m", kApril));
    now += 1min;
    accept("m");
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_EQ(submissions("m").back().state, model::SubmissionState::undone);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(OfficeCopyTest, what_the_office_set_outlives_changes_of_the_text_but_not_its_answer_a_change_of_time) {
    ASSERT_TRUE(put("m", kMarch));
    accept("m");
    answer("m", "END:VEVENT", "TRANSP:TRANSPARENT\r\n" + kAlarm + "END:VEVENT");
    ASSERT_TRUE(put("m", kMarch + "LOCATION:Stadshuset\r\nTRANSP:OPAQUE\r\n"));
    for (const char* kept : {"LOCATION:Stadshuset", "PARTSTAT=ACCEPTED", "TRANSP:TRANSPARENT\r\n", "TRIGGER:-PT1H"})
        EXPECT_THAT(copy("m"), HasSubstr(kept));
    EXPECT_THAT(copy("m"), Not(HasSubstr("OPAQUE")));
    EXPECT_THAT(organizer("m"), Not(HasSubstr("VALARM")));
    EXPECT_THAT(organizer("m"), Not(HasSubstr("TRANSPARENT")));
    EXPECT_THAT(differences(), IsEmpty());

    ASSERT_TRUE(put("m", kApril));
    EXPECT_THAT(copy("m"), HasSubstr("PARTSTAT=NEEDS-ACTION"));
    EXPECT_THAT(organizer("m"), HasSubstr("PARTSTAT=NEEDS-ACTION"));
    EXPECT_THAT(copy("m"), HasSubstr("TRANSP:TRANSPARENT\r\n"));
    EXPECT_THAT(copy("m"), HasSubstr("TRIGGER:-PT1H"));
    EXPECT_THAT(differences(), IsEmpty());

    // Cancelled, and the network under another name: the copy is written anew each time.
    accept("m");
    settle_after(5min);
    ASSERT_TRUE(remove("m"));
    EXPECT_THAT(copy("m"), HasSubstr("INSTÄLLT: "));
    EXPECT_THAT(copy("m"), HasSubstr("PARTSTAT=ACCEPTED"));
    EXPECT_THAT(copy("m"), HasSubstr("TRIGGER:-PT1H"));
    daily();
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(OfficeCopyTest, what_is_the_networks_is_refused_and_nothing_of_it_kept) {
    ASSERT_TRUE(put("m", kMarch));
    const std::string before = copy("m");
    std::string text = before;
    text.replace(text.find("PARTSTAT=NEEDS-ACTION"), 21, "PARTSTAT=ACCEPTED");
    text.replace(text.find("Träff"), 6, "Fest");
    EXPECT_EQ(answer("m", text).refused, "SUMMARY");
    EXPECT_EQ(copy("m"), before);
    EXPECT_EQ(answer("m", event("m", kApril)).refused, "DTEND");
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(OfficeCopyTest, one_occurrence_with_a_text_of_its_own_is_answered_by_itself) {
    ASSERT_TRUE(
        put("s", "DTSTART:20270312T120000Z\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;COUNT=2\r\nSUMMARY:Serie\r\n"));
    accept("s");
    std::string text = copy("s");
    std::size_t last = text.rfind("PARTSTAT=");
    ASSERT_NE(last, text.find("PARTSTAT=")) << text;
    text.replace(last, text.find_first_of(";:\r", last) - last, "PARTSTAT=DECLINED");
    EXPECT_EQ(answer("s", text).refused, "");
    EXPECT_THAT(organizer("s"), HasSubstr("PARTSTAT=ACCEPTED"));
    EXPECT_THAT(organizer("s"), HasSubstr("PARTSTAT=DECLINED"));
    ASSERT_TRUE(
        put("s", "DTSTART:20270312T120000Z\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;COUNT=2\r\nSUMMARY:Serien\r\n"));
    EXPECT_THAT(copy("s"), HasSubstr("PARTSTAT=ACCEPTED"));
    EXPECT_THAT(copy("s"), HasSubstr("PARTSTAT=DECLINED"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(OfficeCopyTest, a_hidden_copy_stays_away_and_is_no_decline) {
    ASSERT_TRUE(put("m", kMarch));
    settle_after(5min);
    accept("m");
    const auto before = organizer("m");
    const auto submitted = submissions("m").size(), sent = messages().size();
    hide("m");
    EXPECT_EQ(copy("m"), "");
    EXPECT_EQ(organizer("m"), before);
    EXPECT_EQ(submissions("m").size(), submitted);
    EXPECT_EQ(messages().size(), sent);
    EXPECT_THAT(differences(), IsEmpty());
    const auto changes = latest(copies());
    ASSERT_TRUE(put("m", kApril));
    settle_after(5min);
    daily();
    ASSERT_TRUE(remove("m"));
    settle_after(5min);
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_EQ(copy("m"), "");
    EXPECT_EQ(latest(copies()), changes) << "nobody is told of what she does not see";
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(submissions("m"), SizeIs(testing::Gt(submitted))) << "it is submitted all the same";
}

TEST_F(OfficeCopyTest, a_meeting_that_vanished_and_came_again_is_another) {
    ASSERT_TRUE(put("m", kMarch));
    hide("m");
    ASSERT_TRUE(remove("m"));
    EXPECT_FALSE(meeting("m"));
    ASSERT_TRUE(put("m", kMarch));
    EXPECT_THAT(copy("m"), HasSubstr("PARTSTAT=NEEDS-ACTION"));
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(OfficeCopyTest, check_tells_of_a_hidden_copy_that_is_there) {
    ASSERT_TRUE(put("m", kMarch));
    write([&](storage::Transaction& to) {
        return to.write_meetings().set_office_copy(elevhalsan, model::Uid("m"), {true, {}});
    });
    EXPECT_THAT(differences(),
                ElementsAre("samordnare/alla-natverk/" + derived_name(elevhalsan, "m") + ": should not be there"));
}

TEST_F(OfficeCopyTest, the_daily_job_forgets_texts_a_year_after_their_last_use) {
    ASSERT_TRUE(put("m", kMarch));
    const base::Digest old = meeting("m")->author;
    now += 1h;
    ASSERT_TRUE(put("m", kApril));
    const auto known = [&] { return store->snapshot().value()->objects().body(old).value() != nullptr; };
    now += 24h * 365;
    daily();
    EXPECT_TRUE(known());
    now += 24h;
    daily();
    EXPECT_FALSE(known());
}

}  // namespace
}  // namespace stafett::scheduling::delivery
