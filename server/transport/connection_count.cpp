#include "server/transport/connection_count.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

namespace stafett::server::transport {

std::string ConnectionCount::origin(const std::string& address) {
    in6_addr six{};
    // A zone ("fe80::1%eth0") is the link, not the client.
    if (::inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), &six) != 1) return address;
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        std::array<char, INET_ADDRSTRLEN> four{};
        ::inet_ntop(AF_INET, &six.s6_addr[12], four.data(), four.size());
        return four.data();
    }
    std::fill(&six.s6_addr[8], &six.s6_addr[16], std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, &six, text.data(), text.size());
    return text.data();
}

bool ConnectionCount::enter(const std::string& address) {
    const auto from = origin(address);
    const std::lock_guard lock(mutex_);
    if (all_ >= in_all_) return false;
    auto& count = by_origin_[from];
    if (count >= per_address_) return false;
    ++count;
    ++all_;
    return true;
}

void ConnectionCount::leave(const std::string& address) {
    const std::lock_guard lock(mutex_);
    --all_;
    const auto found = by_origin_.find(origin(address));
    if (--found->second == 0) by_origin_.erase(found);
}

}  // namespace stafett::server::transport
