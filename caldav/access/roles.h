// What the association's data say of one actor on one day: the facts behind the gate's decisions (model.md §1, §2, §7,
// §8). Loaded from one snapshot when first asked for. An actor who acts for a network has that network's rights only,
// and those only while she is its chair or secretary.
#pragma once

#include <optional>
#include <vector>

#include "caldav/http/condition.h"
#include "storage/base/clock.h"
#include "storage/model/actor.h"
#include "storage/model/association.h"
#include "storage/model/calendar.h"

namespace stafett::storage {
class Snapshot;
}

namespace stafett::caldav::access {

class Roles {
  public:
    // `actor` and `snapshot` outlive it.
    Roles(const model::Actor& actor, base::Date today, storage::Snapshot& snapshot)
        : actor_(actor), today_(today), snapshot_(snapshot) {}

    // The admin flag, which counts only where no networks are.
    Result<bool> admin();
    // Networks in which she has a role today, by id, once each.
    Result<std::vector<model::NetworkId>> networks();
    // Those in which she is chair or secretary.
    Result<std::vector<model::NetworkId>> written_networks();
    Result<bool> belongs_to(const model::PrincipalId& network);
    Result<bool> writes(const model::PrincipalId& network);
    // The office's id, if she is one of its people and acts for herself.
    Result<std::optional<model::RoleId>> office();
    // Whether she may know of a principal: herself, who shares a network with her, the networks of her roles.
    Result<bool> sees(const model::Principal& principal);
    // Host, her deputy or guest of the meeting that this object of a network's collection is.
    Result<bool> takes_part(const model::Calendar& calendar, const model::ObjectInfo& object);

  private:
    Result<void> load();
    Result<bool> hosts(const model::NetworkId& network, const model::Uid& uid);
    Result<bool> is_guest(const model::Calendar& calendar, const model::ObjectInfo& object);

    const model::Actor& actor_;
    base::Date today_;
    storage::Snapshot& snapshot_;
    bool loaded_ = false;
    bool has_networks_ = false;
    std::vector<model::Membership> roles_;  // of today
    std::optional<model::Office> office_;
    bool in_office_ = false;
};

}  // namespace stafett::caldav::access
