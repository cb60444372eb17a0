// Of single occurrences: hosts proposed for preliminary ones, and those that are shown as cancelled.
#pragma once

#include <optional>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/meeting.h"

namespace stafett::storage {

// A proposal of some meeting.
struct ProposalOf {
    model::Uid uid;
    model::Proposal proposal;
};

class ProposalReads {
  public:
    virtual ~ProposalReads() = default;
    // By date.
    virtual Result<std::vector<model::Proposal>> of_meeting(const model::NetworkId& network, const model::Uid& uid) = 0;
    // Of a network, from that day on, by date, then by UID.
    virtual Result<std::vector<ProposalOf>> from(const model::NetworkId& network, base::Date day) = 0;
    // The network's preliminary meetings that end on that day or later, the first `limit` by that end, then by id.
    virtual Result<std::vector<model::Meeting>> preliminary(const model::NetworkId& network, base::Date from,
                                                            std::size_t limit) = 0;
    // Networks whose proposals are to follow what has changed, at or before `now`.
    virtual Result<std::vector<model::NetworkId>> due(base::Instant now) = 0;
};

class ProposalWrites {
  public:
    virtual ~ProposalWrites() = default;
    // Replaces those of one meeting.
    virtual Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                             const std::vector<model::Proposal>& proposals) = 0;
    // They are to follow at `due`, or sooner if that was said before. Nothing where the network has none to make and
    // none made.
    virtual Result<void> follow(const model::NetworkId& network, base::Instant due) = 0;
    // They have followed.
    virtual Result<void> followed(const model::NetworkId& network) = 0;
};

class CancellationReads {
  public:
    virtual ~CancellationReads() = default;
    // By occurrence.
    virtual Result<std::vector<model::CancelledOccurrence>> of_meeting(const model::NetworkId& network,
                                                                       const model::Uid& uid) = 0;
    // Meetings with one that ended before `before`.
    virtual Result<std::vector<model::Uid>> ended(const model::NetworkId& network, base::Instant before) = 0;
};

class CancellationWrites {
  public:
    virtual ~CancellationWrites() = default;
    // Replaces those of one meeting.
    virtual Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                             const std::vector<model::CancelledOccurrence>& occurrences) = 0;
};

}  // namespace stafett::storage
