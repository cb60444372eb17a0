#include "scheduling/network/meeting_link.h"

namespace stafett::scheduling::network {
namespace {

TEST(MeetingLink, known_services_are_found_anywhere_in_the_text) {
    for (const char* text :
         {"https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=y",
          "Anslut: <https://teams.microsoft.com/l/meetup-join/abc> eller ring",
          "https://teams.microsoft.com/meet/123456?p=x", "HTTPS://SKARABORG.ZOOM.US/j/99", "https://zoom.us/my/rektor",
          "Dagordning\n1. Hej\nhttps://meet.google.com/abc-defg-hij\n", "https://kommun.webex.com/meet/anna",
          "https://join.skype.com/abc", "https://whereby.com/rum", "http://meet.jit.si/natverk",
          "se https://skaraborg.se och https://whereby.com/x"})
        EXPECT_TRUE(has_meeting_link(text)) << text;
}

const std::string kSafeLink =
    "https://eur02.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-"
    "join%2F19%253ameeting_NjA1%2540thread.v2%2F0&data=05%7C02%7Canna%40tibro.se%7C0&sdata=x%3D&reserved=0";

TEST(MeetingLink, is_known_within_what_mail_filters_put_around_it) {
    for (const std::string& text :
         {kSafeLink, "Anslut <" + kSafeLink + ">",
          std::string("https://www.google.com/url?q=https://meet.google.com/abc&sa=D"),
          std::string("https://filter.example.se/?a=https%253A%252F%252Fskaraborg.zoom.us%252Fj%252F1"),
          std::string("https://urldefense.com/v3/__https://teams.microsoft.com/meet/12345__;!!x")}) {
        EXPECT_TRUE(has_meeting_link(text)) << text;
        EXPECT_FALSE(without_meeting_links(text, "***").contains("://")) << text;
    }
    EXPECT_FALSE(
        has_meeting_link("https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftibro.se%2Fj%2F1"));
    EXPECT_FALSE(has_meeting_link("https://tibro.se/?q=%3A%2F%2F%zz%"));
}

TEST(MeetingLink, other_links_and_words_are_none) {
    for (const char* text : {"", "Teams", "teams.microsoft.com/l/meetup-join/x", "https://teams.microsoft.com/",
                             "https://zoom.us/", "https://zoom.us/pricing", "https://notzoom.us/j/1",
                             "https://zoom.us.example.com/j/1", "https://whereby.com", "https://whereby.com/ ",
                             "https://www.skaraborg.se/j/1", "://", "https://", "https:///j/1", "mailto:anna@zoom.us"})
        EXPECT_FALSE(has_meeting_link(text)) << text;
}

TEST(MeetingLink, is_taken_out_to_its_last_character) {
    EXPECT_EQ(
        without_meeting_links("Anslut <HTTPS://zoom.us/j/1?pwd=x> eller https://whereby.com/rum\nVälkomna", "***"),
        "Anslut <***> eller ***\nVälkomna");
    EXPECT_EQ(without_meeting_links("https://skaraborg.se/", "***"), "https://skaraborg.se/");
    EXPECT_EQ(without_meeting_links("https://meet.google.com/a", ""), "");
}

}  // namespace
}  // namespace stafett::scheduling::network
