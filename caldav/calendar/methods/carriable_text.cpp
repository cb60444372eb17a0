#include "caldav/calendar/methods/carriable_text.h"

#include <cstdint>

namespace stafett::caldav::calendar::methods {
namespace {

struct Sequence {
    std::size_t length = 0;  // 0: no UTF-8 sequence begins here
    std::uint32_t character = 0;
};

Sequence read_sequence(std::string_view octets) {
    const auto lead = static_cast<unsigned char>(octets[0]);
    if (lead < 0x80) return {1, lead};
    const std::size_t length = lead >= 0xf5 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (length == 0 || octets.size() < length) return {};
    std::uint32_t character = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(octets[i]);
        if ((next & 0xc0) != 0x80) return {};
        character = (character << 6) | (next & 0x3f);
    }
    // Overlong forms, surrogates and what lies beyond Unicode (RFC 3629 §3).
    if ((length == 3 && character < 0x800) || (length == 4 && character < 0x10000) || character > 0x10ffff) return {};
    if (character >= 0xd800 && character <= 0xdfff) return {};
    return {length, character};
}

bool xml_carries(std::uint32_t character) {
    if (character < 0x20) return character == '\t' || character == '\n' || character == '\r';
    return character != 0x7f && character != 0xfffe && character != 0xffff;
}

std::size_t carriable_prefix(std::string_view octets) {
    std::size_t at = 0;
    while (at < octets.size()) {
        const Sequence sequence = read_sequence(octets.substr(at));
        if (sequence.length == 0 || !xml_carries(sequence.character)) break;
        at += sequence.length;
    }
    return at;
}

}  // namespace

std::optional<std::string> make_carriable(std::string_view octets) {
    std::size_t at = carriable_prefix(octets);
    if (at == octets.size()) return std::nullopt;
    std::string text;
    text.reserve(octets.size() + 16);
    text.append(octets.substr(0, at));
    while (at < octets.size()) {
        const Sequence sequence = read_sequence(octets.substr(at));
        if (sequence.length == 0) {
            const auto latin = static_cast<unsigned char>(octets[at++]);
            if (latin < 0xa0) {
                text += "\xEF\xBF\xBD";  // U+FFFD: ISO 8859-1 has control characters here
            } else {
                text += static_cast<char>(0xc0 | (latin >> 6));
                text += static_cast<char>(0x80 | (latin & 0x3f));
            }
            continue;
        }
        if (xml_carries(sequence.character)) text.append(octets.substr(at, sequence.length));
        at += sequence.length;
    }
    return text;
}

}  // namespace stafett::caldav::calendar::methods
