#include <algorithm>
#include <charconv>

#include "scheduling/ical/values.h"
#include "storage/base/percent.h"

namespace stafett::scheduling::ical {
namespace {

// Whether percent-encoding of this character changes nothing in a mail address (RFC 3986 §2.3, and '@').
bool may_be_decoded(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~' || c == '@' || c == '+' || c == '\'';
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto octet = base::percent_octet(text, i);
        const bool decoded = octet && may_be_decoded(*octet);
        out += decoded ? *octet : text[i];
        if (decoded) i += 2;
    }
    return out;
}

std::string without_blanks(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '\t') out += c;
    }
    return out;
}

// In TEXT (RFC 5545 §3.3.11); other control characters cannot stand there at all.
bool stands_for_itself(char c) {
    return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && c != '\\' && c != ',' && c != ';') || c == '\t';
}

}  // namespace

std::string unescape_text(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    while (true) {
        const std::size_t escape = value.find('\\');
        if (escape == std::string_view::npos || escape + 1 == value.size()) {
            out.append(value);
            return out;
        }
        const char escaped = value[escape + 1];
        out.append(value.substr(0, escape));
        out += escaped == 'n' || escaped == 'N' ? '\n' : escaped;
        value.remove_prefix(escape + 2);
    }
}

std::string escape_text(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    while (true) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, stands_for_itself) - text.begin());
        out.append(text.substr(0, plain));
        if (plain == text.size()) return out;
        const char c = text[plain];
        text.remove_prefix(plain + 1);
        if (c == '\n' || (c == '\r' && !text.starts_with('\n'))) {
            out += "\\n";
        } else if (c == '\\' || c == ',' || c == ';') {
            out += '\\';
            out += c;
        }
    }
}

std::vector<std::string_view> split_list(std::string_view value) {
    std::vector<std::string_view> out;
    if (value.empty()) return out;
    std::size_t first = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\') {
            ++i;
        } else if (value[i] == ',') {
            out.push_back(value.substr(first, i - first));
            first = i + 1;
        }
    }
    out.push_back(value.substr(first));
    return out;
}

std::vector<std::string> unescape_list(std::string_view value) {
    std::vector<std::string> out;
    for (const std::string_view part : split_list(value)) out.push_back(unescape_text(part));
    return out;
}

std::optional<std::int64_t> parse_integer(std::string_view value) {
    value = trimmed(value);
    if (value.starts_with('+')) value.remove_prefix(1);
    std::int32_t out = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), out);
    if (fault != std::errc() || end != value.data() + value.size()) return {};
    return out;
}

std::string mail_address(std::string_view uri) {
    const std::string normal = normalised_address(uri);
    return normal.starts_with("mailto:") ? normal.substr(7) : std::string();
}

std::string normalised_address(std::string_view uri) {
    const std::string text = without_blanks(uri);
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) return text.contains('@') ? "mailto:" + lower(percent_decoded(text)) : text;
    const std::string scheme = lower(text.substr(0, colon));
    const std::string rest = text.substr(colon + 1);
    if (scheme == "mailto") return "mailto:" + lower(percent_decoded(rest));
    if (!rest.starts_with("//")) return scheme + ':' + (scheme == "urn" ? lower(rest) : rest);
    const std::size_t path = std::min(rest.find('/', 2), rest.size());
    return scheme + ':' + lower(rest.substr(0, path)) + rest.substr(path);
}

}  // namespace stafett::scheduling::ical
