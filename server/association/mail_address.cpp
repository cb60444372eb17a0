#include "server/association/mail_address.h"

#include <algorithm>
#include <array>

namespace stafett::server::association {
namespace {

constexpr std::string_view kScheme = "mailto:";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Parted by single dots, none at an end (RFC 5322 §3.2.3, RFC 5321 §4.1.2). Octets beyond ASCII are letters (RFC 6531).
bool is_dotted(std::string_view text) {
    return !text.empty() && !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
}

// RFC 1123 §2.1, and what some have beside it; a literal stands in brackets.
bool is_of_domain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           static_cast<unsigned char>(c) >= 0x80 || std::string_view(".-_[]").contains(c);
}

bool is_visible(char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; }

// No-break space, soft hyphen, zero width and direction marks, and what else programs leave behind unseen.
bool holds_unseen(std::string_view text) {
    constexpr std::array<std::string_view, 4> unseen{"\xc2\xa0", "\xc2\xad", "\xe2\x80", "\xef\xbb\xbf"};
    return std::ranges::any_of(unseen, [&](std::string_view one) { return text.contains(one); }) ||
           text.contains("\xe2\x81\xa0");
}

}  // namespace

std::optional<std::string> mail_address(std::string_view text) {
    if (std::ranges::equal(text.substr(0, kScheme.size()), kScheme, {}, lower)) text.remove_prefix(kScheme.size());
    const auto at = text.find('@');
    const bool good = at != std::string_view::npos && is_dotted(text.substr(0, at)) && is_dotted(text.substr(at + 1)) &&
                      std::ranges::all_of(text.substr(at + 1), is_of_domain) && std::ranges::all_of(text, is_visible) &&
                      text.find_first_of("<>,;:\"()\\") == std::string_view::npos && !holds_unseen(text);
    if (!good) return std::nullopt;
    std::string address(text);
    std::ranges::transform(address.begin() + static_cast<std::ptrdiff_t>(at), address.end(),
                           address.begin() + static_cast<std::ptrdiff_t>(at), lower);
    return address;
}

}  // namespace stafett::server::association
