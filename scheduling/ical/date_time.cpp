#include <fmt/format.h>

#include <algorithm>

#include "scheduling/ical/values.h"

namespace stafett::scheduling::ical {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// `text` as a number of nothing but digits.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<LocalTime> parse_day(std::string_view text) {
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(4, 2));
    const auto day = digits(text.substr(6, 2));
    if (!year || !month || !day || *year < 1) return {};
    const Date date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                    std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return {};
    return LocalTime(std::chrono::local_days(date));
}

std::optional<seconds> parse_time(std::string_view text) {
    const auto hour = digits(text.substr(0, 2));
    const auto minute = digits(text.substr(2, 2));
    const auto second = digits(text.substr(4, 2));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return {};
    return hours(*hour) + minutes(*minute) + seconds(std::min(*second, 59));
}

// Reads the digits at `at`; nothing if there is none, or more than nine.
std::optional<std::int64_t> number(std::string_view text, std::size_t& at) {
    const std::size_t first = at;
    std::int64_t value = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        if (at - first == 9) return {};
        value = value * 10 + (text[at] - '0');
    }
    if (at == first) return {};
    return value;
}

// By hand: a free-busy answer has hundreds.
std::string format_local(LocalTime time) {
    const auto day = std::chrono::floor<days>(time);
    const Date date(day);
    const auto clock = (time - day).count();
    std::string text = "YYYYMMDDThhmmss";
    const auto write = [&](std::size_t at, std::size_t digits, std::int64_t number) {
        for (std::size_t i = at + digits; i > at; number /= 10) text[--i] = static_cast<char>('0' + number % 10);
    };
    write(0, 4, std::clamp(static_cast<int>(date.year()), 0, 9999));
    write(4, 2, static_cast<unsigned>(date.month()));
    write(6, 2, static_cast<unsigned>(date.day()));
    write(9, 2, clock / 3600);
    write(11, 2, clock / 60 % 60);
    write(13, 2, clock % 60);
    return text;
}

}  // namespace

DateTime DateTime::of_date(Date date) { return {LocalTime(std::chrono::local_days(date)), Form::date, {}}; }
DateTime DateTime::utc(Instant instant) { return {LocalTime(instant.time_since_epoch()), Form::utc, {}}; }
DateTime DateTime::zoned(LocalTime time, std::string tzid) { return {time, Form::zoned, std::move(tzid)}; }

std::optional<DateTime> parse_date_time(std::string_view value, std::string_view tzid) {
    value = trimmed(value);
    tzid = trimmed(tzid);
    if (value.size() != 8 && value.size() != 15 && value.size() != 16) return {};
    const auto day = parse_day(value);
    if (!day) return {};
    if (value.size() == 8) return DateTime{*day, DateTime::Form::date, {}};
    if (value[8] != 'T' && value[8] != 't') return {};
    const auto time = parse_time(value.substr(9));
    if (!time || (value.size() == 16 && value[15] != 'Z' && value[15] != 'z')) return {};
    if (value.size() == 16 || equal_ignoring_case(tzid, "UTC")) return DateTime{*day + *time, DateTime::Form::utc, {}};
    if (tzid.empty()) return DateTime{*day + *time, DateTime::Form::floating, {}};
    return DateTime::zoned(*day + *time, std::string(tzid));
}

std::string format(const DateTime& value) {
    const std::string text = format_local(value.time);
    if (value.form == DateTime::Form::date) return text.substr(0, text.find('T'));
    return value.form == DateTime::Form::utc ? text + 'Z' : text;
}

std::optional<DateTime> date_time(const Property& property) {
    return parse_date_time(property.value, property.parameter_value("TZID"));
}

std::vector<DateTime> date_times(const Property& property) {
    const std::string tzid = property.parameter_value("TZID");
    std::vector<DateTime> out;
    for (const std::string_view value : split_list(property.value)) {
        if (auto parsed = parse_date_time(value.substr(0, value.find('/')), tzid)) out.push_back(*std::move(parsed));
    }
    return out;
}

std::optional<Duration> parse_duration(std::string_view value) {
    value = trimmed(value);
    const bool negative = value.starts_with('-');
    if (negative || value.starts_with('+')) value.remove_prefix(1);
    if (value.size() < 2 || (value[0] != 'P' && value[0] != 'p')) return {};
    Duration out;
    bool time = false;
    bool some = false;
    for (std::size_t at = 1; at < value.size();) {
        if (!time && (value[at] == 'T' || value[at] == 't')) {
            time = true;
            ++at;  // nothing behind it, as some programs write "P1DT": no time
            continue;
        }
        const auto count = number(value, at);
        if (!count || at == value.size()) return {};
        some = true;
        const char unit = upper(value.substr(at++, 1)).front();
        if (!time && unit == 'W')
            out.days += *count * 7;
        else if (!time && unit == 'D')
            out.days += *count;
        else if (time && unit == 'H')
            out.seconds += *count * 3600;
        else if (time && unit == 'M')
            out.seconds += *count * 60;
        else if (time && unit == 'S')
            out.seconds += *count;
        else
            return {};
    }
    if (!some || out.days > std::int64_t{10'000} * 366 || out.seconds > std::int64_t{10'000} * 366 * 86'400) return {};
    return negative ? Duration{-out.days, -out.seconds} : out;
}

std::string format(const Duration& value) {
    const bool negative = value.days < 0 || value.seconds < 0;
    const std::int64_t day_count = negative ? -value.days : value.days;
    const std::int64_t rest = negative ? -value.seconds : value.seconds;
    std::string out = negative ? "-P" : "P";
    if (day_count != 0) out += fmt::format("{}D", day_count);
    if (rest == 0) return day_count != 0 ? out : out + "T0S";
    out += 'T';
    if (rest / 3600 != 0) out += fmt::format("{}H", rest / 3600);
    if (rest / 60 % 60 != 0) out += fmt::format("{}M", rest / 60 % 60);
    if (rest % 60 != 0) out += fmt::format("{}S", rest % 60);
    return out;
}

std::optional<Period> parse_period(std::string_view value, std::string_view tzid) {
    const std::size_t slash = value.find('/');
    if (slash == std::string_view::npos) return {};
    const auto start = parse_date_time(value.substr(0, slash), tzid);
    if (!start || start->is_date()) return {};
    const std::string_view rest = trimmed(value.substr(slash + 1));
    Period out{*start, parse_date_time(rest, tzid), {}};
    if (!out.end) out.duration = parse_duration(rest);
    if (!out.end && !out.duration) return {};
    return out;
}

std::optional<seconds> parse_utc_offset(std::string_view value) {
    value = trimmed(value);
    if ((value.size() != 5 && value.size() != 7) || (value[0] != '+' && value[0] != '-')) return {};
    const auto hour = digits(value.substr(1, 2));
    const auto minute = digits(value.substr(3, 2));
    const auto second = digits(value.substr(5));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return {};
    const seconds offset = hours(*hour) + minutes(*minute) + seconds(*second);
    return value[0] == '-' ? -offset : offset;
}

std::string format_utc_offset(seconds offset) {
    const auto size = offset.count() < 0 ? -offset.count() : offset.count();
    std::string out = fmt::format("{}{:02}{:02}", offset.count() < 0 ? '-' : '+', size / 3600, size / 60 % 60);
    if (size % 60 != 0) out += fmt::format("{:02}", size % 60);
    return out;
}

}  // namespace stafett::scheduling::ical
