// POST of RFC 8607 §3.4 to §3.6 on a calendar object: attachment-add, attachment-update, attachment-remove.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caldav/access/attachments.h"
#include "caldav/webdav/resource.h"

namespace stafett::caldav::calendar::methods {

// 201, 200 or 204, with Cal-Managed-ID where a file came in; with the served text and its ETag for
// `Prefer: return=representation`. The octets are staged in short transactions and bound in the last one, with the
// object's change, so that a refusal leaves nothing that anybody could see.
Result<http::Response> post_attachment(const webdav::Request& request);

enum class AttachmentAction { add, update, remove };

// The query of the request, read and checked (RFC 8607 §3.3).
struct AttachmentQuery {
    AttachmentAction action = AttachmentAction::add;
    std::vector<std::string> rids;  // empty: not sent
    model::ManagedId managed_id;    // empty for add
};
Result<AttachmentQuery> read_attachment_query(std::string_view query);

}  // namespace stafett::caldav::calendar::methods
