#include "caldav/http/content_disposition.h"

#include <algorithm>
#include <optional>

#include "caldav/http/href.h"
#include "storage/base/percent.h"
#include "storage/base/safe_text.h"

namespace stafett::caldav::http {
namespace {

constexpr std::size_t longest = 200;
constexpr std::string_view blanks = " \t";

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text, std::string_view what) {
    const std::size_t first = text.find_first_not_of(what);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(what) - first + 1);
}

// Takes a token or quoted-string from the front of `rest`, up to the next ';'.
std::string take_value(std::string_view& rest) {
    rest = rest.substr(std::min(rest.find_first_not_of(blanks), rest.size()));
    std::string value;
    if (rest.starts_with('"')) {
        rest.remove_prefix(1);
        while (!rest.empty() && rest.front() != '"') {
            if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
            value += rest.front();
            rest.remove_prefix(1);
        }
        rest = rest.substr(std::min(rest.find(';'), rest.size()));
        return value;
    }
    const std::size_t end = std::min(rest.find(';'), rest.size());
    value = trimmed(rest.substr(0, end), blanks);
    rest.remove_prefix(end);
    return value;
}

// RFC 8187 §3.2: UTF-8''… and ISO-8859-1''…; to_utf8 tells them apart by their octets.
std::optional<std::string> extended(std::string_view value) {
    const std::size_t first = value.find('\'');
    const std::size_t second = first == std::string_view::npos ? first : value.find('\'', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    value.remove_prefix(second + 1);
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto octet = base::percent_octet(value, i);
        out += octet.value_or(value[i]);
        if (octet) i += 2;
    }
    return out;
}

// What is not UTF-8 is read as Latin-1.
std::string to_utf8(std::string text) {
    if (valid_utf8(text)) return text;
    std::string out;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0U | (octet >> 6U));
            out += static_cast<char>(0x80U | (octet & 0x3FU));
        }
    }
    return out;
}

// The end goes, but for what tells the type.
std::string shortened(std::string name) {
    if (name.size() <= longest) return name;
    const std::size_t dot = name.rfind('.');
    const std::string type = dot != std::string::npos && name.size() - dot <= 12 ? name.substr(dot) : std::string();
    std::size_t cut = longest - type.size();
    while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0U) == 0x80U) --cut;
    return name.substr(0, cut) + type;
}

std::string made_fit(std::string name) {
    name = to_utf8(std::move(name));
    const std::size_t folder = name.find_last_of("/\\");
    if (folder != std::string::npos) name.erase(0, folder + 1);
    name = base::without_unsafe(name);
    const std::string whole(trimmed(name, " ."));
    return std::string(trimmed(shortened(whole), " ."));
}

}  // namespace

std::string file_name_in(std::string_view field) {
    std::string plain, better;
    std::string_view rest = field.substr(std::min(field.find(';'), field.size()));
    while (rest.starts_with(';')) {
        rest.remove_prefix(1);
        const std::size_t equals = rest.find_first_of("=;");
        if (equals == std::string_view::npos) break;
        const std::string_view name = trimmed(rest.substr(0, equals), blanks);
        if (rest[equals] == ';') {
            rest.remove_prefix(equals);
            continue;
        }
        rest.remove_prefix(equals + 1);
        std::string value = take_value(rest);
        if (same_name(name, "filename*") && better.empty()) better = extended(value).value_or("");
        if (same_name(name, "filename") && plain.empty()) plain = std::move(value);
    }
    std::string name = made_fit(std::move(better));
    return name.empty() ? made_fit(std::move(plain)) : name;
}

std::string as_download(std::string_view file_name) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view attr_char = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`|~";
    std::string ascii, coded;
    for (const char c : base::without_unsafe(file_name)) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet >= 0x80) {
            if ((octet & 0xC0U) != 0x80U) ascii += '_';  // one for each character
        } else {
            ascii += c == '"' || c == '\\' || c == '%' ? '_' : c;
        }
        if (attr_char.find(c) != std::string_view::npos) {
            coded += c;
        } else {
            coded += '%';
            coded += hex[octet >> 4U];
            coded += hex[octet & 15U];
        }
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + coded;
}

}  // namespace stafett::caldav::http
