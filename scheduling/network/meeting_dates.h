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
    std::string why;       // the explanation of its row
    std::string proposed;  // short name of a preliminary meeting's proposed host; empty: none
};

struct MeetingSpan {
    base::Instant from;
    base::Instant to;  // exclusive
    base::Instant now;
};

// By start. `author`: the meeting's text. `rows`: the meeting's hostings, released ones included; `proposals`: its
// proposed hosts. An occurrence that an override cancels is there as cancelled.
std::vector<MeetingDate> dates_of(const model::Meeting& meeting, const ical::Object& author, const ical::ZonePtr& zone,
                                  std::span<const model::Hosting> rows, std::span<const OccurrenceHost> proposals,
                                  const MeetingSpan& span);

}  // namespace stafett::scheduling::network
