// Managed attachments: their octets in pieces under their digest, what is known of each, and which objects refer to it.
//
// Storing one takes many short transactions: stage() for each piece, then put() and set_uses() in the last one. What
// was staged and never bound is forgotten after a while.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/attachment.h"

namespace stafett::storage {

// Octets of an owner's attachments.
struct AttachmentsTotal {
    std::uint64_t kept = 0;    // of all, those that nothing refers to any more included
    std::uint64_t in_use = 0;  // of those that an object refers to
    friend bool operator==(const AttachmentsTotal&, const AttachmentsTotal&) = default;
};

class AttachmentReads {
  public:
    virtual ~AttachmentReads() = default;
    virtual Result<std::optional<model::Attachment>> find(const model::ManagedId& id) = 0;
    // In the order in which they were set.
    virtual Result<std::vector<model::AttachmentUse>> of_object(model::CalendarId calendar, const model::Uid& uid) = 0;
    virtual Result<std::vector<model::AttachmentPlace>> used_by(const model::ManagedId& id) = 0;
    // The piece that begins at octet `position` * model::kAttachmentPiece; nothing behind the end.
    virtual Result<std::optional<std::string>> piece(const base::Digest& digest, std::uint64_t position) = 0;
    // Objects that were stored with inline attachments before there were managed ones.
    virtual Result<std::vector<model::ObjectPlace>> with_inline() = 0;
    virtual Result<AttachmentsTotal> total(const model::PrincipalId& owner) = 0;
    // What refers to attachments and is not there, neither object nor meeting: none, unless something went wrong.
    virtual Result<std::vector<model::AttachmentPlace>> strays() = 0;
};

class AttachmentWrites {
  public:
    virtual ~AttachmentWrites() = default;
    // A piece of a file that is to have this digest. Staging one again is no error.
    virtual Result<void> stage(const base::Digest& digest, std::uint64_t position, std::string_view octets,
                               base::Instant at) = 0;
    // Adds or changes what is known of one. Fault::not_found unless exactly its `size` octets are staged.
    virtual Result<void> put(const model::Attachment& attachment) = 0;
    // Replaces what an object refers to. Fault::not_found for an unknown attachment. When the object goes or gets
    // another UID, the store drops this, unless a meeting of that UID lives on.
    virtual Result<void> set_uses(model::CalendarId calendar, const model::Uid& uid,
                                  const std::vector<model::AttachmentUse>& uses, base::Instant at) = 0;
    // It is none of with_inline() any more.
    virtual Result<void> turned(const model::ObjectPlace& object) = 0;
    // Attachments that nothing has referred to since `before`, and staged pieces as old that no attachment has.
    virtual Result<void> forget(base::Instant before) = 0;
};

}  // namespace stafett::storage
