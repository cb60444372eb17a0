// The outbox.
#pragma once

#include "storage/messages.h"
#include "storage/sqlite/connection.h"

namespace stafett::storage::sqlite {

class Messages final : public MessageReads, public MessageWrites {
  public:
    explicit Messages(Connection& connection) : connection_(connection) {}

    Result<std::optional<model::Message>> waiting(std::string_view coalescing_key) override;
    Result<std::vector<model::Message>> due(base::Instant now, std::size_t limit) override;
    Result<std::vector<model::Message>> all(std::size_t limit) override;
    Result<std::int64_t> add(const model::Message& message) override;
    Result<void> update(const model::Message& message) override;
    Result<void> postpone(std::int64_t id, base::Instant not_before, std::string_view payload) override;

  private:
    Connection& connection_;
};

}  // namespace stafett::storage::sqlite
