// A secret subscription link (model.md §10). The token is shown once and kept hashed.
#pragma once

#include <optional>
#include <string>

#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/model/ids.h"

namespace stafett::model {

enum class FeedScope { network, my_networks, all_networks };

struct Feed {
    std::string id;      // public, short
    base::Digest token;  // of the secret
    PersonId owner;      // whose rights it has; ended with them
    FeedScope scope = FeedScope::my_networks;
    NetworkId network;  // FeedScope::network
    std::string name;   // "Outlook på jobbet"
    std::string slug;   // last path segment without ".ics"
    base::Instant created;
    std::optional<base::Instant> revoked;
};

}  // namespace stafett::model
