// What is known of a network's meetings beside their texts.
#pragma once

#include <optional>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/meeting.h"

namespace stafett::storage {

class MeetingReads {
  public:
    virtual ~MeetingReads() = default;
    virtual Result<std::optional<model::Meeting>> find(const model::NetworkId& network, const model::Uid& uid) = 0;
    virtual Result<std::optional<model::Meeting>> by_id(const model::MeetingId& id) = 0;
    // By id, deleted ones that still show as cancelled included.
    virtual Result<std::vector<model::Meeting>> of_network(const model::NetworkId& network) = 0;
    // Whose `settles` is at or before `now`, oldest first.
    virtual Result<std::vector<model::Meeting>> to_settle(base::Instant now) = 0;
    // When the next one settles, or proposals follow what has changed; none: nothing is pending.
    virtual Result<std::optional<base::Instant>> next_settling() = 0;
    // Whether a meeting of another network has a copy with that UID.
    virtual Result<bool> copy_is_elsewhere(const model::NetworkId& network, const model::Uid& copy_uid) = 0;
    // Empty where the office has said nothing.
    virtual Result<model::OfficeCopy> office_copy(const model::NetworkId& network, const model::Uid& uid) = 0;
};

class MeetingWrites {
  public:
    virtual ~MeetingWrites() = default;
    virtual Result<void> put(const model::Meeting& meeting) = 0;
    // Without trace, its hostings, submissions and what the office said included.
    virtual Result<void> remove(const model::NetworkId& network, const model::Uid& uid) = 0;
    // Replaces what the office has said of a meeting there is.
    virtual Result<void> set_office_copy(const model::NetworkId& network, const model::Uid& uid,
                                         const model::OfficeCopy& copy) = 0;
};

class HostingReads {
  public:
    virtual ~HostingReads() = default;
    // By date, then UID, then occurrence; released ones included.
    virtual Result<std::vector<model::Hosting>> of_network(const model::NetworkId& network) = 0;
    virtual Result<std::vector<model::Hosting>> of_meeting(const model::NetworkId& network, const model::Uid& uid) = 0;
    // Meetings of which the municipality has a turn that is not released, by UID.
    virtual Result<std::vector<model::Uid>> hosted_by(const model::NetworkId& network,
                                                      const model::MunicipalityId& municipality) = 0;
    // What the rows of the network's meetings other than `but` come to. Costs what `but` and the municipalities have,
    // however many rows there are.
    virtual Result<model::Standing> standing(const model::NetworkId& network, const model::Uid& but) = 0;
    // Whether the municipality has a turn on that day, in another of the network's meetings than `but`.
    virtual Result<bool> hosts_on(const model::NetworkId& network, const model::MunicipalityId& municipality,
                                  base::Date day, const model::Uid& but) = 0;
    // Rows of that day that series other than `but` gave back by a change that has not settled, by UID.
    virtual Result<std::vector<model::Hosting>> freed_lately(const model::NetworkId& network, base::Date day,
                                                             const model::Uid& but) = 0;
};

class HostingWrites {
  public:
    virtual ~HostingWrites() = default;
    // Replaces all rows of one meeting.
    virtual Result<void> set(const model::NetworkId& network, const model::Uid& uid,
                             const std::vector<model::Hosting>& rows) = 0;
    // Counts the municipalities' turns (HostingReads::standing) anew from the rows.
    virtual Result<void> recount(const model::NetworkId& network) = 0;
};

class SubmissionReads {
  public:
    virtual ~SubmissionReads() = default;
    // Oldest first.
    virtual Result<std::vector<model::Submission>> of_network(const model::NetworkId& network) = 0;
    virtual Result<std::vector<model::Submission>> of_meeting(const model::NetworkId& network,
                                                              const model::Uid& uid) = 0;
};

class SubmissionWrites {
  public:
    virtual ~SubmissionWrites() = default;
    // `id` is given by the store and returned.
    virtual Result<std::int64_t> add(const model::Submission& submission) = 0;
    virtual Result<void> update(const model::Submission& submission) = 0;
};

}  // namespace stafett::storage
