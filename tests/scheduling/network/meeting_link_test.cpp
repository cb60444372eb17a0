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
