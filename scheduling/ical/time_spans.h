// Where an object lies in time, for an index (model: base::TimeSpans).
#pragma once

#include "scheduling/ical/object.h"
#include "storage/base/time_spans.h"

namespace stafett::scheduling::ical {

// Spans that hold whatever RFC 4791 §9.9 can match of the object by time (its alarms aside), for every zone that
// floating and all-day times may be read in: at most base::TimeSpans::kMost of them, where occurrences that lie closest
// together share one. A series with an end, and everything that does not recur, is followed to its end; an endless one
// (or one of more than 10,000 occurrences) from ten years before `now` to a little over five years after, and what lies
// beyond is one span on each side. Where the share of one object (base::WorkBudget) does not suffice to follow a
// series, one span holds all of it. Pure.
base::TimeSpans time_spans(const Object& object, base::Instant now);

// Spans that are narrow until before this should be worked out anew: five years ahead of `now`. As time_spans() looks a
// quarter of a year further, each series is due that seldom.
base::Instant spans_needed_until(base::Instant now);

}  // namespace stafett::scheduling::ical
