#include "server/transport/open_connections.h"

#include <utility>

#include "server/transport/connection.h"

namespace stafett::server::transport {

bool OpenConnections::enter(const std::shared_ptr<Connection>& connection, std::string group) {
    const base::Lock lock(mutex_);
    if (closed_) return false;
    open_.emplace(connection.get(), Entry{connection, std::move(group)});
    return true;
}

std::shared_ptr<Connection> OpenConnections::take_longest_idle(std::string_view group) {
    const base::Lock lock(mutex_);
    // Again when it has got a request meanwhile.
    for (int looks = 0; looks < 3; ++looks) {
        std::shared_ptr<Connection> longest;
        auto longest_since = Connection::kBusy;
        for (const auto& [address, entry] : open_) {
            if (!group.empty() && entry.group != group) continue;
            auto connection = entry.connection.lock();
            const auto since = connection ? connection->idle_since() : Connection::kBusy;
            if (since >= longest_since) continue;
            longest_since = since;
            longest = std::move(connection);
        }
        if (!longest) return nullptr;
        if (longest->take_idle(longest_since)) return longest;
    }
    return nullptr;
}

void OpenConnections::leave(const Connection* connection) {
    const base::Lock lock(mutex_);
    open_.erase(connection);
    if (open_.empty()) changed_.notify_all();
}

void OpenConnections::close() {
    const base::Lock lock(mutex_);
    closed_ = true;
}

void OpenConnections::for_each(const std::function<void(std::shared_ptr<Connection>)>& what) const {
    const base::Lock lock(mutex_);
    for (const auto& [address, entry] : open_)
        if (auto connection = entry.connection.lock()) what(std::move(connection));
}

bool OpenConnections::wait_until_empty(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    base::Lock lock(mutex_);
    while (!open_.empty() && lock.wait_until(changed_, deadline)) {
    }
    return open_.empty();
}

void OpenConnections::wait_until_empty() {
    base::Lock lock(mutex_);
    while (!open_.empty()) lock.wait(changed_);
}

}  // namespace stafett::server::transport
