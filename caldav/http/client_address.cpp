#include "caldav/http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace stafett::caldav::http {

std::string address_group(std::string_view peer) {
    std::string text(peer.substr(0, peer.find('%')));  // "fe80::1%eth0"
    in6_addr six{};
    if (::inet_pton(AF_INET6, text.c_str(), &six) != 1 || IN6_IS_ADDR_LOOPBACK(&six)) return text;
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        std::array<char, INET_ADDRSTRLEN> four{};
        ::inet_ntop(AF_INET, &six.s6_addr[12], four.data(), four.size());
        return four.data();
    }
    std::fill(&six.s6_addr[8], &six.s6_addr[16], std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> network{};
    ::inet_ntop(AF_INET6, &six, network.data(), network.size());
    return std::string(network.data()) + "/64";
}

}  // namespace stafett::caldav::http
