// CALDAV:expand and CALDAV:limit-recurrence-set (RFC 4791 §9.6.5, §9.6.6).
#pragma once

#include <string>

#include "caldav/calendar/filter/time_range.h"
#include "caldav/http/condition.h"
#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/work_budget.h"

namespace stafett::caldav::calendar::reports {

// A VCALENDAR of single instances that overlap `range`: no recurrence properties, no VTIMEZONE, times with a zone in
// UTC, dates and floating times as they are, RECURRENCE-ID on every instance of what recurs.
// 507 DAV:number-of-matches-within-limits for more than 10,000 instances or 8 MiB, or when `work` does not suffice.
Result<std::string> expand(const scheduling::ical::Object& object, const filter::TimeRange& range,
                           const scheduling::ical::ZonePtr& floating, base::WorkBudget& work);

// The object without those overrides that neither lie in `range` nor come from it. 507 as above when `work` does not
// suffice.
Result<std::string> limit_recurrence_set(const scheduling::ical::Object& object, const filter::TimeRange& range,
                                         const scheduling::ical::ZonePtr& floating, base::WorkBudget& work);

}  // namespace stafett::caldav::calendar::reports
