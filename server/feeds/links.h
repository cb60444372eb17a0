// Making, listing and revoking subscription links: what `stafett feed …` and later the web pages do. Everything here
// runs in a write body or reads a snapshot.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/accounts/refusal.h"
#include "storage/base/clock.h"
#include "storage/model/feed.h"
#include "storage/store.h"

namespace stafett::server::feeds {

using accounts::Refusal;
using accounts::Result;

// The secret of a link, 256 random bits in base64url. Made before the write body, which may run more than once.
std::string new_token();

struct NewFeed {
    model::PersonId owner;  // whose rights it has
    model::FeedScope scope = model::FeedScope::my_networks;
    model::NetworkId network;  // FeedScope::network alone
    std::string name;          // "Outlook på jobbet", 1 to 100 octets
};

struct ShownLink {
    model::Feed feed;
    std::string path;  // "/feeds/TOKEN/SLUG.ics": shown this once, never logged
};

// `token` is kept as a digest. Refused for a person or network that is not there.
Result<ShownLink> create_feed(storage::Transaction& transaction, const NewFeed& wanted, std::string_view token,
                              base::Instant now);

// Not revoked; of one person, or of everybody when `owner` is empty.
Result<std::vector<model::Feed>> list_feeds(storage::Snapshot& snapshot, const model::PersonId& owner);

// By its public id; one that was revoked before is not found. From the commit on its link is unknown.
Result<void> revoke_feed(storage::Transaction& transaction, std::string_view id, base::Instant now);

}  // namespace stafett::server::feeds
