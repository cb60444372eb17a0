#include "storage/base/safe_text.h"

#include <fmt/format.h>

namespace stafett::base {
namespace {

std::string utf8(std::uint32_t code) {
    std::string text;
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0U | code >> 6U);
        text += static_cast<char>(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0U | code >> 12U);
        text += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        text += static_cast<char>(0xF0U | code >> 18U);
        text += static_cast<char>(0x80U | (code >> 12U & 0x3FU));
        text += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    }
    return text;
}

TEST(SafeText, leaves_what_people_write_as_it_is) {
    for (std::string_view text :
         {"", "Träff i Tibro", "会議 🎉", "a\u0301 – €", "\u05e9\u05dc\u05d5\u05dd", "\ufeffx"}) {
        EXPECT_EQ(safe_line(text), text);
        EXPECT_EQ(without_unsafe(text), text);
        EXPECT_TRUE(is_safe_line(text)) << text;
    }
}

// The whole of Unicode, so that no range is one too short.
TEST(SafeText, takes_exactly_controls_directions_and_separators_for_unsafe) {
    std::string unsafe;
    std::uint32_t first = 0, last = 0;
    bool open = false;
    const auto close = [&] {
        if (open) unsafe += fmt::format("{:04X}-{:04X} ", first, last);
        open = false;
    };
    for (std::uint32_t code = 0; code <= 0x10FFFF; ++code) {
        if (code >= 0xD800 && code <= 0xDFFF) continue;
        if (is_safe_line(utf8(code))) {
            close();
            continue;
        }
        if (!open) first = code;
        open = true;
        last = code;
    }
    EXPECT_EQ(unsafe, "0000-001F 007F-009F 061C-061C 200E-200F 2028-202E 2066-2069 ");
}

TEST(SafeText, shows_what_is_unsafe_as_its_number) {
    EXPECT_EQ(safe_line(std::string("a\0b\x1b[1m\x7f\r\n", 10)), "a\\x00b\\x1b[1m\\x7f\\x0d\\x0a");
    EXPECT_EQ(safe_line("faktura\u202Efdp.exe"), "faktura\\u202efdp.exe");
    EXPECT_EQ(safe_line("\u009B31m\u0085\u2028"), "\\u009b31m\\u0085\\u2028");
    EXPECT_EQ(safe_line("Träff \xe4 \xc3"), "Träff \\xe4 \\xc3");
    EXPECT_EQ(safe_line("\x9b"), "\\x9b");
    EXPECT_EQ(safe_line("\xed\xa0\x80\xc0\x8a\xf5"), "\\xed\\xa0\\x80\\xc0\\x8a\\xf5");
}

TEST(SafeText, keeps_lines_where_lines_are_meant) {
    EXPECT_EQ(safe_lines("a\tb\n\x1b]0;c\x07\r\n"), "a\tb\n\\x1b]0;c\\x07\\x0d\n");
}

TEST(SafeText, leaves_out_of_a_name_what_is_unsafe) {
    EXPECT_EQ(without_unsafe("faktura\u202Efdp.exe\x1b\n\u0085\xff"), "fakturafdp.exe");
}

}  // namespace
}  // namespace stafett::base
