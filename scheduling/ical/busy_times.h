// When somebody is busy (RFC 4791 §7.10, RFC 5545 §3.6.4): read from objects, merged, written as FREEBUSY.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/time_spans.h"
#include "storage/base/work_budget.h"

namespace stafett::scheduling::ical {

// FBTYPE (RFC 5545 §3.2.9). FREE is not kept, and a type that is not known counts as BUSY.
enum class Busy { busy, tentative, unavailable };

struct BusyTime {
    Busy type = Busy::busy;
    base::TimeSpan span;
    friend bool operator==(const BusyTime&, const BusyTime&) = default;
};

// Adds what of `range` the object makes busy, by TRANSP and STATUS of each instance, or by the FREEBUSY lines of a
// VFREEBUSY; all-day and floating times are read in `floating`. False when the object has more than kMostOccurrences
// there or `work` does not suffice: what was added is then not all.
bool add_busy_times(const Object& object, const base::TimeSpan& range, const ZonePtr& floating,
                    std::vector<BusyTime>& out, base::WorkBudget& work);

// An event that happens once, at a time that is the same whoever asks: no recurrence, nothing floating or all-day.
struct OneTime {
    base::TimeSpan span;
    std::optional<Busy> type;  // none: the time stays free
};
// Nothing for every other object.
std::optional<OneTime> one_time(const Object& object);
// What add_busy_times() would add for it.
void add_busy_time(const OneTime& event, const base::TimeSpan& range, std::vector<BusyTime>& out);

// Periods of one type that overlap or follow each other become one. By type, then by time.
std::vector<BusyTime> merged(std::vector<BusyTime> times);

// One FREEBUSY line per period, folded, with CRLF: "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260104T150000Z/20260104T160000Z".
std::string freebusy_lines(const std::vector<BusyTime>& times);

}  // namespace stafett::scheduling::ical
