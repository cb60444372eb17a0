// Which series Outlook can subscribe to as a series (MS-OXCICAL 2.1.3.2.2, MS-OXOCAL 2.2.1.44). All others stand in a
// feed as their single occurrences.
#pragma once

#include <optional>

#include "scheduling/ical/object.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rrule.h"
#include "scheduling/network/feed_times.h"

namespace stafett::scheduling::network {

// Whether `rule` has the form of one of Outlook's patterns and `start` (local time) is its first instance.
bool fits_outlook(const ical::RecurrenceRule& rule, base::LocalTime start);

// RRULE's value for such a rule; `until` stands for the rule's own.
std::string format_rule(const ical::RecurrenceRule& rule, const std::optional<ical::DateTime>& until);

// The master's times in a feed; nothing if the series must be written as single occurrences: a rule that does not fit,
// RDATE, two instances on one day, an override that jumps over a neighbour or overrides nothing, a zone with other
// clocks than the feed's, or more instances than can be looked at.
std::optional<FeedTimes> series_times(const ical::Object& object, const FeedZone& zone);

}  // namespace stafett::scheduling::network
