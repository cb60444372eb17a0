#include "storage/base/safe_text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

namespace stafett::base {
namespace {

unsigned char octet(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

// Of a well-formed sequence of `length` octets.
std::uint32_t code_point(std::string_view text, std::size_t at, std::size_t length) {
    if (length == 1) return octet(text, at);
    std::uint32_t code = octet(text, at) & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = code << 6U | (octet(text, at + i) & 0x3fU);
    return code;
}

bool is_unsafe(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c || code == 0x200e || code == 0x200f ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

// Calls `unsafe` with each run of octets that is one unsafe character or one octet of no character, `safe` with others.
template <class Safe, class Unsafe>
void each_character(std::string_view text, Safe safe, Unsafe unsafe) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        const auto piece = text.substr(at, std::max<std::size_t>(length, 1));
        if (length == 0 || is_unsafe(code_point(text, at, length)))
            unsafe(piece, length);
        else
            safe(piece);
        at += piece.size();
    }
}

std::string escaped(std::string_view text, std::string_view standing) {
    std::string out;
    out.reserve(text.size());
    each_character(
        text, [&](std::string_view piece) { out += piece; },
        [&](std::string_view piece, std::size_t length) {
            if (standing.contains(piece.front()))
                out += piece;
            else if (length > 1)
                fmt::format_to(std::back_inserter(out), "\\u{:04x}", code_point(piece, 0, length));
            else
                fmt::format_to(std::back_inserter(out), "\\x{:02x}", octet(piece, 0));
        });
    return out;
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
    const unsigned char first = octet(text, at);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() - at < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((octet(text, at + i) & 0xc0U) != 0x80) return 0;
    const unsigned char second = octet(text, at + 1);
    if ((first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90)) return 0;  // overlong
    if ((first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f)) return 0;  // surrogates; above U+10FFFF
    return length;
}

std::string safe_line(std::string_view text) { return escaped(text, {}); }

std::string safe_lines(std::string_view text) { return escaped(text, "\n\t"); }

std::string without_unsafe(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    each_character(text, [&](std::string_view piece) { out += piece; }, [](std::string_view, std::size_t) {});
    return out;
}

bool is_safe_line(std::string_view text) {
    bool safe = true;
    each_character(text, [](std::string_view) {}, [&](std::string_view, std::size_t) { safe = false; });
    return safe;
}

}  // namespace stafett::base
