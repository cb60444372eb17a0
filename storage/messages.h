// What leaves by mail: the outbox. Rows commit with the change that causes them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/meeting.h"

namespace stafett::storage {

class MessageReads {
  public:
    virtual ~MessageReads() = default;
    // The one with this key that has not left; at most one exists.
    virtual Result<std::optional<model::Message>> waiting(std::string_view coalescing_key) = 0;
    // Waiting ones with `not_before` at or before `now`, oldest first.
    virtual Result<std::vector<model::Message>> due(base::Instant now, std::size_t limit) = 0;
    virtual Result<std::vector<model::Message>> all(std::size_t limit) = 0;
};

class MessageWrites {
  public:
    virtual ~MessageWrites() = default;
    virtual Result<std::int64_t> add(const model::Message& message) = 0;
    virtual Result<void> update(const model::Message& message) = 0;
    // One that waits says something else, and waits until then. Fault::not_found when it waits no more.
    virtual Result<void> postpone(std::int64_t id, base::Instant not_before, std::string_view payload) = 0;
};

}  // namespace stafett::storage
