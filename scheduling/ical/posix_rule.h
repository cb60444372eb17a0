// The rule that a TZif file's footer gives for the time after its last transition: a POSIX TZ string (RFC 8536 §3.3).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stafett::scheduling::ical {

// "M3.5.0/2", "J60", "59": a day of the year and a local time on it.
struct PosixChange {
    enum class Kind { month_week_day, julian, zero_based } kind = Kind::month_week_day;
    int month = 0;                                      // 1..12
    int week = 0;                                       // 1..4; 5: the last
    int day = 0;                                        // weekday (0 Sunday), or day of the year
    std::chrono::seconds time = std::chrono::hours(2);  // -167 h .. 167 h

    // The local moment of the change in that year.
    std::chrono::local_seconds in(std::chrono::year year) const;
};

struct PosixRule {
    std::chrono::seconds standard{};  // east of UTC
    struct Daylight {
        std::chrono::seconds offset{};
        PosixChange begins;  // in standard time
        PosixChange ends;    // in daylight time
    };
    std::optional<Daylight> daylight;

    std::chrono::seconds offset_at(std::chrono::sys_seconds at) const;
};

// "CET-1CEST,M3.5.0,M10.5.0/3", "<+0330>-3:30", "UTC0"; nothing for what is none.
std::optional<PosixRule> parse_posix_rule(std::string_view text);

}  // namespace stafett::scheduling::ical
