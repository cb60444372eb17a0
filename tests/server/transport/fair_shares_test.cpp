#include "server/transport/fair_shares.h"

namespace stafett::server::transport {
namespace {

using testing::ElementsAre;
using enum FairShares::Work;

class FairSharesTest : public testing::Test {
  protected:
    FairSharesTest() = default;

    void begin(const FairShares::Key& key, const std::string& name) {
        shares_.begin(key, reading, [this, name] { begun_.push_back(name); });
    }

    FairShares shares_{{.running = 2, .writing = 3, .waiting = 1}, {.running = 1, .writing = 1, .waiting = 2}};
    std::vector<std::string> begun_;
};

TEST_F(FairSharesTest, lets_in_as_many_as_may_run_and_wait) {
    const auto anna = shares_.of_person("anna");
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(shares_.enter(anna));
    EXPECT_FALSE(shares_.enter(anna));
    EXPECT_TRUE(shares_.enter(shares_.of_person("bo")));
    shares_.enter_anyway(anna);
    shares_.leave(anna);
    EXPECT_FALSE(shares_.enter(anna));
    shares_.leave(anna);
    EXPECT_TRUE(shares_.enter(anna));
}

TEST_F(FairSharesTest, is_one_share_as_long_as_somebody_holds_it) {
    const auto anna = shares_.of_person("anna");
    EXPECT_EQ(anna, shares_.of_person("anna"));
    EXPECT_NE(anna, shares_.of_person("bo"));
    EXPECT_NE(shares_.of_address("192.0.2.1"), shares_.of_person("192.0.2.1"));
    EXPECT_EQ(shares_.of_address("192.0.2.1"), shares_.of_address("::ffff:192.0.2.1"));
    for (int i = 0; i < 3; ++i) {
        const auto bo = shares_.of_person("bo");
        EXPECT_TRUE(shares_.try_begin(bo)) << "and begins anew";
    }
}

TEST_F(FairSharesTest, begins_what_waits_when_a_turn_ends_in_the_order_it_came) {
    const auto anna = shares_.of_person("anna"), bo = shares_.of_person("bo");
    for (const auto* name : {"1", "2", "3", "4"}) begin(anna, name);
    EXPECT_THAT(begun_, ElementsAre("1", "2"));
    EXPECT_FALSE(shares_.try_begin(anna));
    EXPECT_TRUE(shares_.try_begin(bo));
    shares_.end(anna, reading);
    EXPECT_THAT(begun_, ElementsAre("1", "2", "3"));
    EXPECT_FALSE(shares_.try_begin(anna)) << "one waits";
    for (int i = 0; i < 3; ++i) shares_.end(anna, reading);
    EXPECT_THAT(begun_, ElementsAre("1", "2", "3", "4"));
    EXPECT_TRUE(shares_.try_begin(anna));
}

TEST_F(FairSharesTest, has_turns_for_writing_beside_those_for_reading) {
    const auto anna = shares_.of_person("anna");
    for (const auto* name : {"1", "2", "3"}) begin(anna, name);
    for (const auto* name : {"w1", "w2", "w3", "w4"})
        shares_.begin(anna, writing, [this, name] { begun_.emplace_back(name); });
    EXPECT_THAT(begun_, ElementsAre("1", "2", "w1", "w2", "w3"));
    shares_.end(anna, writing);
    EXPECT_EQ(begun_.back(), "w4");
    shares_.end(anna, reading);
    EXPECT_EQ(begun_.back(), "3");
}

TEST_F(FairSharesTest, bounds_an_ipv6_network_by_four_addresses_and_serves_those_in_turn) {
    std::vector<FairShares::Key> addresses;
    for (int i = 0; i < 6; ++i) addresses.push_back(shares_.of_address("2001:db8:1:" + std::to_string(i) + "::1"));
    EXPECT_EQ(addresses[1], shares_.of_address("2001:db8:1:1::2"));
    for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(shares_.try_begin(addresses[i]));
    EXPECT_FALSE(shares_.try_begin(addresses[4]));
    EXPECT_TRUE(shares_.try_begin(shares_.of_address("2001:db8:2::1"))) << "of another network";
    begin(addresses[0], "0a");
    begin(addresses[0], "0b");
    begin(addresses[4], "4a");
    begin(addresses[4], "4b");
    begin(addresses[5], "5a");
    shares_.end(addresses[0], reading);
    shares_.end(addresses[1], reading);
    shares_.end(addresses[2], reading);
    EXPECT_THAT(begun_, ElementsAre("0a", "4a", "5a"));
    shares_.end(addresses[0], reading);
    shares_.end(addresses[4], reading);
    EXPECT_THAT(begun_, ElementsAre("0a", "4a", "5a", "0b", "4b"));

    for (std::size_t i = 0; i < 4; ++i)
        for (int n = 0; n < 3; ++n) EXPECT_TRUE(shares_.enter(addresses[i]));
    EXPECT_FALSE(shares_.enter(addresses[4]));
    shares_.leave(addresses[0]);
    EXPECT_TRUE(shares_.enter(addresses[4]));
}

}  // namespace
}  // namespace stafett::server::transport
