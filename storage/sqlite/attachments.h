// Managed attachments and their pieces.
#pragma once

#include <functional>

#include "storage/attachments.h"
#include "storage/sqlite/connection.h"

namespace stafett::storage::sqlite {

class Attachments final : public AttachmentReads, public AttachmentWrites {
  public:
    explicit Attachments(Connection& connection) : connection_(connection) {}

    Result<std::optional<model::Attachment>> find(const model::ManagedId& id) override;
    Result<std::vector<model::AttachmentUse>> of_object(model::CalendarId calendar, const model::Uid& uid) override;
    Result<std::vector<model::AttachmentPlace>> used_by(const model::ManagedId& id) override;
    Result<std::optional<std::string>> piece(const base::Digest& digest, std::uint64_t position) override;
    Result<std::vector<model::ObjectPlace>> with_inline() override;
    Result<AttachmentsTotal> total(const model::PrincipalId& owner) override;
    Result<std::vector<model::AttachmentPlace>> strays() override;

    Result<void> stage(const base::Digest& digest, std::uint64_t position, std::string_view octets,
                       base::Instant at) override;
    Result<void> put(const model::Attachment& attachment) override;
    Result<void> set_uses(model::CalendarId calendar, const model::Uid& uid,
                          const std::vector<model::AttachmentUse>& uses, base::Instant at) override;
    Result<void> turned(const model::ObjectPlace& object) override;
    Result<void> forget(base::Instant before) override;

  private:
    Connection& connection_;
};

// An object with this UID has gone, or has another UID now: what it referred to is referred to no more, unless a
// meeting that outlives its object does.
Result<void> release_uses(Connection& connection, model::CalendarId calendar, const model::Uid& uid, base::Instant at);

// What is wrong with attachments, a line each: octets that are not those of their digest or not all there.
// `go_on` is asked before each of them.
Result<void> check_attachments(Connection& connection, std::vector<std::string>& found,
                               const std::function<bool()>& go_on);

}  // namespace stafett::storage::sqlite
