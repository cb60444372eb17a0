// What counts as one client where only an address is known.
#pragma once

#include <string>
#include <string_view>

namespace stafett::caldav::http {

// An IPv4 address itself (also when it is written as IPv6), "2001:db8:1:2::/64" for an IPv6 one, since that is what one
// household or office gets; a zone ("%eth0") is the link's and left out. The loopback, and what is no address, as it
// is.
std::string address_group(std::string_view peer);

// The /48 that an IPv6 address lies in, "2001:db8:1::/48", since that is what a site may get; empty for every other.
std::string network_group(std::string_view peer);

}  // namespace stafett::caldav::http
