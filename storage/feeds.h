// Secret subscription links.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/feed.h"

namespace stafett::storage {

class FeedReads {
  public:
    virtual ~FeedReads() = default;
    // By the digest of its secret, revoked ones included.
    virtual Result<std::optional<model::Feed>> by_token(const base::Digest& token) = 0;
    // Of one person, or of everybody when empty; newest first.
    virtual Result<std::vector<model::Feed>> of_person(const model::PersonId& owner) = 0;
};

class FeedWrites {
  public:
    virtual ~FeedWrites() = default;
    virtual Result<void> add(const model::Feed& feed) = 0;
    // Fault::not_found when there is none.
    virtual Result<void> revoke(std::string_view id, base::Instant at) = 0;
};

}  // namespace stafett::storage
