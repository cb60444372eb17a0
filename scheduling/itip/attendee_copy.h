// The copy of a meeting that somebody who is only informed of it has in her calendar (model.md §7; RFC 6638 §3.2.2).
#pragma once

#include <string>

#include "scheduling/ical/object.h"
#include "scheduling/itip/attendee_reply.h"
#include "storage/model/ids.h"

namespace stafett::scheduling::itip {

struct CopyForm {
    model::Uid uid;                // the meeting's, or V where that was taken
    std::string title;             // stands before each SUMMARY: "Elevhälsan"
    std::string cancelled_prefix;  // before that where STATUS is CANCELLED: "INSTÄLLT: "
    Answers answers = {};          // TRANSP and alarms are her own
};

// `organizer`: the organizer's object. The counter, times and text are its own; SCHEDULE-STATUS is the organizer's to
// know (RFC 6638 §7.3) and left out.
std::string attendee_copy(const ical::Object& organizer, const CopyForm& form);

}  // namespace stafett::scheduling::itip
