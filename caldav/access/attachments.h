// Managed attachments behind the gate (RFC 8607, model.md §9): a file has no rights of its own, whoever may read an
// object that refers to it may read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caldav/http/condition.h"
#include "storage/model/attachment.h"

namespace stafett::caldav::access {

class Gate;

// From configuration.
struct AttachmentLimits {
    std::uint64_t size = 50U << 20;            // octets of one file
    std::size_t per_object = 20;               // files of one calendar object
    std::uint64_t per_owner = 5ULL << 30;      // octets of all files of one network or person
    std::vector<std::string> types = {"*/*"};  // media types that are taken: "application/pdf", "image/*"
    std::string origin;                        // "https://host" of their URLs; empty: as each request came
};

// "50 MB", "98 kB" or "700 byte", rounded down: for people.
std::string shown_size(std::uint64_t octets);

// Whether one of `types` covers this media type (lower case, without parameters).
bool takes_type(const AttachmentLimits& limits, std::string_view media_type);

// Whether a file may come in: 403 max-attachment-size or supported-attachment-type.
http::Result<void> check_file(const AttachmentLimits& limits, std::uint64_t size, std::string_view media_type);

// Proof that the actor may read an object that refers to this file, in one snapshot.
class AttachmentGrant {
  public:
    const model::Attachment& attachment() const { return attachment_; }

  private:
    friend class GuardedSnapshot;
    AttachmentGrant(const Gate* issuer, model::Attachment attachment)
        : issuer_(issuer), attachment_(std::move(attachment)) {}

    const Gate* issuer_;
    model::Attachment attachment_;
};

// What one POST asks for (RFC 8607 §3.4 to §3.6).
struct AttachmentChange {
    std::vector<std::string> rids;          // as in the request; empty: every part of the object
    model::ManagedId old;                   // what is replaced or removed; empty: nothing
    std::optional<model::Attachment> file;  // what comes in, its octets staged; owner, kind and `by` are filled in
};

}  // namespace stafett::caldav::access
