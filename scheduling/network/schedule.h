// When and where a meeting's text says it is, in a form that can be compared: what raises its counter, and what a
// submission calls a change.
#pragma once

#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

struct Schedule {
    std::string rule;                   // start and recurrence of the whole
    std::string times;                  // rule, and times of every override
    std::string place;                  // LOCATION of all
    std::vector<std::string> excluded;  // occurrences taken out: EXDATE, or an override with STATUS:CANCELLED; sorted
    bool cancelled = false;             // STATUS of the whole
    bool tentative = false;
    friend bool operator==(const Schedule&, const Schedule&) = default;
};

Schedule schedule_of(const ical::Object& object);

// Whether the change raises the meeting's counter: time, place, recurrence, cancellation, revival (model.md §5).
bool raises_sequence(const Schedule& before, const Schedule& after);

// What a submission calls the change.
model::SubmissionWhat what_changed(const Schedule& before, const Schedule& after);

}  // namespace stafett::scheduling::network
