// Secret subscription links.
#pragma once

#include "storage/feeds.h"
#include "storage/sqlite/connection.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

class Feeds final : public FeedReads, public FeedWrites {
  public:
    Feeds(Connection& connection, CommitNotice& touched) : connection_(connection), touched_(touched) {}

    Result<std::optional<model::Feed>> by_token(const base::Digest& token) override;
    Result<std::vector<model::Feed>> of_person(const model::PersonId& owner) override;
    Result<void> add(const model::Feed& feed) override;
    Result<void> revoke(std::string_view id, base::Instant at) override;

  private:
    Connection& connection_;
    CommitNotice& touched_;
};

}  // namespace stafett::storage::sqlite
