// The texts that a meeting gives: pure over what is loaded, so that they can be made again and compared (`stafett
// check`). Equal data give equal octets.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scheduling/delivery/meeting_book.h"
#include "scheduling/delivery/network_record.h"
#include "scheduling/ical/object.h"

namespace stafett::scheduling::delivery {

struct ServedTexts {
    std::string writers;
    std::string readers;
};

// Of a text we stored ourselves; Fault::corrupt if it cannot be read.
storage::Result<ical::ObjectPtr> parse_stored(std::string text);

// The meeting's author's text: of its object, or of the last one where that is deleted. Null if it is gone (a year
// after its deletion, or a damaged store): such a meeting is left as it is and stops nothing else.
storage::Result<ical::ObjectPtr> author_of(storage::Snapshot& snapshot, const NetworkRecord& record,
                                           const model::Meeting& meeting);

// The hosts proposed for a preliminary meeting, as its texts name them; none for another.
storage::Result<std::vector<network::OccurrenceHost>> proposed_hosts(storage::Snapshot& snapshot,
                                                                     const NetworkRecord& record,
                                                                     const model::Meeting& meeting);

// `rows`: the meeting's hostings, released ones included. What is proposed for a preliminary one is read.
storage::Result<ServedTexts> served_texts(storage::Snapshot& snapshot, const NetworkRecord& record,
                                          const model::Meeting& meeting, const ical::Object& author,
                                          std::span<const model::Hosting> rows);

// The organizer's object; nothing where there is none: preliminary and never submitted, or cancelled and long over. It
// shows what copies and feeds do: occurrences that were lost as cancelled, and of a series deleted after it had begun
// what was held as it was.
storage::Result<std::optional<std::string>> organizer_text(storage::Snapshot& snapshot, const NetworkRecord& record,
                                                           const model::Meeting& meeting, const ical::Object& author,
                                                           const std::string& readers, base::Instant now);

}  // namespace stafett::scheduling::delivery
