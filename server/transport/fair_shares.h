// How many requests one person, or one address where nobody is known, may have running and waiting at a time, so that
// whatever one of them asks for, the others find threads.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/base/mutex.h"

namespace stafett::server::transport {

// Thread-safe. Outlives every share that it gives.
class FairShares {
  public:
    // Writing mostly waits for the disk, together with what others write.
    enum class Work { reading, writing };

    struct Bound {
        unsigned running = 0;  // requests that hold a thread and read
        unsigned writing = 0;  // the same of those that write
        unsigned waiting = 0;  // besides `running`: for a thread, for their body, or for the client to take the answer
    };

    // A network of IPv6 addresses (a /48) is bounded by four times what one address, its /64, may have.
    FairShares(Bound person, Bound address) : person_(person), address_(address) {}
    FairShares(const FairShares&) = delete;
    FairShares& operator=(const FairShares&) = delete;

    // What one person or address has at present. Kept as long as somebody holds it.
    class Share;
    using Key = std::shared_ptr<Share>;

    Key of_person(std::string_view person);
    // `peer`: a numeric address, in any form that caldav::http::address_group() takes.
    Key of_address(std::string_view peer);

    // One request more; false when as many are there already as may run and wait. leave() for each that entered.
    bool enter(const Key& key);
    // The same whatever the bound is: for a request that has been let in under another key.
    void enter_anyway(const Key& key);
    void leave(const Key& key);

    // A turn on a thread. try_begin(): to read, at once or not at all. begin(): `start` is called when it is the key's
    // turn: at once, or by the end() of another on that one's thread, first come first served within a key and the
    // addresses of a network in turn. It must not throw. end() for each turn.
    using Start = std::move_only_function<void()>;
    bool try_begin(const Key& key);
    void begin(const Key& key, Work work, Start start);
    void end(const Key& key, Work work);

  private:
    Key find(std::string name, Bound bound, Key network) STAFETT_REQUIRES(mutex_);
    void forget(const std::string& name);
    static bool may_begin(const Share& share, Work work);
    static void count(Share& share, Work work);
    static Start next(Share& share, Work work);
    static Start next_in(Share& network, Work work);

    const Bound person_;
    const Bound address_;
    base::Mutex mutex_;  // also of what is in every Share
    std::unordered_map<std::string, std::weak_ptr<Share>> shares_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::server::transport
