#include "server/accounts/check_order.h"

namespace stafett::server::accounts {
namespace {

using enum CheckOrder::Lane;

Remembered::Key key(std::uint8_t number) { return {number}; }

// Strangers that fill what they may have: all that run, and the line behind them.
std::vector<CheckOrder::Id> crowd(CheckOrder& order) {
    std::vector<CheckOrder::Id> all;
    for (std::uint8_t number = 100; const auto id = order.arrive(stranger, key(number)); ++number) all.push_back(*id);
    return all;
}

TEST(CheckOrder, runs_as_many_as_may_run_and_then_in_order_of_arrival) {
    CheckOrder order(4, 10);
    std::vector<CheckOrder::Id> ids;
    for (std::uint8_t i = 0; i < 4; ++i) ids.push_back(order.arrive(stranger, key(i)).value());
    EXPECT_TRUE(order.begun(ids[0]) && order.begun(ids[1]));
    EXPECT_FALSE(order.begun(ids[2]) || order.begun(ids[3]));
    order.leave(ids[1]);
    EXPECT_TRUE(order.begun(ids[2]));
    EXPECT_FALSE(order.begun(ids[3]));
}

TEST(CheckOrder, has_a_check_and_places_that_no_crowd_of_strangers_takes) {
    CheckOrder order(4, 5);
    EXPECT_EQ(crowd(order).size(), 9U);
    const auto hers = order.arrive(known, key(1));
    ASSERT_TRUE(hers);
    EXPECT_TRUE(order.begun(*hers));
    EXPECT_TRUE(order.begun(order.arrive(known, key(2)).value()));
    const auto third = order.arrive(known, key(3));
    ASSERT_TRUE(third);
    EXPECT_FALSE(order.begun(*third));
    order.leave(*hers);
    EXPECT_TRUE(order.begun(*third));
}

TEST(CheckOrder, lets_who_is_known_go_before_strangers_that_came_earlier) {
    for (unsigned at_once : {1U, 2U}) {
        CheckOrder order(at_once, 5);
        const auto strangers = crowd(order);
        const auto hers = order.arrive(known, key(1)).value();
        if (at_once == 1) order.leave(strangers.front());
        EXPECT_TRUE(order.begun(hers)) << at_once;
        EXPECT_EQ(order.begun(strangers[1]), false) << at_once;
    }
}

TEST(CheckOrder, is_bounded_as_a_whole) {
    CheckOrder order(2, 5);
    unsigned taken = 0;
    for (std::uint8_t number = 0; order.arrive(known, key(number)); ++number) ++taken;
    EXPECT_EQ(taken, CheckOrder::places(2, 5));
    EXPECT_FALSE(order.arrive(stranger, key(200)));
}

TEST(CheckOrder, checks_equal_credentials_one_after_the_other) {
    CheckOrder order(4, 10);
    const auto first = order.arrive(stranger, key(1)).value(), second = order.arrive(stranger, key(1)).value();
    const auto another = order.arrive(stranger, key(2)).value();
    EXPECT_TRUE(order.begun(first) && order.begun(another));
    EXPECT_FALSE(order.begun(second));
    order.leave(first);
    EXPECT_TRUE(order.begun(second));
}

}  // namespace
}  // namespace stafett::server::accounts
