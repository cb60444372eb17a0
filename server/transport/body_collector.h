// Gathers a request's body: short ones in memory, long ones in an unlinked file that is mapped when it is complete, so
// that neither a large body nor a thousand of them at once take memory, and nothing is left behind by a crash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "caldav/http/message.h"
#include "server/transport/body_memory.h"
#include "server/transport/refusal.h"
#include "storage/base/digest.h"

namespace stafett::server::transport {

class BodyCollector {
  public:
    // Octets of one body, and of all bodies of the server, beyond which it is spooled.
    struct Limits {
        std::size_t one = 0;
        std::size_t all = 0;
    };

    // `folder` takes the spooled file. `part` counts what is in memory, outlives the collector and is not cleared by
    // it: the finished body is there still.
    BodyCollector(std::string folder, Limits limits, BodyMemory::Part& part);
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
    const Limits limits_;
    BodyMemory::Part& part_;
    std::string pending_;
    int file_ = -1;
    std::unique_ptr<base::Digester> digester_;  // of what has been spooled
    std::uint64_t spooled_ = 0;
};

}  // namespace stafett::server::transport
