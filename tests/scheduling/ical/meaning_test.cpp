#include "scheduling/ical/meaning.h"

#include "scheduling/ical/parse.h"

namespace stafett::scheduling::ical {
namespace {

using testing::ElementsAre;

constexpr std::string_view kMeeting =
    "DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDURATION:PT2H\r\nSUMMARY:Träff\\, vår\r\nCATEGORIES:A,B\r\n"
    "RRULE:FREQ=MONTHLY;COUNT=3\r\nATTENDEE;CN=N;ROLE=CHAIR:mailto:n@example.org\r\n"
    "EXDATE;TZID=Europe/Stockholm:20270412T130000,20270512T130000\r\n";

std::vector<std::string> meaning(const std::string& lines, bool all_parameters = false) {
    const auto object =
        parse("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:m1\r\n" + lines + "END:VEVENT\r\nEND:VCALENDAR\r\n");
    EXPECT_TRUE(object);
    const Aside uid{.property = [](const Property& one) { return one.name == "UID"; },
                    .all_parameters = all_parameters};
    return object ? meaning_of(*(*object)->main().front(), uid) : std::vector<std::string>();
}

std::string replaced(std::string_view what, std::string_view with) {
    std::string text(kMeeting);
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

TEST(Meaning, is_the_same_however_a_program_writes_it) {
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"TZID=Europe/Stockholm:20270312", "TZID=/freeassociation.sourceforge.net/Europe/Stockholm:20270312"},
        {"DTSTART;", "DTSTART;VALUE=DATE-TIME;"},
        {"DURATION:PT2H", "DURATION:PT120M"},
        {"DURATION:PT2H", "DTEND;TZID=Europe/Stockholm:20270312T150000"},
        {"CATEGORIES:A,B", "CATEGORIES:B\r\nCATEGORIES:A"},
        {"FREQ=MONTHLY;COUNT=3", "COUNT=3;FREQ=monthly;INTERVAL=1;WKST=MO"},
        {"mailto:n@example.org", "MAILTO:N@example.org"},
        {"CN=N;ROLE=CHAIR", "ROLE=CHAIR;CN=N;RSVP=FALSE;PARTSTAT=NEEDS-ACTION;SCHEDULE-STATUS=1.2;X-A=1"},
        {"20270412T130000,20270512T130000", "20270512T130000,20270412T130000"},
        {"20270412T130000,20270512T130000", "20270512T130000\r\nEXDATE;TZID=Europe/Stockholm:20270412T130000"},
        {"SUMMARY:",
         "STATUS:confirmed\r\nCLASS:PUBLIC\r\nTRANSP:OPAQUE\r\nPRIORITY:0\r\nLOCATION:\r\nX-A:1\r\nSUMMARY:"},
        {"Träff\\, vår", "Träff, v\r\n år"},
        {"SUMMARY:", "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nSUMMARY:"},
    };
    for (const auto& [what, with] : cases)
        EXPECT_EQ(meaning(replaced(what, with)), meaning(std::string(kMeeting))) << with;
}

TEST(Meaning, differs_where_something_else_is_said) {
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"SUMMARY:Träff", "SUMMARY:Fest"},
        {"20270312T130000", "20270312T140000"},
        {"TZID=Europe/Stockholm:20270312", "TZID=Europe/London:20270312"},
        {"DTSTART;TZID=Europe/Stockholm:20270312T130000", "DTSTART;VALUE=DATE:20270312"},
        {"DURATION:PT2H", "DURATION:PT3H"},
        {"DURATION:PT2H\r\n", ""},
        {"CATEGORIES:A,B", "CATEGORIES:A"},
        {"CATEGORIES:A,B", "CATEGORIES:A\\,B"},
        {"COUNT=3", "COUNT=4"},
        {"ROLE=CHAIR", "ROLE=NON-PARTICIPANT"},
        {"n@example.org", "m@example.org"},
        {",20270512T130000", ""},
        {"20270412T130000,", "nonsense,"},
        {"SUMMARY:", "STATUS:CANCELLED\r\nSUMMARY:"},
        {"SUMMARY:", "STATUS:PUBLIC\r\nSUMMARY:"},
        {"SUMMARY:", "RDATE;VALUE=PERIOD:20270312T130000Z/PT1H\r\nSUMMARY:"},
        {"SUMMARY:", "BEGIN:PARTICIPANT\r\nUID:p\r\nEND:PARTICIPANT\r\nSUMMARY:"},
    };
    for (const auto& [what, with] : cases)
        EXPECT_NE(meaning(replaced(what, with)), meaning(std::string(kMeeting))) << with;
    EXPECT_NE(meaning("RDATE;VALUE=PERIOD:20270312T130000Z/PT1H\r\n"),
              meaning("RDATE;VALUE=PERIOD:20270312T130000Z/PT2H\r\n"));
}

TEST(Meaning, names_what_each_line_is_about) {
    std::vector<std::string> names;
    for (const std::string& line : meaning(std::string(kMeeting))) names.emplace_back(name_of_meaning(line));
    EXPECT_THAT(names, ElementsAre("ATTENDEE", "CATEGORIES", "CATEGORIES", "DTEND", "DTSTART", "EXDATE", "EXDATE",
                                   "RRULE", "SUMMARY"));
}

TEST(Meaning, leaves_out_what_is_set_aside) {
    EXPECT_EQ(meaning(replaced(";CN=N;ROLE=CHAIR", ""), true), meaning(std::string(kMeeting), true));
    EXPECT_NE(meaning(replaced(";CN=N;ROLE=CHAIR", "")), meaning(std::string(kMeeting)));
}

}  // namespace
}  // namespace stafett::scheduling::ical
