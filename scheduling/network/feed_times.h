// Times as a feed writes them (clients.md, Outlook: subscription): whole days, UTC, or local in a zone of the system's
// that the feed carries a VTIMEZONE for. Nothing floats.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"
#include "storage/base/clock.h"

namespace stafett::scheduling::network {

// What floating times are read in, and what replaces a zone nobody knows.
struct FeedZone {
    std::string name;    // IANA
    ical::ZonePtr zone;  // never null
};

// The days a feed shows: from twelve months back to twenty-four months ahead of `today`, whole days in `zone`.
struct FeedWindow {
    base::Instant from;
    base::Instant to;
};
FeedWindow feed_window(base::Date today, const FeedZone& zone);

// `at`, which the author wrote in the form and zone of `like`, as the feed writes it.
ical::DateTime feed_time(base::Instant at, const ical::DateTime& like, const FeedZone& zone);

// When one event of a feed is.
struct FeedTimes {
    std::optional<ical::DateTime> recurrence_id;
    ical::DateTime start;
    std::optional<ical::DateTime> end;       // none: no duration
    std::string rule;                        // RRULE's value; empty if it does not recur
    std::vector<ical::DateTime> exceptions;  // EXDATE
};

// Its lines, folded. The TZIDs used are added to `zones`.
std::string feed_time_lines(const FeedTimes& times, std::set<std::string>& zones);

}  // namespace stafett::scheduling::network
