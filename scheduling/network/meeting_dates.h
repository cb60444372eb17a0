// A meeting's occurrences as a person wants to see them listed: when, what, whose turn, and how far it has come. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "scheduling/network/facts.h"
#include "scheduling/network/life.h"
#include "storage/base/clock.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

struct MeetingDate {
    model::OccurrenceId occurrence;  // empty for a meeting that does not recur
    base::LocalTime start;           // in the association's zone
    base::LocalTime end;             // = start where there is no duration
    bool all_day = false;            // start and end are midnights
    std::string title;
    std::string place;
    MeetingState state = MeetingState::planned;
    std::optional<model::MunicipalityId> host;
    std::string why;           // the explanation of its row
    bool has_agenda = false;   // a file of its own, or of the whole, or text under "Dagordning" in its notes
    bool has_minutes = false;  // a file of its own
    std::string proposed;      // short name of a preliminary meeting's proposed host; empty: none
};

// What dates_of tells beside the text.
struct MeetingRecord {
    std::span<const model::Hosting> rows;       // the meeting's, released ones included
    std::span<const OccurrenceHost> proposals;  // its proposed hosts
    std::span<const AttachedFile> files;        // agenda and minutes
};

struct MeetingSpan {
    base::Instant from;
    base::Instant to;  // exclusive
    base::Instant now;
};

// By start. `author`: the meeting's text. An occurrence that an override cancels is there as cancelled. Minutes of a
// series as a whole are nobody's: they say nothing of an occurrence.
std::vector<MeetingDate> dates_of(const model::Meeting& meeting, const ical::Object& author, const ical::ZonePtr& zone,
                                  const MeetingRecord& record, const MeetingSpan& span);

}  // namespace stafett::scheduling::network
