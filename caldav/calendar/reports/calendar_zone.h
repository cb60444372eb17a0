// The zone in which dates and floating times of a calendar are read (RFC 4791 §7.3).
#pragma once

#include <string_view>

#include "caldav/webdav/property.h"
#include "caldav/webdav/resource.h"
#include "scheduling/ical/zone.h"

namespace stafett::caldav::calendar::reports {

// The one VTIMEZONE in an iCalendar text (CALDAV:timezone, CALDAV:calendar-timezone): CALDAV:valid-calendar-data for
// anything else. A zone that names one of the system's is the system's. Never null.
Result<scheduling::ical::ZonePtr> parse_timezone(std::string_view icalendar);

// CALDAV:calendar-timezone of the calendar, else the association's zone, else UTC. `address` is the calendar's or an
// object's in it. Never null.
Result<scheduling::ical::ZonePtr> calendar_zone(webdav::GuardedSnapshot& snapshot, const access::Address& address);
// The same for the calendar of a resource whose properties are read: found out once in an answer.
Result<scheduling::ical::ZonePtr> calendar_zone(const webdav::Subject& subject);

// The association's zone as an iCalendar text with one VTIMEZONE; empty when the system does not know it.
Result<std::string> default_timezone(webdav::GuardedSnapshot& snapshot);

}  // namespace stafett::caldav::calendar::reports
