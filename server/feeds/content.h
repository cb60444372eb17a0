// What a link gives, made from one snapshot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduling/ical/object_cache.h"
#include "storage/base/clock.h"
#include "storage/model/feed.h"
#include "storage/store.h"

namespace stafett::server::feeds {

struct Content {
    std::string text;                          // iCalendar
    std::vector<model::CalendarId> calendars;  // it was made from; what else it depends on is the association
    base::Instant from;                        // the day it is of, in the association's zone: [from, until)
    base::Instant until;
};

// Nothing if the owner has no right to it today. An object that cannot be read is left out: one broken object never
// stops a feed. What is in it is parsed by way of `parsed`.
storage::Result<std::optional<Content>> content_of(storage::Snapshot& snapshot, const model::Feed& feed,
                                                   base::Instant now, scheduling::ical::ObjectCache& parsed);

}  // namespace stafett::server::feeds
