#include "scheduling/network/feed_words.h"

#include <algorithm>
#include <array>

#include "scheduling/ical/content_line.h"
#include "scheduling/network/facts.h"
#include "scheduling/network/text_links.h"
#include "storage/base/percent.h"

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

// The character at this place, percent-encoded or not, if it can stand in a domain; how long it is written, else 0.
std::size_t domain_character_at(std::string_view text, std::size_t at) {
    if (is_domain(text[at])) return 1;
    const auto octet = base::percent_octet(text, at);
    return octet && is_domain(*octet) ? 3 : 0;
}

// Behind a domain, whose characters may be percent-encoded, and behind one that follows after another sign at once.
std::size_t end_of_domain(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size()) {
        const std::size_t again = end > begin ? sign_at(text, end) : 0;
        const std::size_t length = again > 0 ? again : domain_character_at(text, end);
        if (length == 0) break;
        end += length;
    }
    while (end > begin && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    return end;
}

bool is_of_letters(std::string_view label) {
    if (label.size() > 4 && ical::lower(label).starts_with("xn--")) return true;
    return !label.empty() && std::ranges::none_of(label, [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

// "tibro.se", "TIBRO%2ESE", "exempel.xn--p1ai"; not "thread.v2" nor "58.39". Of several, between signs, any.
bool ends_in_letters(std::string_view domain) {
    std::string label;
    for (std::size_t at = 0; at < domain.size(); ++at) {
        const auto octet = base::percent_octet(domain, at);
        const char c = octet.value_or(domain[at]);
        if (octet) at += 2;
        if (!is_domain(c) && is_of_letters(label)) return true;
        if (c == '.' || !is_domain(c))
            label.clear();
        else
            label += c;
    }
    return is_of_letters(label);
}

bool follows_mailto(std::string_view text, std::size_t at) {
    constexpr std::string_view scheme = "mailto:";
    return at >= scheme.size() && ical::equal_ignoring_case(text.substr(at - scheme.size(), scheme.size()), scheme);
}

// `within`: characters that end a local part besides those that cannot stand in one.
std::size_t begin_of_local_part(std::string_view text, std::size_t from, std::size_t sign, std::string_view within) {
    std::size_t begin = sign;
    if (begin > from && text[begin - 1] == '"') {  // a quoted one
        const std::size_t quote = begin < 2 ? std::string_view::npos : text.rfind('"', begin - 2);
        if (quote != std::string_view::npos && quote >= from) return quote;
    }
    while (begin > from && is_local_part(text[begin - 1]) && !within.contains(text[begin - 1])) --begin;
    return begin;
}

void append_without_addresses(std::string_view text, std::string_view within, std::string& out) {
    std::size_t written = 0;
    std::size_t seen = 0;  // up to here nothing is looked at again
    for (Sign sign = find_at_sign(text, 0); sign.at != std::string_view::npos; sign = find_at_sign(text, seen)) {
        const std::size_t begin = begin_of_local_part(text, seen, sign.at, within);
        const std::size_t domain = sign.at + sign.length;
        seen = end_of_domain(text, domain);
        if (begin == sign.at || seen == domain) continue;  // "@ kl 13"
        if (!follows_mailto(text, begin) && !ends_in_letters(text.substr(domain, seen - domain))) continue;
        out.append(text.substr(written, begin - written)).append(kBlank);
        written = seen;
    }
    out.append(text.substr(written));
}

}  // namespace

std::string without_mail_addresses(std::string_view text, Links links) {
    constexpr std::string_view of_links = "/?&=#";  // parts of a link (RFC 3986 §2.2)
    std::string out;
    std::size_t at = 0;
    while (const std::optional<TextLink> link = next_link(text, at)) {
        const std::string_view whole = text.substr(link->begin, link->end - link->begin);
        const std::string scheme = ical::lower(whole.substr(0, whole.find(':')));
        const bool kept = links == Links::kept && (scheme == "https" || scheme == "http");
        append_without_addresses(text.substr(at, link->begin - at), {}, out);
        if (kept)
            out.append(whole);
        else
            append_without_addresses(whole, scheme == "mailto" ? std::string_view() : of_links, out);
        at = link->end;
    }
    append_without_addresses(text.substr(at), {}, out);
    return out;
}

std::string shortened(std::string_view text, std::size_t octets) {
    if (text.size() <= octets) return std::string(text);
    std::size_t end = octets < kEllipsis.size() ? 0 : octets - kEllipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)).append(kEllipsis);
}

}  // namespace stafett::scheduling::network
