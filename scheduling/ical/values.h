// RFC 5545 §3.3: typed values. Reading is as lenient as clients.md asks; writing is exact.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/content_line.h"
#include "storage/base/clock.h"

namespace stafett::scheduling::ical {

using base::Date;
using base::Instant;
using base::LocalTime;

// DATE or DATE-TIME in one of its three forms (§3.3.4, §3.3.5).
struct DateTime {
    enum class Form { date, floating, utc, zoned };

    LocalTime time;  // wall-clock time as written; midnight for a date
    Form form = Form::floating;
    std::string tzid;  // zoned only: TZID as written, blanks at its ends removed

    bool is_date() const { return form == Form::date; }
    Date date() const { return Date(std::chrono::floor<std::chrono::days>(time)); }
    friend bool operator==(const DateTime&, const DateTime&) = default;

    static DateTime of_date(Date date);
    static DateTime utc(Instant instant);
    static DateTime zoned(LocalTime time, std::string tzid);
};

// "20270312", "20270312T130000", "20270312T120000Z". A non-empty tzid makes the second form zoned; TZID=UTC (any case)
// makes it UTC. Second 60 is read as 59. Years 1 to 9999. Nothing for anything else.
std::optional<DateTime> parse_date_time(std::string_view value, std::string_view tzid = {});
std::string format(const DateTime& value);  // the value alone; TZID and VALUE are the line's

// Value of DTSTART, DTEND, DUE, RECURRENCE-ID, ... with its TZID parameter; nothing if it is not one.
std::optional<DateTime> date_time(const Property& property);
// The same for a comma list (EXDATE, RDATE); values that are none are left out. Of a PERIOD: its start.
std::vector<DateTime> date_times(const Property& property);

// §3.3.6. Days are nominal (a day over a time change has 23 or 25 hours), seconds exact. Both carry the sign.
struct Duration {
    std::int64_t days = 0;
    std::int64_t seconds = 0;
    friend bool operator==(const Duration&, const Duration&) = default;
};
// "P1DT" is "P1D".
std::optional<Duration> parse_duration(std::string_view value);
std::string format(const Duration& value);  // "P1DT2H", "-PT15M", "PT0S"

// §3.3.9; either an end or a duration is given.
struct Period {
    DateTime start;
    std::optional<DateTime> end;
    std::optional<Duration> duration;
};
std::optional<Period> parse_period(std::string_view value, std::string_view tzid = {});

// §3.3.14, seconds east of UTC: "+0100", "-123456".
std::optional<std::chrono::seconds> parse_utc_offset(std::string_view value);
std::string format_utc_offset(std::chrono::seconds offset);

// §3.3.11. An unknown escape gives the character after the backslash.
std::string unescape_text(std::string_view value);
std::string escape_text(std::string_view text);
// Splits at commas that are not escaped (CATEGORIES, RESOURCES); each unescaped. Of an empty value: nothing.
std::vector<std::string> unescape_list(std::string_view value);
// The same split without unescaping, for editing one value of a list.
std::vector<std::string_view> split_list(std::string_view value);

std::optional<std::int64_t> parse_integer(std::string_view value);  // §3.3.8, 32 bits

// A calendar address in the form in which two are compared (RFC 5545 §3.3.3, RFC 6638): scheme lower case,
// "mailto:anna@example.org" lower-cased as a whole, percent-encoding of unreserved characters and '@' undone, blanks
// removed; a bare mail address gets the scheme. Other URIs are kept but for scheme and host.
std::string normalised_address(std::string_view uri);
// The mail address in a mailto URI, lower-cased; empty for other URIs.
std::string mail_address(std::string_view uri);

}  // namespace stafett::scheduling::ical
