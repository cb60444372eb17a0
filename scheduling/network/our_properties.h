// Which lines of an event are ours, and not its author's (model.md §4).
#pragma once

#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/network/facts.h"

namespace stafett::scheduling::network {

// Whether the whole line is not the author's: our CONTACT or LOCATION, a LOCATION without text, any ORGANIZER, an
// ATTACH of a managed attachment that `vocabulary` knows, and CATEGORIES that hold nothing but networks' names.
bool is_ours(const ical::Property& property, const Vocabulary& vocabulary);

// The values of CATEGORIES that are the author's, raw. All of them if none is a network's name.
std::vector<std::string_view> authors_categories(const ical::Property& categories, const Vocabulary& vocabulary);

}  // namespace stafett::scheduling::network
