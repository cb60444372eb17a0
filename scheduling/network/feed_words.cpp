#include "scheduling/network/feed_words.h"

#include <algorithm>

namespace stafett::scheduling::network {
namespace {

constexpr std::string_view blank = "***";
constexpr std::string_view ellipsis = "…";

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

Sign find_at_sign(std::string_view text, std::size_t from) {
    const Sign plain{text.find('@', from), 1};
    const Sign encoded{text.find("%40", from), 3};
    return plain.at <= encoded.at ? plain : encoded;
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
        std::size_t end = sign.at + sign.length;
        while (end < text.size() && is_domain(text[end])) ++end;
        while (end > sign.at + sign.length && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
        if (begin == sign.at || end == sign.at + sign.length) continue;  // "@ kl 13"
        out.append(text.substr(written, begin - written)).append(blank);
        written = end;
    }
    return out.append(text.substr(written));
}

std::string shortened(std::string_view text, std::size_t octets) {
    if (text.size() <= octets) return std::string(text);
    std::size_t end = octets < ellipsis.size() ? 0 : octets - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)).append(ellipsis);
}

}  // namespace stafett::scheduling::network
