#include "scheduling/network/feed_words.h"

namespace stafett::scheduling::network {
namespace {

TEST(FeedWords, mail_addresses_are_blanked) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"Fråga anna.ek@tibro.se eller bo+natverk@skara.se.", "Fråga *** eller ***."},
        {"<mailto:anna@tibro.se>", "<mailto:***>"},
        {"Åsa (åsa@tibröd.se)", "Åsa (***)"},
        {"\"anna ek\"@tibro.se", "***"},
        {"anna@tibro.se@skara.se", "***"},
        {"a%40b@x.se", "***"},
        {"mailto:a%40b.se?subject=x", "mailto:***?subject=x"},
        {"mailto:anna%2Eek%40tibro%2Ese.", "mailto:***."},
        {"?to=anna%2540tibro.se", "***"},
        {"anna&#64;tibro.se, bo&#x40;skara.se", "***, ***"},
        {"anna＠tibro.se", "***"},
        {"a@b,c@d", "***,***"},
        {"anna@exempel.xn--p1ai", "***"},
        {"MAILTO:rum@10.0.0.1", "MAILTO:***"},
        {"mailto://anna@tibro.se", "mailto:***"},
        {"sip:anna@tibro.se", "sip:***"},
        {"anna%40tibro.se%7C0", "***%7C0"},
        {"anna@tibro.se@4", "***"},
        {"4@4, anna@tibro.se", "4@4, ***"},
    };
    for (const auto& [text, left] : cases) {
        EXPECT_EQ(without_mail_addresses(text, Links::kept), left) << text;
        EXPECT_EQ(without_mail_addresses(text, Links::searched), left) << text;
    }
}

TEST(FeedWords, links_are_kept_whole_or_searched_for_addresses) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"https://example.org/?from=anna%40tibro.se&x=1", "https://example.org/?from=***&x=1"},
        {"Se HTTP://tibro.se/~anna@tibro.se.", "Se HTTP://tibro.se/***."},
        {"https://eur02.safelinks.protection.outlook.com/"
         "?url=https%3A%2F%2Ftibro.se&data=05%7C02%7Canna%40tibro.se%7C0",
         "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftibro.se&data=***%7C0"},
    };
    for (const auto& [text, left] : cases) {
        EXPECT_EQ(without_mail_addresses(text, Links::kept), text);
        EXPECT_EQ(without_mail_addresses(text, Links::searched), left) << text;
    }
    EXPECT_EQ(without_mail_addresses("bo@skara.se https://a.se/@b.se bo@skara.se", Links::kept),
              "*** https://a.se/@b.se ***");
    EXPECT_EQ(without_mail_addresses("ftp://anna@tibro.se/x", Links::kept), "ftp://***/x");
}

// Their last label is not of letters: threads of Teams, places on maps.
TEST(FeedWords, what_is_no_address_stays) {
    for (const char* text : {"19:meeting_NjA1@thread.v2",
                             "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.tacv2/0?context=y",
                             "https://www.google.com/maps/@58.3912,13.8451,15z", "rum 3@4.5", "anna@skola1"}) {
        EXPECT_EQ(without_mail_addresses(text, Links::kept), text);
        EXPECT_EQ(without_mail_addresses(text, Links::searched), text);
    }
}

TEST(FeedWords, other_text_stays) {
    for (const char* text : {"", "@", "Lunch @ Stadshuset", "@tibro", "anna@", "40 %", "kl 13 @@ 14", "100%40",
                             "100%40%", "40 %2540", "a\nb"})
        EXPECT_EQ(without_mail_addresses(text, Links::searched), text) << text;
}

TEST(FeedWords, long_text_ends_between_characters) {
    EXPECT_EQ(shortened("abc", 3), "abc");
    EXPECT_EQ(shortened("abcdef", 5), "ab…");
    EXPECT_EQ(shortened("åäö åäö", 8), "åä…");
    EXPECT_EQ(shortened("åäö", 2), "…");
}

}  // namespace
}  // namespace stafett::scheduling::network
