// Occurrences that readers were told of and that a series no longer has (model.md §5): they show as cancelled for a
// while, in feeds and copies alone. What is published stays as its author wrote it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/clock.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

// The occurrences of `told`, the author's text as it last settled, that end after `now` and are gone from `present`:
// those taken out by EXDATE, and of `released` (their hosts were released) those that its rule does not give any more.
// By occurrence, each once. `zone`: the association's. One whose text is longer than 16 KiB is left with what tells
// which meeting does not take place, when and where.
std::vector<model::CancelledOccurrence> lost_occurrences(const ical::Object& told, const ical::Object& present,
                                                         std::span<const model::OccurrenceId> released,
                                                         const ical::ZonePtr& zone, base::Instant now);

// The next ones of a series that is deleted: all of `told` that end after `now`, for a year, at most a hundred.
std::vector<model::CancelledOccurrence> next_occurrences(const ical::Object& told, const ical::ZonePtr& zone,
                                                         base::Instant now);

// Leaves the hundred that end first, by occurrence.
void keep_next(std::vector<model::CancelledOccurrence>& occurrences);

// Takes out of `occurrences` what `present` has again, as an instance or as an override.
void forget_present(std::vector<model::CancelledOccurrence>& occurrences, const ical::Object& present);

// `text` with the occurrences as overrides with STATUS:CANCELLED, and with the network's name as a category of each. An
// EXDATE in the way goes; what the rule does not give is added as RDATE. Occurrences that cannot be read are left out.
std::string with_cancelled(const std::string& text, std::span<const model::CancelledOccurrence> occurrences,
                           std::string_view network_name);

}  // namespace stafett::scheduling::network
