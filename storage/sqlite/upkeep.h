// How the store is kept.
#pragma once

#include "storage/sqlite/connection.h"
#include "storage/upkeep.h"

namespace stafett::storage::sqlite {

class Upkeep final : public UpkeepReads, public UpkeepWrites {
  public:
    explicit Upkeep(Connection& connection) : connection_(connection) {}

    Result<std::int64_t> composition() override;
    Result<std::optional<model::LookedThrough>> looked_through() override;
    Result<void> set_composition(std::int64_t version) override;
    Result<void> set_looked_through(const model::LookedThrough& looked) override;

  private:
    Connection& connection_;
};

}  // namespace stafett::storage::sqlite
