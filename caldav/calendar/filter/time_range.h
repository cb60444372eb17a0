// CALDAV:time-range (RFC 4791 §9.9): when one instance of a component, or one property, overlaps a range.
//
// Everything here is an instant, UTC. Which instances there are, and where floating times lie, is decided by the
// caller; each function is one table of the section.
#pragma once

#include <optional>

#include "storage/base/clock.h"

namespace stafett::caldav::calendar::filter {

using base::Instant;

// Start inclusive, end exclusive; an end that the request leaves out is the first or last instant there is.
struct TimeRange {
    Instant start = Instant::min();
    Instant end = Instant::max();
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

// The intersection; its start may lie after its end, and then nothing overlaps it.
TimeRange intersection(const TimeRange& a, const TimeRange& b);

// A date-time property, an alarm's trigger, an instance without length.
inline bool overlaps(const TimeRange& range, Instant at) { return range.start <= at && range.end > at; }

// A VEVENT instance that lasts until `end`: DTEND, DTSTART + DURATION, or the next day for a DATE. Without length (end
// not after start) it is an instant.
bool event_overlaps(const TimeRange& range, Instant start, Instant end);

struct TodoTimes {
    std::optional<Instant> start;         // DTSTART
    std::optional<Instant> due;           // DUE, without DURATION
    std::optional<Instant> duration_end;  // DTSTART + DURATION
    std::optional<Instant> completed;
    std::optional<Instant> created;
};
bool todo_overlaps(const TimeRange& range, const TodoTimes& todo);

// DTSTART and DTEND of a VFREEBUSY, which hold for it as a whole.
bool free_busy_overlaps(const TimeRange& range, Instant start, Instant end);
// One period of a FREEBUSY property.
bool period_overlaps(const TimeRange& range, Instant start, Instant end);

}  // namespace stafett::caldav::calendar::filter
