#include "caldav/calendar/methods/carriable_text.h"

#include <gtest/gtest.h>

namespace stafett::caldav::calendar::methods {
namespace {

TEST(CarriableText, leaves_good_text_alone) {
    for (const char* text : {"", "SUMMARY:Möte\r\n", "tab\tand\nline", "😀 日本語", "\xC2\x85"})
        EXPECT_FALSE(make_carriable(text)) << text;
}

TEST(CarriableText, takes_out_what_xml_cannot_carry_and_reads_stray_octets_as_latin) {
    using namespace std::string_view_literals;
    const struct {
        std::string_view sent, kept;
    } cases[] = {
        {"a\0b"sv, "ab"},
        {"a\x01\x1F\x7F"
         "b",
         "ab"},
        {"M\xF6te", "Möte"},
        {"cut \xC3", "cut Ã"},
        {"\xED\xA0\x80", "í\xC2\xA0\xEF\xBF\xBD"},
        {"\xC0\xAF", "À¯"},
        {"\xEF\xBF\xBE"
         "x",
         "x"},
        {"\x80", "\xEF\xBF\xBD"},
        {"bra å \xE5", "bra å å"},
    };
    for (const auto& c : cases) {
        const auto repaired = make_carriable(c.sent);
        ASSERT_TRUE(repaired) << c.kept;
        EXPECT_EQ(*repaired, c.kept);
        EXPECT_FALSE(make_carriable(*repaired)) << "repairing is done once";
    }
}

}  // namespace
}  // namespace stafett::caldav::calendar::methods
