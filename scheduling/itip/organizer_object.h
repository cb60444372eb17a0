// The organizer's object of a meeting (model.md §3; RFC 6638 §3.2.1): what is published, with who calls and who is
// called.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/itip/attendee_reply.h"
#include "storage/base/clock.h"

namespace stafett::scheduling::itip {

// Who is copied for information (RFC 5545 §3.2.16, ROLE=NON-PARTICIPANT): the coordinator.
struct Informed {
    std::string address;  // mail address
    std::string name;
    Answers answers = {};  // what came back: the PARTSTATs (RFC 6638 §3.2.2)
    friend bool operator==(const Informed&, const Informed&) = default;
};

struct OrganizerFacts {
    std::string name;           // of the network
    std::string address;        // the network's mail address
    std::string sent_by;        // mail address of the person who last acted; empty: unknown, or the network itself
    std::int64_t sequence = 0;  // the meeting's own counter
    base::Instant changed;      // DTSTAMP and LAST-MODIFIED
    bool cancelled = false;     // the whole meeting
    std::vector<Informed> informed;
};

// `published`: the text served to readers. Every event of it gets ORGANIZER, the ATTENDEEs, SEQUENCE, DTSTAMP and
// LAST-MODIFIED from `facts` in place of its own; guests its author wrote are not called from here.
std::string organizer_object(const ical::Object& published, const OrganizerFacts& facts);

}  // namespace stafett::scheduling::itip
