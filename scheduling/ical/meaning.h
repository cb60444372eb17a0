// Whether two components say the same, however their clients wrote it: order, folding, escaping, lists cut in other
// places, defaults written out (RFC 5545 §3.2, §3.8), zones renamed, DURATION for DTEND, X- lines and alarms aside.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/object.h"

namespace stafett::scheduling::ical {

// What is not compared beside that. Functions are called while meaning_of runs only.
struct Aside {
    std::function<bool(const Property&)> property;
    // One value of a list (CATEGORIES, RESOURCES), unescaped.
    std::function<bool(const Property&, std::string_view)> list_value = {};
    std::vector<std::string_view> parameters = {};  // by name
    bool all_parameters = false;
};

// Sorted lines, equal where the meaning is: one for each value of a property, and one for each sub-component.
std::vector<std::string> meaning_of(const Component& component, const Aside& aside);

// The name of the property, or sub-component, that a line of meaning_of is about; DTEND for an event's DURATION.
std::string_view name_of_meaning(std::string_view line);

// An RRULE's value in one form: its parts in one order, without those that say what is understood (RFC 5545 §3.3.10).
std::string meaning_of_rule(std::string_view value);

}  // namespace stafett::scheduling::ical
