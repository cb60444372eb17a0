#include "scheduling/network/mandate_text.h"

namespace stafett::scheduling::network {
namespace {

constexpr std::string_view kBlank = " \t\r";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string trim(std::string_view text) {
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] >= 'A' && out[i] <= 'Z') out[i] = static_cast<char>(out[i] + 32);
        // Å Ä Ö are C3 85, C3 84, C3 96; their small letters stand 0x20 further on.
        if (out[i] == '\xc3' && i + 1 < out.size() &&
            (out[i + 1] == '\x85' || out[i + 1] == '\x84' || out[i + 1] == '\x96')) {
            out[i + 1] = static_cast<char>(out[i + 1] + 0x20);
            ++i;
        }
    }
    return out;
}

bool contains(std::string_view text, std::string_view needle) { return lower(text).contains(lower(needle)); }

std::vector<std::string> lines_of(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(trim(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool same_heading(std::string_view line, std::string_view heading) {
    const auto bare = [](std::string_view text) {
        std::string words = lower(trim(text));
        while (words.ends_with(':')) words.pop_back();
        std::string out;
        for (const char c : words) {
            const bool sign = c == '/' || c == '-';
            if (sign)
                while (out.ends_with(' ')) out.pop_back();
            if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '/' || out.back() == '-')) continue;
            out.push_back(c);
        }
        return trim(out);
    };
    return bare(line) == bare(heading);
}

std::optional<std::string> list_item(std::string_view line) {
    std::string text = trim(line);
    std::size_t sign = 0;
    for (const std::string_view bullet : {"-", "*", "–", "•", "·"})
        if (text.starts_with(bullet) && text.size() > bullet.size() && kBlank.contains(text[bullet.size()]))
            sign = bullet.size();
    if (sign == 0) return std::nullopt;
    text = trim(std::string_view(text).substr(sign));
    while (text.starts_with('*')) text.erase(0, 1);
    while (text.ends_with('*')) text.pop_back();
    text = trim(text);
    return text.empty() ? std::nullopt : std::optional(text);
}

std::vector<std::string> paragraphs_of(const std::vector<std::string>& lines) {
    std::vector<std::string> paragraphs;
    std::string current;
    const auto finish = [&] {
        if (current.empty()) return;
        if (!paragraphs.empty() && address_in(current) == current)
            paragraphs.back() += " " + current;
        else
            paragraphs.push_back(current);
        current.clear();
    };
    for (const std::string& line : lines) {
        if (line.empty()) {
            finish();
        } else {
            if (!current.empty()) current += list_item(line) ? "\n" : " ";
            current += line;
        }
    }
    finish();
    return paragraphs;
}

std::string join_paragraphs(const std::vector<std::string>& paragraphs) {
    std::string out;
    for (const std::string& paragraph : paragraphs) out += (out.empty() ? "" : "\n\n") + paragraph;
    return out;
}

std::optional<std::string> address_in(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    constexpr std::string_view ends = " \t\r\n<>,;:()\"";
    const auto before = text.substr(0, at).find_last_of(ends);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    auto address = text.substr(begin, text.find_first_of(ends, at) - begin);
    while (address.ends_with('.')) address.remove_suffix(1);
    const auto domain = address.substr(address.find('@') + 1);
    if (address.starts_with('@') || !domain.contains('.')) return std::nullopt;
    return std::string(address);
}

std::optional<int> year_in(std::string_view text) {
    for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
        if (!text.substr(i).starts_with("20") || !is_digit(text[i + 2]) || !is_digit(text[i + 3])) continue;
        if ((i > 0 && is_digit(text[i - 1])) || (i + 4 < text.size() && is_digit(text[i + 4]))) continue;
        return 2000 + (text[i + 2] - '0') * 10 + (text[i + 3] - '0');
    }
    return std::nullopt;
}

}  // namespace stafett::scheduling::network
