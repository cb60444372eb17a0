#include <algorithm>
#include <cstdint>
#include <optional>

#include "scheduling/ical/parse.h"

namespace stafett::scheduling::ical {
namespace {

unsigned octet(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

// Length of the well-formed UTF-8 sequence of a character XML 1.0 allows, 0 if there is none at that place.
std::size_t sequence(std::string_view text, std::size_t at) {
    const unsigned lead = octet(text, at);
    if (lead < 0x80) return lead >= 0x20 || lead == '\t' || lead == '\r' || lead == '\n' ? 1 : 0;
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || at + length > text.size()) return 0;
    std::uint32_t code = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(text, at + i) & 0xC0U) != 0x80U) return 0;
        code = (code << 6U) | (octet(text, at + i) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return overlong || surrogate || code > 0x10FFFF || code == 0xFFFE || code == 0xFFFF ? 0 : length;
}

// Length of the fold (RFC 5545 §3.1) at that place, 0 if there is none.
std::size_t fold(std::string_view text, std::size_t at) {
    const std::size_t line_end = text.substr(at).starts_with("\r\n") ? 2 : text.substr(at).starts_with('\n') ? 1 : 0;
    if (line_end == 0 || at + line_end >= text.size()) return 0;
    return text[at + line_end] == ' ' || text[at + line_end] == '\t' ? line_end + 1 : 0;
}

struct SplitCharacter {
    std::string whole;
    std::string folds;
    std::size_t length = 0;  // of both in the text
};

// The character that folds divide at that place: simple programs fold between octets (RFC 5545 §3.1, the note).
std::optional<SplitCharacter> split_character(std::string_view text, std::size_t at) {
    SplitCharacter found;
    const std::size_t begin = at;
    for (constexpr std::size_t longest = 4; found.whole.size() < longest && at < text.size();) {
        found.whole += text[at++];
        if (sequence(found.whole, 0) == found.whole.size()) {
            found.length = at - begin;
            return found;
        }
        const std::size_t length = fold(text, at);
        found.folds += text.substr(at, length);
        at += length;
    }
    return std::nullopt;
}

}  // namespace

bool is_storable(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string storable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence(text, at);
        if (length > 0) {
            out += text.substr(at, length);
            at += length;
            continue;
        }
        if (const auto split = split_character(text, at)) {
            out.append(split->whole).append(split->folds);
            at += split->length;
            continue;
        }
        const unsigned lost = octet(text, at++);
        if (lost < 0x80) continue;  // a control character
        out += static_cast<char>(0xC0U | (lost >> 6U));
        out += static_cast<char>(0x80U | (lost & 0x3FU));
    }
    return out;
}

}  // namespace stafett::scheduling::ical
