// What remains of a series that was deleted after it had begun (model.md §5: deleting what was held changes nothing of
// it).
#pragma once

#include <optional>
#include <string>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/clock.h"

namespace stafett::scheduling::network {

// `series` with those occurrences alone that were over at `at`: its rule ends with the last of them. Nothing if none
// was, if it does not recur, if its author has cancelled it as a whole, or if it has more than can be looked at.
std::optional<std::string> held_part(const ical::Object& series, base::Instant at, const ical::ZonePtr& zone);

}  // namespace stafett::scheduling::network
