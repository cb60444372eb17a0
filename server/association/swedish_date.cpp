#include "server/association/swedish_date.h"

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace stafett::server::association {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"januari",   "februari", "mars",     "april",
                                                   "maj",       "juni",     "juli",     "augusti",
                                                   "september", "oktober",  "november", "december"};

struct Number {
    int value = 0;
    std::size_t digits = 0;
};

// Numbers and words, and what stands between them, blanks aside.
struct Parts {
    std::vector<Number> numbers;
    std::optional<unsigned> month;  // by its name
    std::string between;            // "--", "/ ", " ": one character for each gap, ' ' for blanks only
    bool good = true;
};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::optional<unsigned> month_named(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    for (unsigned i = 0; i < kMonths.size(); ++i) {
        const std::string_view full = kMonths.at(i);
        const bool shortened = (name.size() == 3 || (name == "sept")) && full.starts_with(name);
        if (name == full || shortened) return i + 1;
    }
    return std::nullopt;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

Parts parts_of(std::string_view text) {
    Parts parts;
    std::size_t at = 0;
    while (at < text.size() && parts.good) {
        std::size_t end = at;
        if (is_digit(text[at])) {
            while (end < text.size() && is_digit(text[end])) ++end;
            Number number{0, end - at};
            const auto read = std::from_chars(text.data() + at, text.data() + end, number.value);
            parts.good = read.ec == std::errc();
            parts.numbers.push_back(number);
        } else if (is_letter(text[at])) {
            while (end < text.size() && (is_letter(text[end]) || text[end] == '.')) ++end;
            parts.good = !parts.month && (parts.month = month_named(text.substr(at, end - at))).has_value();
        } else {
            while (end < text.size() && !is_digit(text[end]) && !is_letter(text[end])) ++end;
            std::string gap(text.substr(at, end - at));
            std::erase(gap, ' ');
            parts.good = gap.size() <= 1;
            parts.between += gap.empty() ? " " : gap;
        }
        at = end;
    }
    return parts;
}

std::optional<base::Date> day(int year, int month, int day) {
    if (year < 1900 || year > 2199 || month < 1 || day < 1) return std::nullopt;
    const base::Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                          std::chrono::day(static_cast<unsigned>(day))};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<base::Date> read(const Parts& parts) {
    const auto& n = parts.numbers;
    if (parts.month && n.size() == 2 && parts.between == "  " && n[1].digits == 4)
        return day(n[1].value, static_cast<int>(*parts.month), n[0].value);
    if (parts.month) return std::nullopt;
    if (n.size() == 1 && n[0].digits == 8 && parts.between.empty())
        return day(n[0].value / 10000, n[0].value / 100 % 100, n[0].value % 100);
    if (n.size() != 3) return std::nullopt;
    if (n[0].digits == 4 && (parts.between == "--" || parts.between == "//"))
        return day(n[0].value, n[1].value, n[2].value);
    if (n[2].digits != 4 || n[0].digits > 2 || n[1].digits > 2) return std::nullopt;
    const bool swedish = parts.between == "/ " || parts.between == "..";
    const bool only_so = parts.between == "//" && (n[0].value > 12 || n[0].value == n[1].value);
    return swedish || only_so ? day(n[2].value, n[1].value, n[0].value) : std::nullopt;
}

}  // namespace

base::Result<base::Date, std::string> parse_swedish_date(std::string_view text) {
    const Parts parts = parts_of(lower(text));
    if (parts.good)
        if (const auto date = read(parts)) return *date;
    const bool either =
        parts.good && parts.numbers.size() == 3 && parts.between == "//" && parts.numbers[2].digits == 4;
    return std::unexpected(fmt::format("'{}' is {}; write it as 2026-08-01", text,
                                       either ? "one day in Sweden and another in English" : "no date"));
}

}  // namespace stafett::server::association
