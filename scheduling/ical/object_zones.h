// What the TZIDs of a calendar object mean: the system's zones and its own VTIMEZONEs.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "scheduling/ical/object.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"
#include "storage/base/work_budget.h"

namespace stafett::scheduling::ical {

// The zones that an object's TZIDs mean. An IANA name is the system's zone (what programs embed under such a name is a
// shortened copy); for every other TZID, Windows names included, an embedded VTIMEZONE wins, for it says what its
// sender meant; without one the name is mapped. Made per use; one thread. The object must outlive it. All embedded
// zones of an object together may cost what one object may (WorkBudget::share_of), so that what a TZID means follows
// from the object alone.
class ObjectZones {
  public:
    // What floating and all-day times are read in. Must not be null.
    ObjectZones(const Object& object, ZonePtr floating)
        : object_(object), floating_(std::move(floating)), work_(base::WorkBudget::share_of(object.text().size())) {}
    // Null if the TZID means nothing.
    ZonePtr find(std::string_view tzid);
    // UTC for utc, the zone for zoned, else (also for an unknown TZID) the floating one. Never null.
    ZonePtr of(const DateTime& value);
    base::Instant instant(const DateTime& value);
    const ZonePtr& floating() const { return floating_; }
    // What the embedded zones asked for so far have cost to evaluate, in steps of a WorkBudget, as if none had been
    // remembered from elsewhere.
    std::uint64_t steps() const { return work_.spent(); }
    // Whether the embedded zones of the object cost more than one object may: of those beyond it some changes are
    // missing.
    bool exhausted() const { return work_.exhausted(); }

  private:
    const Object& object_;
    ZonePtr floating_;
    std::map<std::string, ZonePtr, std::less<>> known_;
    base::WorkBudget work_;
};

}  // namespace stafett::scheduling::ical
