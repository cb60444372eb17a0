#include "scheduling/network/feed_words.h"

#include <algorithm>
#include <array>

namespace stafett::scheduling::network {
namespace {

constexpr std::string_view kBlank = "***";
constexpr std::string_view kEllipsis = "…";

// Letters beyond ASCII count: RFC 6531 allows them in addresses.
bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (static_cast<unsigned char>(c) & 0x80) != 0;
}

// RFC 5322 §3.2.3, atext and the dot.
bool is_local_part(char c) { return is_letter_or_digit(c) || std::string_view(".!#$%&'*+-/=?^_`{|}~").contains(c); }

bool is_domain(char c) { return is_letter_or_digit(c) || c == '.' || c == '-'; }

struct Sign {
    std::size_t at = std::string_view::npos;
    std::size_t length = 0;
};

// The ways in which links and pages write '@'; "%2540" is one encoded twice.
constexpr std::array<std::string_view, 9> signs{"@",      "%40",      "%2540", "&#64;", "&#064;",
                                                "&#x40;", "&commat;", "＠",    "﹫"};

// How long a sign at this place is; 0 where there is none.
std::size_t sign_at(std::string_view text, std::size_t at) {
    for (const std::string_view sign : signs)
        if (text.substr(at).starts_with(sign)) return sign.size();
    return 0;
}

Sign find_at_sign(std::string_view text, std::size_t from) {
    constexpr std::string_view beginnings = "@%&\xEF";
    for (std::size_t at = text.find_first_of(beginnings, from); at != std::string_view::npos;
         at = text.find_first_of(beginnings, at + 1))
        if (const std::size_t length = sign_at(text, at)) return {at, length};
    return {};
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Behind a domain, whose characters may be percent-encoded, and behind one that follows after another sign at once.
std::size_t end_of_domain(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size()) {
        if (const std::size_t again = end > begin ? sign_at(text, end) : 0; again > 0)
            end += again;
        else if (is_domain(text[end]))
            ++end;
        else if (text[end] == '%' && end + 2 < text.size() && is_hex(text[end + 1]) && is_hex(text[end + 2]))
            end += 3;
        else
            break;
    }
    while (end > begin && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    return end;
}

std::size_t begin_of_local_part(std::string_view text, std::size_t from, std::size_t sign) {
    std::size_t begin = sign;
    if (begin > from && text[begin - 1] == '"') {  // a quoted one
        const std::size_t quote = begin < 2 ? std::string_view::npos : text.rfind('"', begin - 2);
        if (quote != std::string_view::npos && quote >= from) return quote;
    }
    while (begin > from && is_local_part(text[begin - 1])) --begin;
    return begin;
}

}  // namespace

std::string without_mail_addresses(std::string_view text) {
    std::string out;
    std::size_t written = 0;
    for (Sign sign = find_at_sign(text, 0); sign.at != std::string_view::npos;
         sign = find_at_sign(text, std::max(written, sign.at + 1))) {
        const std::size_t begin = begin_of_local_part(text, written, sign.at);
        const std::size_t end = end_of_domain(text, sign.at + sign.length);
        if (begin == sign.at || end == sign.at + sign.length) continue;  // "@ kl 13"
        out.append(text.substr(written, begin - written)).append(kBlank);
        written = end;
    }
    return out.append(text.substr(written));
}

std::string shortened(std::string_view text, std::size_t octets) {
    if (text.size() <= octets) return std::string(text);
    std::size_t end = octets < kEllipsis.size() ? 0 : octets - kEllipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)).append(kEllipsis);
}

}  // namespace stafett::scheduling::network
