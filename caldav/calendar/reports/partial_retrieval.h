// CALDAV:comp and CALDAV:prop (RFC 4791 §7.6, §9.6.1-4): an object with only the parts that were asked for.
#pragma once

#include <string>

#include "caldav/calendar/reports/calendar_data.h"

namespace stafett::caldav::calendar::reports {

// What is kept is kept octet for octet; of a property with novalue, name and parameters stay.
std::string partial(const CompSelection& selection, const scheduling::ical::Object& object);

}  // namespace stafett::caldav::calendar::reports
