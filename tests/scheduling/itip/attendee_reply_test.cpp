#include "scheduling/itip/attendee_reply.h"

#include "scheduling/ical/parse.h"

namespace stafett::scheduling::itip {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kOffice = "mailto:office@example.org";

ical::ObjectPtr parsed(std::string text) {
    auto object = ical::parse(std::move(text));
    EXPECT_TRUE(object);
    return object ? *object : nullptr;
}

std::string event(const std::string& lines) { return "BEGIN:VEVENT\r\nUID:m1\r\n" + lines + "END:VEVENT\r\n"; }
std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + events + "END:VCALENDAR\r\n";
}
std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

const std::string kOwn =
    "ATTENDEE;CN=Samordnare;ROLE=NON-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:office@example.org\r\n";
const std::string kMeeting =
    calendar(event("DTSTAMP:20270102T030405Z\r\nSEQUENCE:3\r\nORGANIZER;CN=N:mailto:n@x\r\n" + kOwn +
                   "DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDURATION:PT2H\r\n"
                   "SUMMARY:Träff\\, vår\r\nCATEGORIES:A,B\r\n"));
const std::string kAlarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\n";
const std::string kSeries =
    calendar(event(kOwn + "DTSTART:20270312T120000Z\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\nSUMMARY:Serie\r\n") +
             event(kOwn + "RECURRENCE-ID:20270412T120000Z\r\nDTSTART:20270412T120000Z\r\nSUMMARY:Serie i Skara\r\n") +
             event(kOwn + "RECURRENCE-ID:20270512T120000Z\r\nDTSTART:20270513T120000Z\r\nSUMMARY:Serie\r\n"));

base::Result<Answers, std::string> reply(const std::string& copy, const std::string& sent, const Answers& before = {}) {
    return read_reply(*parsed(copy), *parsed(sent), kOffice, before);
}
std::string partstat(const std::string& object, const Answers& answers, std::size_t part = 0) {
    const auto in = parsed(object);
    return answer_to(*in, *in->main()[part], answers).partstat;
}

TEST(AttendeeReply, tells_participation_transparency_and_alarms) {
    std::string sent = replaced(kMeeting, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED");
    sent = replaced(sent, "END:VEVENT", "TRANSP:TRANSPARENT\r\n" + kAlarm + "END:VEVENT");
    const auto answers = reply(kMeeting, sent);
    ASSERT_TRUE(answers) << answers.error();
    ASSERT_THAT(*answers, SizeIs(1));
    EXPECT_EQ(answers->at(0).occurrence, model::OccurrenceId{});
    EXPECT_EQ(answers->at(0).partstat, "ACCEPTED");
    EXPECT_EQ(answers->at(0).transp, "TRANSPARENT");
    EXPECT_EQ(answers->at(0).alarms, kAlarm);
    EXPECT_THAT(*reply(kMeeting, kMeeting), IsEmpty());
}

TEST(AttendeeReply, refuses_alarms_that_would_make_every_part_of_the_copy_long) {
    std::string alarms;
    while (alarms.size() <= 16 * 1024) alarms += kAlarm;
    const auto with = [](const std::string& added) { return replaced(kMeeting, "END:VEVENT", added + "END:VEVENT"); };
    EXPECT_EQ(reply(kMeeting, with(alarms)).error(), "VALARM (mer än 16 kB)");
    EXPECT_TRUE(reply(kMeeting, with(alarms.substr(kAlarm.size()))));
    // What has long been there can be answered beside.
    EXPECT_TRUE(reply(with(alarms), replaced(with(alarms), "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")));
}

TEST(AttendeeReply, heeds_no_way_of_writing_the_same) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"DTSTAMP:20270102T030405Z", "DTSTAMP:20280102T030405Z\r\nCREATED:20280102T030405Z\r\nX-MOZ-GENERATION:1"},
        {"SEQUENCE:3", "SEQUENCE:4\r\nREQUEST-STATUS:2.0;Success"},
        {"ORGANIZER;CN=N:mailto:n@x", "ORGANIZER:MAILTO:N@x"},
        {kOwn, "ATTENDEE:mailto:OFFICE@example.org\r\n"},
        {"TZID=Europe/Stockholm", "TZID=/freeassociation.sourceforge.net/Europe/Stockholm"},
        {"CATEGORIES:A,B", "CATEGORIES:B\r\nCATEGORIES:A\r\nCLASS:PUBLIC\r\nPRIORITY:0\r\nDESCRIPTION:"},
        {"DURATION:PT2H", "DURATION:PT120M\r\nSTATUS:CONFIRMED"},
        {"DURATION:PT2H", "DTEND;TZID=Europe/Stockholm:20270312T150000"},
        {"CATEGORIES:A,B\r\n", ""},
        {"Träff\\, vår", "Träff, vår"},
    };
    for (const auto& [what, with] : cases) {
        const auto answers = reply(kMeeting, replaced(kMeeting, what, with));
        EXPECT_TRUE(answers) << with << ": " << answers.error();
    }
    EXPECT_TRUE(reply(kSeries, replaced(kSeries, "FREQ=MONTHLY;COUNT=3", "COUNT=3;FREQ=monthly;INTERVAL=1")));
}

