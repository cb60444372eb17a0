#include "scheduling/itip/plan.h"

#include "scheduling/ical/parse.h"
#include "scheduling/ical/writer.h"
#include "scheduling/itip/organizer_object.h"

namespace stafett::scheduling::itip {
namespace {

using testing::HasSubstr;
using testing::Not;

ical::ObjectPtr parsed(std::string text) {
    auto object = ical::parse(std::move(text));
    EXPECT_TRUE(object);
    return object ? *object : nullptr;
}

std::string published(std::string_view lines = "") {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//"
           "EN\r\nBEGIN:VEVENT\r\nUID:m1\r\nDTSTAMP:20200101T000000Z\r\n"
           "SEQUENCE:9\r\nDTSTART:20270312T120000Z\r\nSUMMARY:Träff\r\n" +
           std::string(lines) + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

OrganizerFacts facts() {
    OrganizerFacts facts;
    facts.name = "Elevhälsan";
    facts.address = "elevhalsan@stafett.example";
    facts.sent_by = "anna@skara.example";
    facts.sequence = 3;
    facts.changed = base::parse_instant("2027-01-02T03:04:05Z").value();
    facts.informed = {{"office@example.org", "Samordnare"}};
    return facts;
}

ical::ObjectPtr organizers(std::string_view lines = "", OrganizerFacts with = facts()) {
    return parsed(organizer_object(*parsed(published(lines)), with));
}

AddressBook office(std::string mailbox = "office@example.org", std::string uid = "m1") {
    return {{"mailto:office@example.org",
             {model::PrincipalId("samordnare"),
              std::move(mailbox),
              {model::Uid(std::move(uid)), "Elevhälsan", "INSTÄLLT: "}}}};
}

TEST(OrganizerObject, has_the_network_as_organizer_and_the_coordinator_as_its_only_attendee) {
    const ical::ObjectPtr object =
        organizers("ORGANIZER:mailto:else@example.org\r\nATTENDEE:mailto:guest@example.org\r\nLOCATION:Tibro\r\n");
    EXPECT_EQ(object->text(),
              "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nDTSTAMP:20270102T030405Z\r\n"
              "LAST-MODIFIED:20270102T030405Z\r\nSEQUENCE:3\r\n" +
                  ical::fold("ORGANIZER;CN=Elevhälsan;SENT-BY=\"mailto:anna@skara.example\":mailto:"
                             "elevhalsan@stafett.example") +
                  ical::fold("ATTENDEE;CN=Samordnare;CUTYPE=GROUP;ROLE=NON-PARTICIPANT;PARTSTAT=NEEDS-ACTION;"
                             "RSVP=FALSE;SCHEDULE-STATUS=1.2:mailto:office@example.org") +
                  "UID:m1\r\nDTSTART:20270312T120000Z\r\nSUMMARY:Träff\r\nLOCATION:Tibro\r\nEND:VEVENT\r\n"
                  "END:VCALENDAR\r\n");
}

TEST(OrganizerObject, of_a_cancelled_meeting_says_so_whatever_its_text_said) {
    OrganizerFacts with = facts();
    with.cancelled = true;
    EXPECT_EQ(organizers("STATUS:CONFIRMED\r\n", with)->status(), "CANCELLED");
    EXPECT_THAT(organizers("STATUS:CONFIRMED\r\n", with)->text(), Not(HasSubstr("CONFIRMED")));
}

TEST(Plan, a_new_meeting_is_copied_and_mailed_to_the_office) {
    const ical::ObjectPtr after = organizers();
    const Plan made = plan(nullptr, after.get(), office());
    ASSERT_EQ(made.local.size(), 1U);
    EXPECT_EQ(made.local[0].recipient.text(), "samordnare");
    EXPECT_THAT(made.local[0].text, HasSubstr("SUMMARY:Elevhälsan: Träff\r\n"));
    EXPECT_THAT(made.local[0].text, HasSubstr("SEQUENCE:3\r\n"));
    EXPECT_EQ(made.local[0].of, after.get());
    EXPECT_THAT(made.local[0].text, Not(HasSubstr("SCHEDULE-STATUS")));
    ASSERT_EQ(made.mails.size(), 1U);
    EXPECT_EQ(made.mails[0].recipient, "office@example.org");
    EXPECT_EQ(made.mails[0].method, Method::request);
    EXPECT_TRUE(plan(nullptr, after.get(), office("")).mails.empty());
}

TEST(Plan, the_copy_has_its_own_uid_where_the_meetings_was_taken) {
    const Plan made = plan(nullptr, organizers().get(), office("", "v5"));
    EXPECT_THAT(made.local.at(0).text, HasSubstr("UID:v5\r\n"));
    EXPECT_THAT(made.local.at(0).text, Not(HasSubstr("UID:m1\r\n")));
}

TEST(Plan, a_title_that_names_the_network_is_not_given_its_name_twice) {
    const ical::ObjectPtr after = parsed(organizer_object(
        *parsed("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:m1\r\nSUMMARY:Elevhälsan: vår\r\nEND:VEVENT\r\n"
                "BEGIN:VEVENT\r\nUID:m1\r\nRECURRENCE-ID:20270312T120000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
        facts()));
    const std::string text = plan(nullptr, after.get(), office()).local.at(0).text;
    EXPECT_THAT(text, HasSubstr("SUMMARY:Elevhälsan: vår\r\n"));
    EXPECT_THAT(text, HasSubstr("SUMMARY:Elevhälsan\r\n"));
}

TEST(Plan, a_cancelled_meeting_stays_as_cancelled) {
    OrganizerFacts with = facts();
    with.cancelled = true;
    const ical::ObjectPtr before = organizers();
    const ical::ObjectPtr after = organizers("", with);
    const Plan made = plan(before.get(), after.get(), office());
    ASSERT_EQ(made.local.size(), 1U);
    EXPECT_EQ(made.local[0].method, Method::cancel);
    EXPECT_THAT(made.local[0].text, HasSubstr("STATUS:CANCELLED\r\n"));
    EXPECT_THAT(made.local[0].text, HasSubstr("SUMMARY:INSTÄLLT: Elevhälsan: Träff\r\n"));
    EXPECT_EQ(made.mails.at(0).method, Method::cancel);
}

TEST(Plan, what_only_counts_or_stamps_is_no_news) {
    OrganizerFacts later = facts();
    later.sequence = 4;
    later.changed += std::chrono::hours(1);
    later.sent_by = "bo@tibro.example";
    const ical::ObjectPtr before = organizers();
    const ical::ObjectPtr after = organizers("", later);
    EXPECT_TRUE(says_the_same(*before, *after));
    EXPECT_TRUE(plan(before.get(), after.get(), office()).mails.empty());
    EXPECT_EQ(plan(before.get(), after.get(), office()).local.size(), 1U);
    EXPECT_FALSE(says_the_same(*before, *organizers("LOCATION:Skara\r\n")));
}

TEST(Plan, what_a_client_writes_otherwise_is_no_news) {
    const ical::ObjectPtr before = organizers("DESCRIPTION:a\\, b\r\nCATEGORIES:Ett,Två\r\nX-MOZ-GENERATION:1\r\n");
    for (const char* same : {"CATEGORIES:Två\r\nCATEGORIES:Ett\r\nDESCRIPTION:a, b\r\nX-MOZ-GENERATION:2\r\n",
                             "DESCRIPTION;VALUE=TEXT:a\\, \r\n b\r\nCATEGORIES:Två,Ett\r\nSTATUS:CONFIRMED\r\n"})
        EXPECT_TRUE(says_the_same(*before, *organizers(same))) << same;
    for (const char* other : {"DESCRIPTION:a\\, b\r\nCATEGORIES:Ett\r\n",
                              "DESCRIPTION:a\\, b\r\nCATEGORIES:Ett,Två\r\nSTATUS:CANCELLED\r\n",
                              "DESCRIPTION:a\\, b\r\nCATEGORIES:Ett,Två\r\nTRANSP:TRANSPARENT\r\n"})
        EXPECT_FALSE(says_the_same(*before, *organizers(other))) << other;
}

TEST(Plan, who_is_no_longer_informed_gets_a_cancellation) {
    OrganizerFacts nobody = facts();
    nobody.informed.clear();
    const ical::ObjectPtr before = organizers();
    const Plan made = plan(before.get(), organizers("", nobody).get(), office());
    ASSERT_EQ(made.local.size(), 1U);
    EXPECT_EQ(made.local[0].method, Method::cancel);
    EXPECT_EQ(made.local[0].of, before.get());
    EXPECT_THAT(made.local[0].text, HasSubstr("INSTÄLLT: Elevhälsan: Träff"));
    EXPECT_EQ(made.mails.size(), 1U);
}

TEST(Plan, a_meeting_that_is_gone_takes_its_copies_along_in_silence) {
    const Plan made = plan(organizers().get(), nullptr, office());
    ASSERT_EQ(made.local.size(), 1U);
    EXPECT_TRUE(made.local[0].text.empty());
    EXPECT_TRUE(made.mails.empty());
    EXPECT_TRUE(plan(nullptr, nullptr, office()).local.empty());
}

TEST(Plan, strangers_get_nothing) { EXPECT_TRUE(plan(nullptr, organizers().get(), {}).local.empty()); }

}  // namespace
}  // namespace stafett::scheduling::itip
