// What a property says, so that two programs' ways to write it compare as equal.
#pragma once

#include <string>
#include <vector>

#include "scheduling/ical/object.h"

namespace stafett::scheduling::itip {

inline constexpr char kSeparator = '\x1f';  // no control character is part of a value

// Adds a line for each value: its name, kSeparator, and what it says. None where the property says what its absence
// says, and none of what a program writes for itself: DTSTAMP, LAST-MODIFIED, CREATED, SEQUENCE, REQUEST-STATUS and X-
// properties. DURATION says nothing here: see add_end.
void add_meaning(const ical::Property& property, std::vector<std::string>& lines);

// Where an event ends, as the line of a DTEND, if DURATION tells that: programs write one for the other.
void add_end(const ical::Component& event, std::vector<std::string>& lines);

}  // namespace stafett::scheduling::itip