TEST(AttendeeReply, names_the_property_that_is_the_organizers) {
    const std::vector<std::tuple<std::string, std::string, std::string>> cases{
        {"SUMMARY:Träff", "SUMMARY:Fest", "SUMMARY"},
        {"20270312T130000", "20270312T140000", "DTEND"},
        {"TZID=Europe/Stockholm", "TZID=Europe/London", "DTEND"},
        {"DURATION:PT2H\r\n", "", "DTEND"},
        {"SUMMARY:Träff\\, vår\r\n", "", "SUMMARY"},
        {"CATEGORIES:A,B", "CATEGORIES:A", "CATEGORIES"},
        {"CATEGORIES:A,B", "CATEGORIES:A,B\r\nLOCATION:Hemma", "LOCATION"},
        {"CATEGORIES:A,B", "CATEGORIES:A,B\r\nCOMMENT:nej", "COMMENT"},
        {"CATEGORIES:A,B", "CATEGORIES:A,B\r\nSTATUS:CANCELLED", "STATUS"},
        {"CATEGORIES:A,B", "CATEGORIES:A,B\r\nEXDATE;TZID=Europe/Stockholm:20270312T130000", "EXDATE"},
        {"CATEGORIES:A,B", "CATEGORIES:A,B\r\nATTENDEE:mailto:me@example.org", "ATTENDEE"},
        {"UID:m1", "UID:m2", "UID"},
        {kOwn, "", "ATTENDEE"},
        {"PARTSTAT=NEEDS-ACTION", "PARTSTAT=DELEGATED", "ATTENDEE"},
        {"END:VCALENDAR", event("RECURRENCE-ID:20270312T120000Z\r\n") + "END:VCALENDAR", "RECURRENCE-ID"},
    };
    for (const auto& [what, with, name] : cases) {
        const auto answers = reply(kMeeting, replaced(kMeeting, what, with));
        ASSERT_FALSE(answers) << with;
        EXPECT_EQ(answers.error(), name) << with;
    }
}

TEST(AttendeeReply, to_a_series_is_that_to_its_parts_but_for_those_with_their_own_and_those_moved) {
    const auto answers = reply(kSeries, replaced(kSeries, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED"));
    ASSERT_TRUE(answers) << answers.error();
    const Answers& whole = *answers;
    ASSERT_THAT(whole, SizeIs(1));
    EXPECT_EQ(partstat(kSeries, whole, 0), "ACCEPTED");
    EXPECT_EQ(partstat(kSeries, whole, 1), "ACCEPTED");
    EXPECT_EQ(partstat(kSeries, whole, 2), "") << "it was moved";
    // Said of a part too, it goes on following the whole.
    std::string all = kSeries;
    for (int i = 0; i < 2; ++i) all = replaced(all, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED");
    EXPECT_EQ(reply(kSeries, all).value(), whole);
    // One with an answer of its own keeps it when the whole is answered anew.
    const std::string alarmed = replaced(all, "Skara\r\n", "Skara\r\n" + kAlarm);
    const Answers both = reply(all, alarmed, whole).value();
    ASSERT_THAT(both, SizeIs(2));
    const Answers later = reply(alarmed, replaced(alarmed, "PARTSTAT=ACCEPTED", "PARTSTAT=TENTATIVE"), both).value();
    EXPECT_EQ(partstat(alarmed, later, 0), "TENTATIVE");
    EXPECT_EQ(partstat(alarmed, later, 1), "ACCEPTED");
}

TEST(AttendeeReply, holds_while_its_time_does_but_transparency_and_alarms_for_good) {
    const std::string sent =
        replaced(replaced(kMeeting, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED"), "END:VEVENT", kAlarm + "END:VEVENT");
    const Answers answers = reply(kMeeting, sent).value();
    EXPECT_EQ(partstat(kMeeting, answers), "DECLINED");
    EXPECT_EQ(partstat(replaced(kMeeting, "Träff", "Fest"), answers), "DECLINED");
    for (const std::string& moved : {replaced(kMeeting, "0312T13", "0313T13"), replaced(kMeeting, "PT2H", "PT3H"),
                                     replaced(kMeeting, "DURATION:PT2H", "DURATION:PT2H\r\nRRULE:FREQ=DAILY")}) {
        EXPECT_EQ(partstat(moved, answers), "");
        const auto object = parsed(moved);
        EXPECT_EQ(answer_to(*object, *object->master(), answers).alarms, kAlarm);
    }
}

TEST(AttendeeReply, keeps_what_it_does_not_change) {
    const Answers before{{{}, "", "", "TRANSPARENT", ""}};
    const std::string copy = replaced(kMeeting, "END:VEVENT", "TRANSP:TRANSPARENT\r\nEND:VEVENT");
    EXPECT_EQ(reply(copy, copy, before)->at(0).transp, "TRANSPARENT");
    EXPECT_EQ(reply(copy, kMeeting, before)->at(0).transp, "OPAQUE");
    // The meeting's own is no answer of hers.
    EXPECT_THAT(*reply(copy, copy), IsEmpty());
}

TEST(AttendeeReply, writes_alarms_with_the_line_ends_of_icalendar) {
    std::string sent = replaced(kMeeting, "END:VEVENT", kAlarm + "END:VEVENT");
    std::erase(sent, '\r');
    EXPECT_EQ(reply(kMeeting, sent)->at(0).alarms, kAlarm);
}

}  // namespace
}  // namespace stafett::scheduling::itip
