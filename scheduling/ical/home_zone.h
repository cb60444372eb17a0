// The zone that whole days and floating times are read in where nothing else says so: the association's.
#pragma once

#include <string_view>

#include "scheduling/ical/zone.h"
#include "storage/base/clock.h"

namespace stafett::scheduling::ical {

// The zone of that name (as find_zone reads it); Sweden's where the name is empty or means nothing here, UTC on a
// machine that knows no zones. Never null.
ZonePtr home_zone(std::string_view tzid);

// The day that it is there at that moment.
base::Date day_in(const Zone& zone, base::Instant at);

}  // namespace stafett::scheduling::ical
