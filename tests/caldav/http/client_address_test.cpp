#include "caldav/http/client_address.h"

namespace stafett::caldav::http {
namespace {

TEST(AddressGroup, is_an_ipv4_address_or_the_64_of_an_ipv6_one) {
    EXPECT_EQ(address_group("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(address_group("::ffff:192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(address_group("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(address_group("2001:db8:1:2::9"), "2001:db8:1:2::/64");
    EXPECT_EQ(address_group("::1"), "::1");
    EXPECT_EQ(address_group("fe80::1%eth0"), "fe80::/64");
    EXPECT_EQ(address_group("?"), "?");
}

TEST(NetworkGroup, is_the_48_of_an_ipv6_address) {
    EXPECT_EQ(network_group("2001:db8:1:2:3:4:5:6"), "2001:db8:1::/48");
    for (const auto* other : {"192.0.2.1", "::ffff:192.0.2.1", "::1", "?", ""}) EXPECT_EQ(network_group(other), "");
}

}  // namespace
}  // namespace stafett::caldav::http
