// The connections that are there now, so that a stopping server can tell them and wait for them, and a full one can
// give up who has been idle longest.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/base/mutex.h"

namespace stafett::server::transport {

class Connection;

// Thread-safe.
class OpenConnections {
  public:
    // False when closed: the connection must not begin. `group`: whom it is counted for (ConnectionCount), or empty.
    bool enter(const std::shared_ptr<Connection>& connection, std::string group);
    void leave(const Connection* connection);

    // The connection that has been without a request for longest, of that group if one is named; each is given once for
    // a time that it is idle. Null if none is. Linear in the connections.
    std::shared_ptr<Connection> take_longest_idle(std::string_view group);

    // From now on none may enter.
    void close();
    // `what` is called under the lock; it only posts.
    void for_each(const std::function<void(std::shared_ptr<Connection>)>& what) const;
    // True when there is none left.
    bool wait_until_empty(std::chrono::milliseconds patience);
    void wait_until_empty();

  private:
    struct Entry {
        std::weak_ptr<Connection> connection;
        std::string group;
    };

    mutable base::Mutex mutex_;
    std::condition_variable changed_;
    std::unordered_map<const Connection*, Entry> open_ STAFETT_GUARDED_BY(mutex_);
    bool closed_ STAFETT_GUARDED_BY(mutex_) = false;
};

}  // namespace stafett::server::transport
