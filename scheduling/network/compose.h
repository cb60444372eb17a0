// The served text of a network's meeting: the author's text with what we know added (model.md §4, §6).
#pragma once

#include <string>

#include "scheduling/ical/object.h"
#include "scheduling/network/facts.h"
#include "storage/model/calendar.h"

namespace stafett::scheduling::network {

// The octets served in `form`. Pure: equal arguments give equal octets, and no clock is read.
//
// `author` is a reduced text (reduce.h); every octet of it stays where it is, our lines are put between them:
//  - CATEGORIES with the network's name in every event;
//  - CONTACT with the host, and LOCATION with the host's place where the author left it empty and the meeting is not
//    digital (meeting_link.h), of the occurrence the event is;
//  - ORGANIZER, the network with SENT-BY, in exactly those events that have an ATTENDEE (model.md §3);
//  - of a series, Form::writers has one CONTACT in the master that lists all hosts, Form::readers one override for each
//    host whose occurrence the author did not override herself. Where these would make the readers' form longer than
//    four times the author's text (without its alarms) and 64 KiB, it has none, and the list of hosts instead;
//  - ATTACH for each managed attachment of the part that an event is.
// Form::readers leaves out VALARM. A proposed host stands in Form::readers only, and names no place.
//
// reduce(compose(a, f, Form::writers)) == a, octet for octet; for Form::readers this holds for a without its VALARMs.
std::string compose(const ical::Object& author, const Facts& facts, model::Form form);

}  // namespace stafett::scheduling::network
