#include "caldav/access/guarded.h"
#include "scheduling/ical/home_zone.h"
#include "storage/store.h"

namespace stafett::caldav::access {

Result<std::string> GuardedSnapshot::zone() {
    TRY_ASSIGN(const std::optional<model::Association> association, snapshot_.association().association());
    return association && !association->zone.empty() ? association->zone : std::string("UTC");
}

Result<GuardedSnapshot::Day> GuardedSnapshot::day_around(base::Instant now) {
    TRY_ASSIGN(const std::optional<model::Association> association, snapshot_.association().association());
    const auto zone = scheduling::ical::home_zone(association ? association->zone : "");
    const std::chrono::local_days today(scheduling::ical::day_in(*zone, now));
    return Day{zone->to_utc(today), zone->to_utc(today + std::chrono::days(1))};
}

}  // namespace stafett::caldav::access
