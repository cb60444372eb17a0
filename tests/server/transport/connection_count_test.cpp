#include "server/transport/connection_count.h"

namespace stafett::server::transport {
namespace {

using enum ConnectionCount::Entry;

TEST(ConnectionCount, limits_one_address_and_all) {
    ConnectionCount count(3, 2);
    EXPECT_EQ(counted, count.enter("192.0.2.1"));
    EXPECT_EQ(counted, count.enter("192.0.2.1"));
    EXPECT_EQ(address_full, count.enter("192.0.2.1"));
    EXPECT_EQ(counted, count.enter("192.0.2.2"));
    EXPECT_EQ(all_full, count.enter("192.0.2.3"));
    EXPECT_EQ(address_full, count.enter("192.0.2.1")) << "and not somebody else's place";
    count.leave("192.0.2.1");
    EXPECT_EQ(counted, count.enter("192.0.2.1"));
    count.enter_anyway("192.0.2.1");
    count.leave("192.0.2.2");
    EXPECT_EQ(all_full, count.enter("192.0.2.2"));
    count.leave("192.0.2.1");
    EXPECT_EQ(counted, count.enter("192.0.2.2"));
}

TEST(ConnectionCount, lets_one_without_address_fill_all_the_places) {
    ConnectionCount count(3, 1);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(counted, count.enter(""));
    EXPECT_EQ(all_full, count.enter(""));
    count.leave("");
    EXPECT_EQ(counted, count.enter("192.0.2.1"));
}

TEST(ConnectionCount, takes_an_ipv6_network_as_one) {
    ConnectionCount count(9, 1);
    EXPECT_EQ(counted, count.enter("2001:db8:1:2:3::4"));
    EXPECT_EQ(address_full, count.enter("2001:db8:1:2::9"));
    EXPECT_EQ(counted, count.enter("2001:db8:1:3::1"));
    count.leave("2001:db8:1:2::9");
    EXPECT_EQ(counted, count.enter("2001:db8:1:2::9"));
}

}  // namespace
}  // namespace stafett::server::transport
