#include "scheduling/ical/home_zone.h"

namespace stafett::scheduling::ical {

ZonePtr home_zone(std::string_view tzid) {
    if (ZonePtr zone = find_zone(tzid)) return zone;
    if (ZonePtr sweden = find_zone("Europe/Stockholm")) return sweden;
    return utc_zone();
}

base::Date day_in(const Zone& zone, base::Instant at) {
    return base::Date(std::chrono::floor<std::chrono::days>(zone.to_local(at)));
}

}  // namespace stafett::scheduling::ical
