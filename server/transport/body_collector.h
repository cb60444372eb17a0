// Gathers a request's body: short ones in memory, long ones in an unlinked file that is mapped when it is complete, so
// that neither a large body nor a thousand of them at once take memory, and nothing is left behind by a crash.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "caldav/http/message.h"
#include "server/transport/refusal.h"
#include "storage/base/digest.h"

namespace stafett::server::transport {

// What all bodies of a server take together, in octets.
struct BodyMemory {
    explicit BodyMemory(std::size_t limit) : limit(limit) {}
    const std::size_t limit;
    std::atomic<std::size_t> used = 0;
};

class BodyCollector {
  public:
    // `folder` takes the spooled file; `memory_limit` is where spooling begins. `memory` outlives the collector.
    BodyCollector(std::string folder, std::size_t memory_limit, BodyMemory& memory);
    ~BodyCollector();
    BodyCollector(const BodyCollector&) = delete;
    BodyCollector& operator=(const BodyCollector&) = delete;

    // Where decoded octets are appended. After each addition: settle() if wants_to_settle().
    std::string& pending() { return pending_; }
    std::uint64_t size() const { return spooled_ + pending_.size(); }
    bool wants_to_settle() const;

    bool spooled() const { return file_ >= 0; }

    // Writes what is pending to the file. May block on the disk: for a worker. Refused: 507.
    Result<void> settle();

    // The whole body. May block. Refused: 507. The collector is empty after it.
    Result<caldav::http::Body> finish();

  private:
    Result<void> open_file();

    const std::string folder_;
    const std::size_t memory_limit_;
    BodyMemory& memory_;
    std::string pending_;
    int file_ = -1;
    std::unique_ptr<base::Digester> digester_;  // of what has been spooled
    std::uint64_t spooled_ = 0;
    mutable std::size_t counted_ = 0;  // our part of memory_.used
};

}  // namespace stafett::server::transport
