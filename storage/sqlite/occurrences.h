// Proposals and cancelled occurrences.
#pragma once

#include "storage/occurrences.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/connection.h"

namespace stafett::storage::sqlite {

class Proposals final : public ProposalReads, public ProposalWrites {
  public:
    explicit Proposals(Connection& connection) : connection_(connection) {}

    Result<std::vector<model::Proposal>> of_meeting(const model::NetworkId& network, const model::Uid& uid) override;
    Result<std::vector<ProposalOf>> from(const model::NetworkId& network, base::Date day) override;
    Result<std::vector<model::Meeting>> preliminary(const model::NetworkId& network, base::Date from,
                                                    std::size_t limit) override;
    Result<std::vector<model::NetworkId>> due(base::Instant now) override;

    Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                     const std::vector<model::Proposal>& proposals) override;
    Result<void> follow(const model::NetworkId& network, base::Instant due) override;
    Result<void> followed(const model::NetworkId& network) override;

  private:
    Connection& connection_;
};

class Cancellations final : public CancellationReads, public CancellationWrites {
  public:
    Cancellations(Connection& connection, Calendars& calendars) : connection_(connection), calendars_(calendars) {}

    Result<std::vector<model::CancelledOccurrence>> of_meeting(const model::NetworkId& network,
                                                               const model::Uid& uid) override;
    Result<std::vector<model::Uid>> ended(const model::NetworkId& network, base::Instant before) override;
    Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                     const std::vector<model::CancelledOccurrence>& occurrences) override;

  private:
    Connection& connection_;
    Calendars& calendars_;
};

}  // namespace stafett::storage::sqlite
