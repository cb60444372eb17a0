// Occurrences of an object (RFC 5545 §3.8.5): RRULE, RDATE, EXDATE and overrides. Bounded by steps, so that a rule
// without instances or with too many costs no more than its budget.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/values.h"
#include "storage/base/time_spans.h"

namespace stafett::scheduling::ical {

struct Budget {
    std::size_t occurrences = 10'000;  // given back at most
    std::size_t steps = 100'000;       // candidates looked at, of all rules together
};

struct Occurrence {
    // Its original start, in the master's form (date, floating, utc or zoned with the master's TZID): what an
    // override's RECURRENCE-ID says. Of an object that does not recur: its start.
    DateTime recurrence_id;
    Instant start;
    Instant end;            // = start where there is no duration
    LocalTime local_start;  // as the component's DTSTART has it, in its own zone
    bool all_day = false;
    const Component* component = nullptr;  // the master, or the override that describes it
    bool is_override = false;
};

struct Occurrences {
    std::vector<Occurrence> list;  // by start, then by recurrence id
    bool complete = true;          // false: the budget ended it, more may exist
};

// All occurrences that overlap [from, to): RFC 4791 §9.9's rule for VEVENT, so that one without duration overlaps if it
// starts there. Overrides count by where they are, not by where they were. DTSTART is always an instance. Floating and
// all-day times are read in `floating`. A VTODO occurs from DTSTART (else DUE) to DUE. VFREEBUSY and VAVAILABILITY give
// one. An override with RANGE=THISANDFUTURE is taken as a single one.
Occurrences occurrences(const Object& object, Instant from, Instant to, const ZonePtr& floating,
                        const Budget& budget = {});

// The first `count` occurrences that start at or after `from` (and before `before`, if given).
Occurrences first_occurrences(const Object& object, Instant from, std::size_t count, const ZonePtr& floating,
                              std::optional<Instant> before = {}, const Budget& budget = {});

// Whether any occurrence overlaps [from, to); stops at the first.
bool occurs_within(const Object& object, Instant from, Instant to, const ZonePtr& floating, const Budget& budget = {});

// Where occurrences can be in [from, to): in no order, floating and all-day times in UTC. With `in_any_zone` also those
// that another zone for floating times could bring back, where EXDATE, UNTIL or RECURRENCE-ID have another form than
// DTSTART. Nothing when the budget does not suffice.
std::optional<std::vector<base::TimeSpan>> possible_occurrences(const Object& object, Instant from, Instant to,
                                                                bool in_any_zone, const Budget& budget = {});

// Bounds of everything in the object that time can match, UTC: main components, and for each the properties that
// RFC 4791 §9.9 tests (COMPLETED, CREATED, DUE). None: no beginning known, or no end. Floating and all-day times are
// widened by a day on each side; an alarm's trigger is not counted. The end is exclusive: of a moment, the second
// behind it. A prefilter, never an answer.
struct TimeBounds {
    std::optional<Instant> start;
    std::optional<Instant> end;
    friend bool operator==(const TimeBounds&, const TimeBounds&) = default;
};
TimeBounds time_bounds(const Object& object);

// What RFC 4791 §9.9 asks of one component, each nothing if absent or invalid. DTEND + DURATION: DTEND counts.
struct Times {
    std::optional<DateTime> dtstart, dtend, due, completed, created, recurrence_id;
    std::optional<Duration> duration;
};
Times times_of(const Component& component);
// Where a component with that start ends: DTEND, DURATION, DUE, else its start (a date: the next midnight).
Instant end_of(const Times& times, ObjectZones& zones);

}  // namespace stafett::scheduling::ical
