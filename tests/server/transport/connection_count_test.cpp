#include "server/transport/connection_count.h"

namespace stafett::server::transport {
namespace {

TEST(ConnectionCount, limits_one_address_and_all) {
    ConnectionCount count(3, 2);
    EXPECT_TRUE(count.enter("192.0.2.1"));
    EXPECT_TRUE(count.enter("192.0.2.1"));
    EXPECT_FALSE(count.enter("192.0.2.1"));
    EXPECT_TRUE(count.enter("192.0.2.2"));
    EXPECT_FALSE(count.enter("192.0.2.3"));
    count.leave("192.0.2.1");
    EXPECT_TRUE(count.enter("192.0.2.1"));
}

TEST(ConnectionCount, takes_an_ipv6_network_as_one) {
    EXPECT_EQ(ConnectionCount::origin("2001:db8:1:2:3::4"), ConnectionCount::origin("2001:db8:1:2::9"));
    EXPECT_NE(ConnectionCount::origin("2001:db8:1:2::1"), ConnectionCount::origin("2001:db8:1:3::1"));
    EXPECT_EQ(ConnectionCount::origin("::ffff:192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(ConnectionCount::origin("fe80::1%eth0"), ConnectionCount::origin("fe80::1"));
    EXPECT_EQ(ConnectionCount::origin("192.0.2.1"), "192.0.2.1");
}

}  // namespace
}  // namespace stafett::server::transport
