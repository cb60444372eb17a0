// What the bodies of requests and answers take in memory, of all connections together.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include "storage/base/mutex.h"

namespace stafett::server::transport {

// Thread-safe. Counts octets of received bodies until their handler has ended, and of answers until the client has
// taken them; a body that several connections send counts once.
class BodyMemory {
  public:
    // Beyond `limit` no request is begun and no further piece of an answer is made.
    explicit BodyMemory(std::size_t limit) : limit_(limit) {}
    BodyMemory(const BodyMemory&) = delete;
    BodyMemory& operator=(const BodyMemory&) = delete;

    std::size_t used() const { return used_; }
    bool full() const { return used_ > limit_; }

    // What one connection holds of it; nothing once it is gone. From one thread at a time.
    class Part {
      public:
        explicit Part(BodyMemory& memory) : memory_(memory) {}
        ~Part() { clear(); }
        Part(const Part&) = delete;
        Part& operator=(const Part&) = delete;

        // So many octets instead of those before.
        void hold(std::size_t octets);
        // And this body instead of the one before; null: none.
        void share(std::shared_ptr<const std::string> body);
        void clear();
        const BodyMemory& memory() const { return memory_; }

      private:
        BodyMemory& memory_;
        std::size_t held_ = 0;
        std::shared_ptr<const std::string> shared_;
    };

  private:
    void add(const std::string& shared);
    void remove(const std::string& shared);

    const std::size_t limit_;
    std::atomic<std::size_t> used_ = 0;
    base::Mutex mutex_;
    std::unordered_map<const std::string*, unsigned> shared_ STAFETT_GUARDED_BY(mutex_);  // by how many parts
};

}  // namespace stafett::server::transport
