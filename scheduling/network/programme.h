// Which occurrences of a meeting need a host (model.md §6).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/clock.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

// An occurrence that takes place.
struct Turn {
    model::OccurrenceId occurrence;  // empty for a meeting that does not recur
    base::Date date;                 // where it is now, in the association's zone
    bool open = true;                // gets a row if it has none: not past, and within the horizon
    friend bool operator==(const Turn&, const Turn&) = default;
};

struct Programme {
    std::vector<Turn> turns;                     // by start
    std::vector<model::OccurrenceId> cancelled;  // by an override of their own
    bool preliminary = false;                    // TENTATIVE: reserves nothing, `turns` are for a proposal
    bool whole_cancelled = false;                // no turns
};

// How far ahead a series has rows.
struct Horizon {
    base::Date today;  // in the association's zone
    int months = 12;
    int rows = 24;
};

// Of a series: from today on up to the horizon, and as far back and ahead as `rows` (its present ones) reach. An
// occurrence whose override is TENTATIVE has no turn.
Programme programme_of(const ical::Object& object, const ical::ZonePtr& zone, const Horizon& horizon,
                       std::span<const model::Hosting> rows);

// The first day of a meeting, in the association's zone; nothing if it never takes place. What a preliminary meeting's
// horizon begins with, so that its proposal does not depend on the day.
std::optional<base::Date> first_day(const ical::Object& object, const ical::ZonePtr& zone);

// End of its last occurrence; nothing: open, or too many to tell.
std::optional<base::Instant> last_end(const ical::Object& object, const ical::ZonePtr& zone);

}  // namespace stafett::scheduling::network
