// What the association's data say of one actor on one day: the facts behind the gate's decisions (model.md §1, §2, §7,
// §8). Loaded from one snapshot when first asked for. An actor who acts for a network has that network's rights only,
// and those only while she is its chair or secretary.
#pragma once

#include <map>
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

class GuestIndex;

class Roles {
  public:
    // `actor` and `snapshot` outlive it, and `guests`, which is null where the snapshot may yet be undone.
    Roles(const model::Actor& actor, base::Date today, storage::Snapshot& snapshot, GuestIndex* guests)
        : actor_(actor), today_(today), snapshot_(snapshot), guests_(guests) {}

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
    // What she takes part in of a network's published meetings.
    struct Part {
        bool bears_turns = false;              // mötesvärd of a municipality there, or her deputy, today
        std::vector<model::ObjectName> names;  // of the objects of meetings that she hosts or is called to, by name
    };
    // Good as long as this is.
    Result<const Part*> part(const model::Calendar& published);

  private:
    Result<void> load();
    Result<std::vector<model::MunicipalityId>> municipalities_borne(const model::NetworkId& network);
    Result<bool> hosts(const model::NetworkId& network, const model::Uid& uid);
    Result<void> add_hosted(const model::Calendar& published, Part& part);
    Result<void> add_called_to(const model::Calendar& published, Part& part);
    Result<std::vector<std::string>> own_addresses();
    Result<bool> is_guest(const model::Calendar& calendar, const model::ObjectInfo& object);

    const model::Actor& actor_;
    base::Date today_;
    storage::Snapshot& snapshot_;
    bool loaded_ = false;
    bool has_networks_ = false;
    std::vector<model::Membership> roles_;  // of today
    std::optional<model::Office> office_;
    bool in_office_ = false;
    GuestIndex* guests_;
    std::map<std::int64_t, Part> parts_;  // by calendar
};

}  // namespace stafett::caldav::access
