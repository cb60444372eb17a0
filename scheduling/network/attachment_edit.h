// What a POST of RFC 8607 §3.4 to §3.6 does to the text of an object: pure, and the same as if a client had sent the
// changed text with PUT.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/result.h"
#include "storage/model/attachment.h"

namespace stafett::scheduling::network {

enum class AttachmentFault {
    no_such_instance,    // a rid names no instance of this object
    no_such_attachment,  // the object, or an instance named by rid, does not have that MANAGED-ID
};

struct AttachmentEdit {
    // As in the request: "M" is the master, else a RECURRENCE-ID value. Empty: every part of the object. An instance
    // without an override gets one.
    std::vector<std::string> rids;
    model::ManagedId old;             // what is replaced or removed; empty: nothing, a line is added
    std::optional<std::string> line;  // the ATTACH line that comes in, folded; none: nothing
};

base::Result<std::string, AttachmentFault> edit_attachments(const ical::Object& object, const AttachmentEdit& edit);

// When the parts of an object that refer to an attachment are over: the latest end; nothing for an open series.
std::optional<base::Instant> end_of_attached(const ical::Object& object, const model::ManagedId& id,
                                             const ical::ZonePtr& zone);

}  // namespace stafett::scheduling::network
