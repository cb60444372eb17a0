// An override that shows who hosts one occurrence of a series (model.md §6, the readers' form).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scheduling/ical/object.h"
#include "scheduling/ical/recurrence.h"

namespace stafett::scheduling::network {

// The master's lines, octet for octet, as an event of its own at `instance`: RECURRENCE-ID, DTSTART and DTEND in the
// master's zone and type, no recurrence, no VALARM, and `our_lines` (folded content lines) behind the other properties.
// Nothing if such an event would not end when the instance does (an end in the hour that occurs twice; a PERIOD).
std::optional<std::string> composed_override(const ical::Object& series, const ical::Occurrence& instance,
                                             std::string_view our_lines);

}  // namespace stafett::scheduling::network
