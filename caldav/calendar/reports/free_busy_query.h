// CALDAV:free-busy-query REPORT (RFC 4791 §7.10).
#pragma once

#include "caldav/webdav/resource.h"
#include "storage/base/time_spans.h"

namespace stafett::caldav::calendar::reports {

// The one time-range that the body holds, cut to instants that iCalendar can write; 400 for anything else.
Result<base::TimeSpan> parse_free_busy_query(const xml::Element& report);

// One VFREEBUSY of the calendar's busy times, merged and cut to the range. DAV:number-of-matches-within-limits when
// they are more than an answer should hold.
Result<http::Response> free_busy_query(const webdav::Request& request, const xml::Element& report,
                                       webdav::GuardedSnapshot& snapshot,
                                       const webdav::Granted<webdav::Privilege::read_free_busy>& calendar);

}  // namespace stafett::caldav::calendar::reports
