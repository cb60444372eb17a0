#include "caldav/http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace stafett::caldav::http {

namespace {

// The first `octets` of the address: "2001:db8::/32" for 4.
std::string group_of(in6_addr address, std::size_t octets) {
    std::fill(std::begin(address.s6_addr) + octets, std::end(address.s6_addr), std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, &address, text.data(), text.size());
    return std::string(text.data()) + "/" + std::to_string(8 * octets);
}

std::string without_zone(std::string_view peer) { return std::string(peer.substr(0, peer.find('%'))); }

}  // namespace

std::string network_group(std::string_view peer) {
    in6_addr six{};
    if (::inet_pton(AF_INET6, without_zone(peer).c_str(), &six) != 1 || IN6_IS_ADDR_LOOPBACK(&six) ||
        IN6_IS_ADDR_V4MAPPED(&six))
        return {};
    return group_of(six, 6);
}

std::string address_group(std::string_view peer) {
    std::string text = without_zone(peer);  // "fe80::1%eth0"
    in6_addr six{};
    if (::inet_pton(AF_INET6, text.c_str(), &six) != 1 || IN6_IS_ADDR_LOOPBACK(&six)) return text;
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        std::array<char, INET_ADDRSTRLEN> four{};
        ::inet_ntop(AF_INET, &six.s6_addr[12], four.data(), four.size());
        return four.data();
    }
    return group_of(six, 8);
}

}  // namespace stafett::caldav::http
