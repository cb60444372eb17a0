// Reverse proxies whose word about the client is believed: its address, whether it came over TLS, and which host it
// asked for. What anybody else
// says of that is ignored, for everybody can write such a field.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/transport/head_rules.h"
#include "storage/base/result.h"

namespace stafett::server::transport {

// In which field the proxies tell it. One, since a proxy passes the other through as the client wrote it.
enum class ProxyField { x_forwarded, forwarded };

// "x-forwarded" (X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host), "forwarded" (RFC 7239), as in the
// configuration.
std::string_view name(ProxyField field);

// Immutable, so thread-safe.
class TrustedProxies {
  public:
    TrustedProxies() = default;
    // Addresses and networks: "192.0.2.1", "10.0.0.0/8", "2001:db8::/32". What is neither is left out; ask is_network.
    TrustedProxies(const std::vector<std::string>& networks, ProxyField field);

    // Whether `text` is an address or a network.
    static bool is_network(std::string_view text);

    // Of a numeric address; an IPv4 one also when it is written as IPv6.
    bool trusts(std::string_view address) const;

    // `direct`, but with the client that the proxies name: the last one in the chain that is none of them. When the one
    // who speaks to us is no trusted proxy, or says nothing we can read, `direct` itself.
    Surroundings client_of(const caldav::http::Fields& fields, const Surroundings& direct) const;

  private:
    struct Network {
        std::array<std::uint8_t, 16> address;  // IPv4 as IPv6
        unsigned bits;
    };
    std::vector<Network> networks_;
    ProxyField field_ = ProxyField::x_forwarded;
};

}  // namespace stafett::server::transport
