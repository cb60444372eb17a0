// Names of things. An id is [a-z0-9-]+, given once, unique over all kinds of principal, never changed or reused.
#pragma once

#include "storage/base/strong.h"

namespace stafett::model {

// Any principal: a person, a network, a municipality or a role (the coordinator's office).
using PrincipalId = base::Text<struct PrincipalTag>;

// An id that is known to name one kind of principal; it converts to PrincipalId, never back by itself.
template <class Tag>
class KindId : public base::Text<Tag> {
  public:
    using base::Text<Tag>::Text;
    operator PrincipalId() const { return PrincipalId(this->text()); }  // NOLINT: wanted implicit
};
using PersonId = KindId<struct PersonTag>;
using NetworkId = KindId<struct NetworkTag>;
using MunicipalityId = KindId<struct MunicipalityTag>;
using RoleId = KindId<struct RoleTag>;

// Whether `text` may be an id: [a-z0-9-]+, at most 64 characters.
bool valid_id(std::string_view text);

using CalendarId = base::Number<struct CalendarTag>;      // row of a calendar collection
using ChangeNumber = base::Number<struct ChangeTag>;      // ordered, opaque; gaps are allowed (model.md §11)
using CalendarName = base::Text<struct CalendarNameTag>;  // one path segment, decoded: "traffar"
using ObjectName = base::Text<struct ObjectNameTag>;      // one path segment, decoded: "abc.ics"
using Uid = base::Text<struct UidTag>;                    // the UID property's value, unescaped
using MeetingId = base::Text<struct MeetingTag>;          // V of model.md §7: UUIDv5 of network id + "/" + UID
using Etag = base::Text<struct EtagTag>;                  // opaque-tag without its quotes
using Incarnation = base::Text<struct IncarnationTag>;    // random, new with each collection
using Epoch = base::Text<struct EpochTag>;                // random, new with each store and each restored backup

}  // namespace stafett::model

template <class Tag>
struct std::hash<stafett::model::KindId<Tag>> : std::hash<stafett::base::Text<Tag>> {};
