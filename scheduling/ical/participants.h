// RFC 5545 §3.8.4.1, §3.8.4.3; RFC 6638 §7: who calls and who is called, of one component.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"

namespace stafett::scheduling::ical {

struct Participant {
    std::string address;              // normalised (values.h): "mailto:anna@example.org"
    std::string name;                 // CN
    std::string sent_by;              // normalised; empty if none
    std::string schedule_agent;       // upper case; "SERVER" if absent
    std::string schedule_status;      // as written
    std::string schedule_force_send;  // upper case
    std::string partstat;             // ATTENDEE: upper case, "NEEDS-ACTION" if absent
    std::string role;                 // upper case, "REQ-PARTICIPANT" if absent
    std::string cutype;               // upper case, "INDIVIDUAL" if absent
    std::string email;                // EMAIL (RFC 7986), lower case
    bool rsvp = false;
    const Property* property = nullptr;  // the line; lives as long as the object
};

std::optional<Participant> organizer(const Component& component);
// In the order written, lines with the same address included.
std::vector<Participant> attendees(const Component& component);

}  // namespace stafett::scheduling::ical
