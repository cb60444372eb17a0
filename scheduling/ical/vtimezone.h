// VTIMEZONEs (RFC 5545 §3.6.5): evaluating those that clients send and writing those that we send.
#pragma once

#include <string>
#include <string_view>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/work_budget.h"

namespace stafett::scheduling::ical {

// Evaluates an embedded VTIMEZONE of `object`, bounded; null if it holds no usable STANDARD or DAYLIGHT. What equal
// texts mean is worked out once and remembered, up to 1 MiB. Thread-safe. Spends what evaluating it costs, remembered
// or not; where `work` does not suffice, later changes of the offset are missing.
ZonePtr embedded_zone(const Object& object, const Component& vtimezone, base::WorkBudget& work);

// A minimal VTIMEZONE (CRLF, folded) for a system zone: one STANDARD and one DAYLIGHT with BYDAY rules from the rule in
// force now, or one STANDARD for a zone without; offsets as +0100, no RDATE (clients.md, Outlook). Empty for an unknown
// name. `tzid` is what TZID says.
std::string vtimezone(std::string_view iana_name, std::string_view tzid);
inline std::string vtimezone(std::string_view iana_name) { return vtimezone(iana_name, iana_name); }

}  // namespace stafett::scheduling::ical
