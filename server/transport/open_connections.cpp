#include "server/transport/open_connections.h"

namespace stafett::server::transport {

bool OpenConnections::enter(const std::shared_ptr<Connection>& connection) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    open_.emplace(connection.get(), connection);
    return true;
}

void OpenConnections::leave(const Connection* connection) {
    const std::lock_guard lock(mutex_);
    open_.erase(connection);
    if (open_.empty()) changed_.notify_all();
}

void OpenConnections::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
}

void OpenConnections::for_each(const std::function<void(std::shared_ptr<Connection>)>& what) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [address, weak] : open_)
        if (auto connection = weak.lock()) what(std::move(connection));
}

bool OpenConnections::wait_until_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [this] { return open_.empty(); });
}

void OpenConnections::wait_until_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_.empty(); });
}

}  // namespace stafett::server::transport
