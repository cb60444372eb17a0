// Text that came from outside, made safe to be shown on a terminal, in a log line or as the name of a file.
//
// Unsafe is what makes a reader see something else than what is there, or what a terminal obeys: control characters
// (C0, DEL, C1: U+0000 to U+001F, U+007F to U+009F), the marks that turn the direction of writing (U+061C, U+200E,
// U+200F, U+202A to U+202E, U+2066 to U+2069; Unicode UAX #9 §2), the separators of lines and paragraphs (U+2028,
// U+2029), and octets that are no UTF-8 (RFC 3629 §4).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stafett::base {

// Length of the well-formed UTF-8 sequence that begins at `at`, which is an index into `text`; 0 if there is none.
std::size_t utf8_length(std::string_view text, std::size_t at);

// One line: what is unsafe is written as "\x1b" (an octet below 0x80, or one that is no UTF-8) or "\u202e" (a
// character). UTF-8. Text that is safe comes back as it is.
std::string safe_line(std::string_view text);

// The same for several lines: line feeds and tabs stand.
std::string safe_lines(std::string_view text);

// Without what is unsafe: for names, which must stay what they are when they are copied and compared.
std::string without_unsafe(std::string_view text);

// Whether safe_line() changes nothing.
bool is_safe_line(std::string_view text);

}  // namespace stafett::base
