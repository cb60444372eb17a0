// Names of a meeting and of its occurrences (model.md §6, §7).
#pragma once

#include "scheduling/ical/values.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

// V: UUIDv5, in a fixed namespace of ours, of network id + "/" + UID.
model::MeetingId meeting_id(const model::NetworkId& network, const model::Uid& uid);

// V.ics: the organizer's object and the coordinator's copy.
model::ObjectName object_name(const model::MeetingId& id);

// A recurrence id as it is kept with a hosting: in the form it has in the series.
model::OccurrenceId occurrence_id(const ical::DateTime& recurrence_id);

}  // namespace stafett::scheduling::network
