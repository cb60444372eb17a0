// When and where a meeting's text says it is, in a form that can be compared: what raises its counter, and what a
// submission calls a change.
#pragma once

#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

// Equal where the meaning is, for clients rename zones, write DURATION for DTEND, sort what they please, and write an
// override for what says nothing about time or place (minutes of one meeting, for instance).
struct Schedule {
    std::string rule;                   // start and recurrence of the whole
    std::string times;                  // rule, and times of every override that moves its occurrence
    std::string place;                  // LOCATION of the whole, and of every override that has another
    std::vector<std::string> excluded;  // occurrences taken out: EXDATE, or an override with STATUS:CANCELLED; sorted
    bool cancelled = false;             // STATUS of the whole
    friend bool operator==(const Schedule&, const Schedule&) = default;
};

// Expands the series if an override can be at the time of its occurrence.
Schedule schedule_of(const ical::Object& object);

struct Schedules {
    Schedule was, is;
};
// Those of a meeting's text before and after a change. Where both say the same of time and place in the same words,
// there is nothing to be compared, and nothing but the status is read.
Schedules schedules_of(const ical::Object& before, const ical::Object& after);

// Whether an occurrence has the same id in both: ids are in the form and zone of the master's DTSTART as it is written.
bool name_occurrences_alike(const ical::Object& one, const ical::Object& other);

// Whether the change raises the meeting's counter: time, place, recurrence, cancellation, revival (model.md §5).
bool raises_sequence(const Schedule& before, const Schedule& after);

// What a submission calls the change.
model::SubmissionWhat what_changed(const Schedule& before, const Schedule& after);

}  // namespace stafett::scheduling::network
