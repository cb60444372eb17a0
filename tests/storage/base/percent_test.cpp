#include "storage/base/percent.h"

namespace stafett::base {
namespace {

TEST(PercentOctet, is_what_two_digits_mean) {
    EXPECT_EQ(percent_octet("%41", 0), 'A');
    EXPECT_EQ(percent_octet("a%c3%A5", 1), '\xc3');
    EXPECT_EQ(percent_octet("a%c3%A5", 4), '\xa5');
    EXPECT_EQ(percent_octet("%00", 0), '\0');
}

TEST(PercentOctet, is_nothing_elsewhere) {
    for (const char* text : {"", "%", "%4", "%4g", "%g4", "41", "%%41", "%-1"})
        EXPECT_FALSE(percent_octet(text, 0)) << text;
    EXPECT_FALSE(percent_octet("%41", 3));
    EXPECT_FALSE(percent_octet("%41", 99));
}

}  // namespace
}  // namespace stafett::base
