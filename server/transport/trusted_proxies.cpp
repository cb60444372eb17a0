#include "server/transport/trusted_proxies.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>

namespace stafett::server::transport {
namespace {

namespace ip = boost::asio::ip;
using Octets = std::array<std::uint8_t, 16>;

constexpr unsigned ipv4_prefix = 96;  // of ::ffff:0:0/96
constexpr std::size_t most_hops = 32;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::optional<ip::address> numeric(std::string_view text) {
    boost::system::error_code wrong;
    auto address = ip::make_address(std::string(text), wrong);
    if (wrong) return std::nullopt;
    return address;
}

Octets octets_of(const ip::address& address) {
    const auto v6 = address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
    Octets octets;
    std::ranges::copy(v6.to_bytes(), octets.begin());
    return octets;
}

std::optional<std::pair<Octets, unsigned>> network_of(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = numeric(text.substr(0, slash));
    if (!address || text.contains('%')) return std::nullopt;
    const unsigned before = address->is_v4() ? ipv4_prefix : 0;
    unsigned bits = 128 - before;
    if (slash != text.npos) {
        const auto digits = text.substr(slash + 1);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size() ||
            bits > 128 - before)
            return std::nullopt;
    }
    return std::pair(octets_of(*address), bits + before);
}

bool within(const Octets& address, const Octets& network, unsigned bits) {
    for (unsigned i = 0; i < 16 && bits > 8 * i; ++i) {
        const unsigned left = std::min(8U, bits - 8 * i);
        const unsigned mask = (0xFF00U >> left) & 0xFFU;
        if (((address[i] ^ network[i]) & mask) != 0) return false;
    }
    return true;
}

// One who passed the request on, as the next one saw it.
struct Hop {
    std::string node;       // "192.0.2.43", "[2001:db8::1]:4711", "unknown", "_hidden"
    std::string proto;      // "https", "http", or empty
    std::string host = {};  // "kalender.kommun.se", or empty
};

// Whether a mark stands there that opens or closes, and is not escaped itself (RFC 9110 §5.6.4).
bool is_mark(std::string_view text, std::size_t at) {
    if (text[at] != '"') return false;
    const std::size_t before = text.substr(0, at).find_last_not_of('\\');
    const std::size_t escapes = at - (before == std::string_view::npos ? 0 : before + 1);
    return escapes % 2 == 0;
}

// `separator` outside quotation marks parts items; the marks and what they escape are taken away later. Read from the
// end: a mark without its pair, in what a client wrote, must not swallow what a proxy has added behind it.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> items;
    bool quoted = false;
    std::size_t end = text.size();
    for (std::size_t i = text.size(); i-- > 0;) {
        if (is_mark(text, i)) quoted = !quoted;
        if (quoted || text[i] != separator) continue;
        items.push_back(trimmed(text.substr(i + 1, end - i - 1)));
        end = i;
    }
    items.push_back(trimmed(text.substr(0, end)));
    std::ranges::reverse(items);
    return items;
}

std::string_view unquoted(std::string_view value) {
    return value.size() >= 2 && value.starts_with('"') && value.ends_with('"') ? value.substr(1, value.size() - 2)
                                                                               : value;
}

// RFC 7239 §4: for=192.0.2.43;proto=https, for="[2001:db8::1]:4711".
std::vector<Hop> forwarded(const caldav::http::Fields& fields) {
    std::vector<Hop> hops;
    for (const std::string all = fields.joined("Forwarded"); const std::string_view element : split(all, ',')) {
        Hop hop;
        for (const std::string_view pair : split(element, ';')) {
            const auto equals = std::min(pair.find('='), pair.size());
            const std::string name = lower(trimmed(pair.substr(0, equals)));
            const auto value = unquoted(trimmed(pair.substr(std::min(equals + 1, pair.size()))));
            if (name == "for") hop.node = value;
            if (name == "proto") hop.proto = lower(value);
            if (name == "host") hop.host = value;
        }
        hops.push_back(std::move(hop));
    }
    return hops;
}

// The value of hop `i` of `hops`: one value is for the whole chain, several are the last of as many as there are hops.
std::string_view of_hop(const std::vector<std::string_view>& values, std::size_t i, std::size_t hops) {
    const std::size_t behind = hops - 1 - i;
    return values.size() > behind && values.size() > 1 ? values[values.size() - 1 - behind] : values.front();
}

std::vector<Hop> x_forwarded(const caldav::http::Fields& fields) {
    std::vector<Hop> hops;
    for (const std::string all = fields.joined("X-Forwarded-For"); const std::string_view node : split(all, ','))
        hops.push_back({std::string(node), {}});
    const std::string protos = lower(fields.joined("X-Forwarded-Proto")), hosts = fields.joined("X-Forwarded-Host");
    const auto each_proto = split(protos, ','), each_host = split(hosts, ',');
    for (std::size_t i = 0; i < hops.size(); ++i) {
        hops[i].proto = of_hop(each_proto, i, hops.size());
        hops[i].host = of_hop(each_host, i, hops.size());
    }
    return hops;
}

// The address in a node, without its port.
std::optional<ip::address> address_in(std::string_view node) {
    if (node.starts_with('[')) {
        const auto end = node.find(']');
        if (end == node.npos || (end + 1 != node.size() && node[end + 1] != ':')) return std::nullopt;
        return numeric(node.substr(1, end - 1));
    }
    if (std::ranges::count(node, ':') == 1) node = node.substr(0, node.find(':'));
    return numeric(node);
}

std::string text_of(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

}  // namespace

std::string_view name(ProxyField field) {
    switch (field) {
        case ProxyField::x_forwarded:
            return "x-forwarded";
        case ProxyField::forwarded:
            return "forwarded";
    }
    return "x-forwarded";
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks, ProxyField field) : field_(field) {
    for (const std::string& text : networks)
        if (const auto network = network_of(text)) networks_.push_back({network->first, network->second});
}

bool TrustedProxies::is_network(std::string_view text) { return network_of(text).has_value(); }

bool TrustedProxies::trusts(std::string_view address) const {
    if (networks_.empty()) return false;
    const auto known = numeric(address.substr(0, address.find('%')));
    if (!known) return false;
    const Octets octets = octets_of(*known);
    return std::ranges::any_of(networks_, [&](const Network& one) { return within(octets, one.address, one.bits); });
}

Surroundings TrustedProxies::client_of(const caldav::http::Fields& fields, const Surroundings& direct) const {
    Surroundings client = direct;
    if (!trusts(direct.peer)) return client;
    auto hops = field_ == ProxyField::forwarded ? forwarded(fields) : x_forwarded(fields);
    if (hops.size() > most_hops) hops.erase(hops.begin(), hops.end() - most_hops);
    // From the last, whom the one we trust has seen itself; what stands before an untrusted one is that one's story.
    while (!hops.empty() && trusts(client.peer)) {
        const Hop hop = std::move(hops.back());
        hops.pop_back();
        if (hop.proto == "https" || hop.proto == "http") client.tls = hop.proto == "https";
        if (is_authority(hop.host)) client.host = hop.host;
        const auto address = address_in(hop.node);
        if (!address) break;  // "unknown" (RFC 7239 §6.2): the last proxy stands for it
        client.peer = text_of(*address);
    }
    return client;
}

}  // namespace stafett::server::transport
