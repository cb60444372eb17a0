// What a link's owner may see today (model.md §8): the rights are hers of now, not of when the link was made.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "scheduling/network/feed_text.h"
#include "storage/base/clock.h"
#include "storage/model/feed.h"
#include "storage/store.h"

namespace stafett::server::feeds {

struct ShownNetwork {
    model::Network network;
    std::optional<scheduling::network::FeedDetail> detail;  // of its meetings; none: only those that she hosts
    std::set<model::Uid> hosted;                            // shown whole, whatever `detail` says (model.md §8)

    // None: not shown.
    std::optional<scheduling::network::FeedDetail> detail_of(const model::Uid& meeting) const;
};

// By id. A link to all of one's networks has those in which she has a role or bears a municipality's turns, and is
// empty once there is none; the others give nothing without the right: FeedScope::network is for everybody who has a
// role in some network or in the office (a hidden one: in it, or in the office) and for those who bear turns in it,
// FeedScope::all_networks for the office. `today` is in the association's zone.
storage::Result<std::optional<std::vector<ShownNetwork>>> networks_shown(storage::Snapshot& snapshot,
                                                                         const model::Feed& feed, base::Date today);

}  // namespace stafett::server::feeds
