// What tells one state of a resource from another: what the conditions of a request are compared with (RFC 9110 §8.8).
#pragma once

#include <optional>
#include <string_view>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::webdav {

// Of what GET gives of a resource, as one reader is served it. Either may be unknown: a home has no representation, and
// the date of a calendar's last change is not kept.
struct Validators {
    std::optional<model::Etag> etag;
    std::optional<base::Instant> modified;
};

Validators validators_of(const model::ObjectInfo& object);

// Of any resource that the actor may read. Costs a look at the change log for a calendar, else nothing.
Result<Validators> validators_of(GuardedSnapshot& snapshot, const ReadGrant& resource);

// What a calendar is called to this reader: stands in its GET, and so counts for its ETag.
Result<std::string> name_of_calendar(GuardedSnapshot& snapshot, const ReadGrant& calendar);

}  // namespace stafett::caldav::webdav
