#include "scheduling/ical/rrule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace stafett::scheduling::ical {
namespace {

constexpr std::int64_t kMost = 1'000'000;  // of INTERVAL and COUNT

constexpr std::array<std::string_view, 7> kFrequencies{"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
                                                       "WEEKLY",   "MONTHLY",  "YEARLY"};
constexpr std::array<std::string_view, 7> kWeekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
constexpr std::array<std::string_view, 3> kSkips{"OMIT", "BACKWARD", "FORWARD"};

RuleFault refuse(std::string detail) { return {false, std::move(detail)}; }
using Fault = std::optional<RuleFault>;  // nothing: fine

template <std::size_t N>
std::optional<int> index_of(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return {};
    return static_cast<int>(found - names.begin());
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> out;
    for (std::size_t end = 0; end != std::string_view::npos;
         text.remove_prefix(end == std::string_view::npos ? 0 : end + 1)) {
        end = text.find(at);
        out.push_back(text.substr(0, end));
    }
    return out;
}

// A comma list of numbers from `least` to `most`; sorted, each once. `negative` allows -most..-least too.
Fault read_numbers(std::string_view part, std::string_view value, int least, int most, bool negative,
                   std::vector<int>& out) {
    for (const std::string_view text : split(value, ',')) {
        const auto number = parse_integer(text);
        const std::int64_t size = !number ? -1 : negative && *number < 0 ? -*number : *number;
        if (size < least || size > most) return refuse(fmt::format("{}={} in a rule", part, value));
        out.push_back(static_cast<int>(*number));
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return {};
}

Fault read_days(std::string_view value, std::vector<WeekdayNum>& out) {
    for (const std::string_view part : split(value, ',')) {
        const std::string_view text = trimmed(part);
        if (text.size() < 2 || out.size() > 400) return refuse(fmt::format("BYDAY={} in a rule", value));
        const auto weekday = index_of(kWeekdays, text.substr(text.size() - 2));
        const std::string_view ordinal = text.substr(0, text.size() - 2);
        const auto number = ordinal.empty() ? std::optional<std::int64_t>(0) : parse_integer(ordinal);
        if (!weekday || !number || *number < -53 || *number > 53 || (!ordinal.empty() && *number == 0)) {
            return refuse(fmt::format("BYDAY={} in a rule", value));
        }
        const WeekdayNum day{static_cast<int>(*number), *weekday};
        if (std::ranges::find(out, day) == out.end()) out.push_back(day);
    }
    return {};
}

Fault read_positive(std::string_view part, std::string_view value, std::int64_t& out) {
    const auto number = parse_integer(value);
    if (!number || *number < 1 || *number > kMost) return refuse(fmt::format("{}={} in a rule", part, value));
    out = *number;
    return {};
}

Fault read_until(std::string_view value, RecurrenceRule& rule) {
    rule.until = parse_date_time(value);
    if (!rule.until) return refuse(fmt::format("UNTIL={} in a rule", value));
    return {};
}

Fault read_part(std::string_view name, std::string_view value, RecurrenceRule& rule) {
    if (name == "FREQ") {
        const auto frequency = index_of(kFrequencies, value);
        if (!frequency) return refuse(fmt::format("FREQ={} in a rule", value));
        rule.frequency = static_cast<Frequency>(*frequency);
        return {};
    }
    if (name == "INTERVAL") return read_positive(name, value, rule.interval);
    if (name == "COUNT") return read_positive(name, value, rule.count.emplace());
    if (name == "UNTIL") return read_until(value, rule);
    if (name == "BYSECOND") return read_numbers(name, value, 0, 60, false, rule.by_second);
    if (name == "BYMINUTE") return read_numbers(name, value, 0, 59, false, rule.by_minute);
    if (name == "BYHOUR") return read_numbers(name, value, 0, 23, false, rule.by_hour);
    if (name == "BYDAY") return read_days(value, rule.by_day);
    if (name == "BYMONTHDAY") return read_numbers(name, value, 1, 31, true, rule.by_month_day);
    if (name == "BYYEARDAY") return read_numbers(name, value, 1, 366, true, rule.by_year_day);
    if (name == "BYWEEKNO") return read_numbers(name, value, 1, 53, true, rule.by_week_no);
    if (name == "BYMONTH") return read_numbers(name, value, 1, 12, false, rule.by_month);
    if (name == "BYSETPOS") return read_numbers(name, value, 1, 366, true, rule.by_set_pos);
    if (name == "WKST") {
        const auto weekday = index_of(kWeekdays, value);
        if (!weekday) return refuse(fmt::format("WKST={} in a rule", value));
        rule.week_start = *weekday;
        return {};
    }
    if (name == "RSCALE") {
        if (value == "GREGORIAN" || value == "GREGORY") return {};  // CLDR's name and its alias
        return RuleFault{true, fmt::format("RSCALE={}: only GREGORIAN is supported", value)};
    }
    if (name == "SKIP") {
        const auto skip = index_of(kSkips, value);
        if (!skip) return refuse(fmt::format("SKIP={} in a rule", value));
        rule.skip = static_cast<Skip>(*skip);
        return {};
    }
    if (name.starts_with("X-")) return {};  // RFC 2445 allowed them
    return refuse(fmt::format("{} is not a part of a rule", name));
}

Fault check_together(const RecurrenceRule& rule) {
    if (rule.count && rule.until) return refuse("a rule has COUNT and UNTIL");
    const bool days =
        !rule.by_month.empty() || !rule.by_month_day.empty() || !rule.by_year_day.empty() || !rule.by_week_no.empty();
    if (rule.frequency < Frequency::daily && days) {
        return refuse("FREQ below DAILY together with BYMONTH, BYMONTHDAY, BYYEARDAY or BYWEEKNO");
    }
    return {};
}

}  // namespace

base::Result<RecurrenceRule, RuleFault> parse_rule(std::string_view value) {
    const std::string text = upper(trimmed(value));
    RecurrenceRule rule;
    std::vector<std::string_view> seen;
    for (const std::string_view part : split(text, ';')) {
        if (trimmed(part).empty()) continue;  // a semicolon too many, as some clients write
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) return std::unexpected(refuse(fmt::format("\"{}\" in a rule", part)));
        const std::string_view name = trimmed(part.substr(0, equals));
        if (std::ranges::find(seen, name) != seen.end())
            return std::unexpected(refuse(fmt::format("{} twice in a rule", name)));
        if (seen.size() > 32) return std::unexpected(refuse("a rule has too many parts"));
        seen.push_back(name);
        if (auto fault = read_part(name, trimmed(part.substr(equals + 1)), rule))
            return std::unexpected(*std::move(fault));
    }
    if (std::ranges::find(seen, "FREQ") == seen.end()) return std::unexpected(refuse("a rule without FREQ"));
    if (auto fault = check_together(rule)) return std::unexpected(*std::move(fault));
    return rule;
}

}  // namespace stafett::scheduling::ical
