// CALDAV:free-busy-query REPORT (RFC 4791 §7.10).
#pragma once

#include "caldav/webdav/resource.h"

namespace stafett::caldav::calendar::reports {

// One VFREEBUSY of the calendar's busy times, merged and cut to the range. DAV:number-of-matches-within-limits when
// they are more than an answer should hold. 400 for a body without its one time-range.
Result<http::Response> free_busy_query(const webdav::Request& request, const xml::Element& report,
                                       webdav::GuardedSnapshot& snapshot,
                                       const webdav::Granted<webdav::Privilege::read_free_busy>& calendar);

}  // namespace stafett::caldav::calendar::reports
