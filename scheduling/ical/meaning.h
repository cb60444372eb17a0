// Whether two components say the same, however their clients wrote it: order, folding, escaping, lists cut in other
// places, defaults written out (RFC 5545 §3.2, §3.8), X- lines and alarms aside.
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
};

// Sorted lines, equal where the meaning is.
std::vector<std::string> meaning_of(const Component& component, const Aside& aside);

}  // namespace stafett::scheduling::ical
