// CALDAV:filter and CALDAV:comp-filter (RFC 4791 §9.7, §9.7.1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caldav/access/guarded.h"
#include "caldav/calendar/filter/prop_filter.h"
#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/work_budget.h"

namespace stafett::caldav::calendar::filter {

struct CompFilter {
    std::string name;  // upper case
    bool is_not_defined = false;
    std::optional<TimeRange> range;
    std::vector<PropFilter> props;
    std::vector<CompFilter> comps;
};

// Of the CALDAV:filter element: one comp-filter on VCALENDAR. CALDAV:valid-filter for what the grammar or RFC 5545's
// nesting forbids and for more than 200 tests, CALDAV:supported-filter for a time-range we do not evaluate,
// CALDAV:supported-collation.
Result<CompFilter> parse_filter(const xml::Element& filter);

// Undecided: the budget ended first. Such an object is to be given as if it matched, for a client that misses an object
// deletes its copy.
enum class Matching { no, yes, undecided };

// Exact, recurring objects included. Dates and floating times are read in `floating` (RFC 4791 §7.3). Pure.
Matching matches(const CompFilter& filter, const scheduling::ical::Object& object,
                 const scheduling::ical::ZonePtr& floating, base::WorkBudget& work);

// What the store can narrow the search by. A text-match on UID is a substring test, so it narrows nothing.
access::Candidates candidates(const CompFilter& filter);

// Whether candidates() is the whole answer, so that no text needs to be read: the filter names at most one kind of
// component and nothing else.
bool decided_by_candidates(const CompFilter& filter);

}  // namespace stafett::caldav::calendar::filter
