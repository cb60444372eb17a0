#include "server/transport/connection_count.h"

#include "caldav/http/client_address.h"

namespace stafett::server::transport {

ConnectionCount::Entry ConnectionCount::enter(const std::string& address) {
    const auto from = caldav::http::address_group(address);
    const base::Lock lock(mutex_);
    // First, so that an address which is full takes the places of its own connections only, also when all is full.
    const auto found = by_origin_.find(from);
    if (found != by_origin_.end() && found->second >= per_address_) return Entry::address_full;
    if (all_ >= in_all_) return Entry::all_full;
    count(from);
    return Entry::counted;
}

void ConnectionCount::enter_anyway(const std::string& address) {
    const auto from = caldav::http::address_group(address);
    const base::Lock lock(mutex_);
    count(from);
}

void ConnectionCount::count(const std::string& from) {
    if (!from.empty()) ++by_origin_[from];
    ++all_;
}

void ConnectionCount::leave(const std::string& address) {
    const base::Lock lock(mutex_);
    --all_;
    if (address.empty()) return;
    const auto found = by_origin_.find(caldav::http::address_group(address));
    if (--found->second == 0) by_origin_.erase(found);
}

}  // namespace stafett::server::transport
