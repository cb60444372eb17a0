// One event of a feed, from the allow list (model.md §10).
#pragma once

#include <set>
#include <string>

#include "scheduling/network/feed_text.h"
#include "scheduling/network/feed_times.h"

namespace stafett::scheduling::network {

// VEVENT, folded, with CRLF. `source` is the component it tells of, `master` the series' master or null: what is
// private there is private here.
std::string feed_event(const FeedHead& head, const FeedMeeting& meeting, const ical::Component& source,
                       const ical::Component* master, const FeedTimes& times, const Vocabulary& vocabulary,
                       std::set<std::string>& zones);

}  // namespace stafett::scheduling::network
