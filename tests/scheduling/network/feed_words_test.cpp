#include "scheduling/network/feed_words.h"

namespace stafett::scheduling::network {
namespace {

TEST(FeedWords, mail_addresses_are_blanked) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"Fråga anna.ek@tibro.se eller bo+natverk@skara.se.", "Fråga *** eller ***."},
        {"<mailto:anna@tibro.se>", "<mailto:***>"},
        {"Åsa (åsa@tibröd.se)", "Åsa (***)"},
        {"\"anna ek\"@tibro.se", "***"},
        {"https://example.org/?from=anna%40tibro.se&x=1", "https:***&x=1"},
        {"anna@tibro.se@skara.se", "***"},
        {"a%40b@x.se", "***"},
        {"mailto:a%40b.se?subject=x", "mailto:***?subject=x"},
        {"mailto:anna%2Eek%40tibro%2Ese.", "mailto:***."},
        {"?to=anna%2540tibro.se", "***"},
        {"anna&#64;tibro.se, bo&#x40;skara.se", "***, ***"},
        {"anna＠tibro.se", "***"},
        {"a@b,c@d", "***,***"},
    };
    for (const auto& [text, left] : cases) EXPECT_EQ(without_mail_addresses(text), left) << text;
}

TEST(FeedWords, other_text_stays) {
    for (const char* text : {"", "@", "Lunch @ Stadshuset", "@tibro", "anna@", "40 %", "kl 13 @@ 14", "100%40",
                             "100%40%", "40 %2540", "a\nb"})
        EXPECT_EQ(without_mail_addresses(text), text) << text;
}

TEST(FeedWords, long_text_ends_between_characters) {
    EXPECT_EQ(shortened("abc", 3), "abc");
    EXPECT_EQ(shortened("abcdef", 5), "ab…");
    EXPECT_EQ(shortened("åäö åäö", 8), "åä…");
    EXPECT_EQ(shortened("åäö", 2), "…");
}

}  // namespace
}  // namespace stafett::scheduling::network
