#include "scheduling/network/text_links.h"

#include <algorithm>

namespace stafett::scheduling::network {
namespace {

constexpr std::string_view kAroundLinks = " \t\r\n\"<>";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// RFC 3986 §3.1, without the dot: what stands before a scheme in a text is more often a sentence's.
bool is_scheme(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-'; }

}  // namespace

std::optional<TextLink> next_link(std::string_view text, std::size_t from) {
    constexpr std::string_view scheme_end = "://";
    for (std::size_t at = text.find(scheme_end, from); at != std::string_view::npos;
         at = text.find(scheme_end, at + scheme_end.size())) {
        std::size_t begin = at;
        while (begin > from && is_scheme(text[begin - 1])) --begin;
        while (begin < at && !is_letter(text[begin])) ++begin;
        if (begin < at) return TextLink{begin, std::min(text.find_first_of(kAroundLinks, at), text.size())};
    }
    return std::nullopt;
}

}  // namespace stafett::scheduling::network
