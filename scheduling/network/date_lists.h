// EXDATE and RDATE lines (RFC 5545 §3.8.5.1, §3.8.5.2), edited value by value.
#pragma once

#include <functional>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/values.h"

namespace stafett::scheduling::network {

// Leaves in `line` the values that `keep` says yes to, and removes it when none is left. Of a PERIOD its start is asked
// about; what cannot be read stays.
void keep_dates(ical::Editor& editor, const ical::Property& line,
                const std::function<bool(const ical::DateTime&)>& keep);

}  // namespace stafett::scheduling::network
