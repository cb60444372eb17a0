#include "server/transport/connection_count.h"

#include "caldav/http/client_address.h"

namespace stafett::server::transport {

bool ConnectionCount::enter(const std::string& address) {
    const auto from = caldav::http::address_group(address);
    const base::Lock lock(mutex_);
    if (all_ >= in_all_) return false;
    if (!from.empty()) {
        auto& count = by_origin_[from];
        if (count >= per_address_) return false;
        ++count;
    }
    ++all_;
    return true;
}

void ConnectionCount::leave(const std::string& address) {
    const base::Lock lock(mutex_);
    --all_;
    if (address.empty()) return;
    const auto found = by_origin_.find(caldav::http::address_group(address));
    if (--found->second == 0) by_origin_.erase(found);
}

}  // namespace stafett::server::transport
