// Occurrences of an object (RFC 5545 §3.8.5): RRULE, RDATE, EXDATE and overrides. Every function takes the budget of
// work that it spends; when that ends, what it gives back is not all there is, and WorkBudget::exhausted() says so.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/values.h"
#include "storage/base/time_spans.h"
#include "storage/base/work_budget.h"

namespace stafett::scheduling::ical {

// A budget of what one object may cost by itself. For pure functions, whose result must follow from their arguments
// alone and not from what was done before them: compose, reduce and whatever else decides what a meeting is.
inline base::WorkBudget own_share(const Object& object) {
    return base::WorkBudget(base::WorkBudget::share_of(object.text().size()));
}

// How many occurrences are given back at most.
inline constexpr std::size_t kMostOccurrences = 10'000;

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
Occurrences occurrences(const Object& object, Instant from, Instant to, const ZonePtr& floating, base::WorkBudget& work,
                        std::size_t most = kMostOccurrences);

// The first `count` occurrences that start at or after `from` (and before `before`, if given).
Occurrences first_occurrences(const Object& object, Instant from, std::size_t count, const ZonePtr& floating,
                              std::optional<Instant> before, base::WorkBudget& work);

// Whether any occurrence overlaps [from, to); stops at the first.
bool occurs_within(const Object& object, Instant from, Instant to, const ZonePtr& floating, base::WorkBudget& work);

// The recurrence set of one object, read once and asked often. The object and `work` outlive it; one thread.
class RecurrenceSet {
  public:
    RecurrenceSet(const Object& object, const ZonePtr& floating, base::WorkBudget& work);
    ~RecurrenceSet();
    RecurrenceSet(const RecurrenceSet&) = delete;
    RecurrenceSet& operator=(const RecurrenceSet&) = delete;

    // As occurrences().
    Occurrences within(Instant from, Instant to, std::size_t most = kMostOccurrences);
    // Whether `test` holds for an occurrence that `component` describes and that overlaps [from, to); stops at the
    // first. An override describes one occurrence, the master all that no override describes.
    bool any(const Component& component, Instant from, Instant to, const std::function<bool(const Occurrence&)>& test);
    // Whether any occurrence overlaps [from, to); stops at the first.
    bool any(Instant from, Instant to);

  private:
    class Series;
    std::unique_ptr<Series> series_;
    friend Occurrences first_occurrences(const Object&, Instant, std::size_t, const ZonePtr&, std::optional<Instant>,
                                         base::WorkBudget&);
    friend std::optional<std::vector<base::TimeSpan>> possible_occurrences(const Object&, Instant, Instant, bool,
                                                                           base::WorkBudget&);
};

// Where occurrences can be in [from, to): in no order, floating and all-day times in UTC. With `in_any_zone` also those
// that another zone for floating times could bring back, where EXDATE, UNTIL or RECURRENCE-ID have another form than
// DTSTART. Nothing when there are more than kMostOccurrences or `work` does not suffice.
std::optional<std::vector<base::TimeSpan>> possible_occurrences(const Object& object, Instant from, Instant to,
                                                                bool in_any_zone, base::WorkBudget& work);

// Bounds of everything in the object that time can match, UTC: main components, and for each the properties that
// RFC 4791 §9.9 tests (COMPLETED, CREATED, DUE). None: no beginning known, or no end. Floating and all-day times are
// widened by a day on each side; an alarm's trigger is not counted. The end is exclusive: of a moment, the second
// behind it. A prefilter, never an answer. A rule whose last instance cannot be found within
// the share of one object has no end.
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
