// What counts as one client where only an address is known.
#pragma once

#include <string>
#include <string_view>

namespace stafett::caldav::http {

// An IPv4 address itself (also when it is written as IPv6), "2001:db8:1:2::/64" for an IPv6 one, since that is what one
// household or office gets; a zone ("%eth0") is the link's and left out. The loopback, and what is no address, as it
// is.
std::string address_group(std::string_view peer);

}  // namespace stafett::caldav::http
