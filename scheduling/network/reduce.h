// The author's part of what a client sent to a network's calendar (model.md §4, §6): compose.h undone, by rule.
#pragma once

#include <string>

#include "scheduling/ical/object.h"
#include "scheduling/network/facts.h"

namespace stafett::scheduling::network {

// The octets of `sent` without what is ours; parses again, and reducing it again changes nothing. Taken out of events:
//  - CONTACT and LOCATION with a value that compose can make of any name in `vocabulary` in any language, whatever
//    their parameters, escapes and folding; a LOCATION without text; every ORGANIZER;
//  - a network's name inside CATEGORIES; the other values of that line stay, the line is folded anew;
//  - an override that equals the instance of the master in the same text. Compared property by property: absent is
//    the default, DURATION is DTEND, order, escapes and folding do not count, nor do VALARM, DTSTAMP, LAST-MODIFIED,
//    SEQUENCE, CREATED and X-. Composed overrides that a client sends back are such.
// All other octets stay as they are.
std::string reduce(const ical::Object& sent, const Vocabulary& vocabulary);

}  // namespace stafett::scheduling::network
