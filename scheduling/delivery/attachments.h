// Managed attachments of objects: what refers to them, and the jobs that tend them (RFC 8607, model.md §9).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/network/attachment_edit.h"
#include "scheduling/network/attachment_lines.h"
#include "storage/store.h"

namespace stafett::scheduling::delivery {

using network::attachment_references;
using network::AttachmentFault;
using network::AttachmentReference;

// One POST of RFC 8607: the text that it makes of `served`. `old` (empty: none) is replaced or goes; `file` (null:
// none) comes in, and gets its kind here, by its name and `now`. Floating and all-day times are in `zone`.
base::Result<std::string, AttachmentFault> carried_out(const ical::Object& served, const std::vector<std::string>& rids,
                                                       const model::ManagedId& old, model::Attachment* file,
                                                       const ical::ZonePtr& zone, base::Instant now);

// The object's text with other files in the place of those that it refers to, by what it refers to.
std::string with_files(const ical::Object& object, const std::map<model::ManagedId, model::Attachment>& instead);

// What a PUT refers to, as far as the store knows it: without links of the same form that are not ours.
storage::Result<std::vector<model::AttachmentUse>> known_uses(storage::Snapshot& snapshot, const ical::Object& sent);

}  // namespace stafett::scheduling::delivery
