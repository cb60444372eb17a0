// RFC 5545 §3.1: content lines, read without loss. A line remembers the octets it stands in, folds and line end
// included, so that text can be edited line by line and every other octet stays as it was sent.
//
// All views point into the text that was read, or into the arena of the Object that owns it, and live as long as that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stafett::scheduling::ical {

// Octets of a text, [begin, end).
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Range&, const Range&) = default;
};

struct ParameterValue {
    std::string_view text;  // as written, without the quotes; RFC 6868 not decoded
    bool quoted = false;
};

struct Parameter {
    std::string_view name;  // upper case
    std::span<const ParameterValue> values;

    // The first value, RFC 6868 decoded, blanks at its ends removed; empty if there is none.
    std::string value() const;
    // All values, each decoded likewise.
    std::vector<std::string> all() const;
};

struct Property {
    std::string_view name;                  // upper case
    std::span<const Parameter> parameters;  // in order, unknown ones kept
    std::string_view value;                 // raw: unfolded, escapes as written, control characters left out
    Range raw;                              // the whole line, its folds and its line end
    std::uint32_t line = 0;                 // number of its first line, from 1

    // The first parameter of that name (any case), or null.
    const Parameter* parameter(std::string_view name) const;
    // Its first value decoded, or empty.
    std::string parameter_value(std::string_view name) const;
    // VALUE, upper-cased; empty if not written.
    std::string value_type() const;
};

// ASCII case only, as iCalendar names compare.
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string upper(std::string_view text);
std::string lower(std::string_view text);
// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

// RFC 6868: ^n is a line feed, ^^ a circumflex, ^' a double quote; other circumflexes stay.
std::string decode_parameter(std::string_view text);
std::string encode_parameter(std::string_view text);

}  // namespace stafett::scheduling::ical
