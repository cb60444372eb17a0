// The connections that are there now, so that a stopping server can tell them and wait for them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <unordered_map>

#include "storage/base/mutex.h"

namespace stafett::server::transport {

class Connection;

// Thread-safe.
class OpenConnections {
  public:
    // False when closed: the connection must not begin.
    bool enter(const std::shared_ptr<Connection>& connection);
    void leave(const Connection* connection);

    // From now on none may enter.
    void close();
    // `what` is called under the lock; it only posts.
    void for_each(const std::function<void(std::shared_ptr<Connection>)>& what) const;
    // True when there is none left.
    bool wait_until_empty(std::chrono::milliseconds patience);
    void wait_until_empty();

  private:
    mutable base::Mutex mutex_;
    std::condition_variable changed_;
    std::unordered_map<const Connection*, std::weak_ptr<Connection>> open_ STAFETT_GUARDED_BY(mutex_);
    bool closed_ STAFETT_GUARDED_BY(mutex_) = false;
};

}  // namespace stafett::server::transport
