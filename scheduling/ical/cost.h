// What serving an object costs, before it is stored: so that whatever a PUT accepts can be served alone within the
// share of one object (base::WorkBudget::share_of).
#pragma once

#include <optional>
#include <string>

#include "scheduling/ical/object.h"

namespace stafett::scheduling::ical {

// Why an object costs more than its share.
struct Excess {
    bool instances = false;  // more than kMostOccurrences in one year (CALDAV:max-instances)
    std::string detail;      // English: what of the object costs so much
};

// Nothing when all occurrences of any one year, the alarms and the time zones of the object can be found within its
// share. Costs a look at each line where the rules leave no doubt, and a bounded number of steps where they do. Pure.
std::optional<Excess> exceeds_share(const Object& object);

}  // namespace stafett::scheduling::ical
