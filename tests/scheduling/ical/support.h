// Short ways to make objects and moments in the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"

namespace stafett::scheduling::ical {

// The object, which must parse.
inline ObjectPtr parsed(std::string text, const Limits& limits = {}) {
    auto result = parse(std::move(text), limits);
    if (!result) {
        ADD_FAILURE() << result.error().detail;
        return nullptr;
    }
    return *result;
}

// "a\nb" with CRLF line ends.
inline std::string crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

inline std::string calendar(std::string_view inside) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + crlf(inside) + "END:VCALENDAR\r\n";
}
inline std::string event(std::string_view lines, std::string_view more = {}) {
    return calendar("BEGIN:VEVENT\nUID:u1\nDTSTAMP:20260101T000000Z\n" + std::string(lines) + "END:VEVENT\n" +
                    std::string(more));
}

// "20260330T120000Z"
inline base::Instant utc(std::string_view text) {
    const auto value = parse_date_time(text);
    EXPECT_TRUE(value && value->form == DateTime::Form::utc) << text;
    return base::Instant(value->time.time_since_epoch());
}
// "20260330T120000"
inline base::LocalTime local(std::string_view text) { return parse_date_time(text).value().time; }

inline std::string to_text(base::Instant at) { return format(DateTime::utc(at)); }
inline std::string to_text(base::LocalTime at) { return format(DateTime{at, DateTime::Form::floating, {}}); }

// What a test asks of one object, within the share of that object.
inline Occurrences occurrences(const Object& object, base::Instant from, base::Instant to, const ZonePtr& floating) {
    auto work = own_share(object);
    return occurrences(object, from, to, floating, work);
}
inline Occurrences first_occurrences(const Object& object, base::Instant from, std::size_t count,
                                     const ZonePtr& floating, std::optional<base::Instant> before = {}) {
    auto work = own_share(object);
    return first_occurrences(object, from, count, floating, before, work);
}
inline bool occurs_within(const Object& object, base::Instant from, base::Instant to, const ZonePtr& floating) {
    auto work = own_share(object);
    return occurs_within(object, from, to, floating, work);
}

}  // namespace stafett::scheduling::ical
