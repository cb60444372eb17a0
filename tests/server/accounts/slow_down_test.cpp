#include "server/accounts/slow_down.h"

namespace stafett::server::accounts {
namespace {

using std::chrono::seconds;

const SlowDown::Settings settings{.account_failures = 3,
                                  .account_interval = seconds(10),
                                  .address_failures = 5,
                                  .address_interval = seconds(2),
                                  .known_for = seconds(1000),
                                  .most = 1000};
const SlowDown::Time start{seconds(100000)};

TEST(SlowDown, lets_an_account_fail_a_few_times_and_then_once_per_interval) {
    SlowDown slow(settings);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(slow.begin("anna", "192.0.2.1", start)) << i;
    EXPECT_EQ(slow.begin("anna", "192.0.2.1", start), seconds(10));
    EXPECT_EQ(slow.wait("anna", "192.0.2.1", start + seconds(4)), seconds(6));
    EXPECT_FALSE(slow.begin("anna", "192.0.2.1", start + seconds(10)));
    EXPECT_EQ(slow.begin("anna", "192.0.2.1", start + seconds(10)), seconds(10));
}

TEST(SlowDown, counts_an_account_over_all_addresses) {
    SlowDown slow(settings);
    for (const char* peer : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) EXPECT_FALSE(slow.begin("anna", peer, start));
    EXPECT_TRUE(slow.begin("anna", "192.0.2.4", start));
    EXPECT_FALSE(slow.begin("bo", "192.0.2.4", start));
}

TEST(SlowDown, counts_an_address_over_all_accounts) {
    SlowDown slow(settings);
    for (const char* login : {"a", "b", "c", "d", "e"}) EXPECT_FALSE(slow.begin(login, "192.0.2.1", start));
    EXPECT_TRUE(slow.begin("f", "192.0.2.1", start));
    EXPECT_FALSE(slow.begin("f", "192.0.2.2", start));
}

TEST(SlowDown, gives_back_what_succeeds) {
    SlowDown slow(settings);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_FALSE(slow.begin("anna", "192.0.2.1", start)) << i;
        slow.succeeded("anna", "192.0.2.1", start);
    }
}

TEST(SlowDown, does_not_stop_who_is_known_for_what_strangers_and_neighbours_do) {
    SlowDown slow(settings);
    EXPECT_FALSE(slow.begin("anna", "192.0.2.1", start));
    slow.succeeded("anna", "192.0.2.1", start);
    for (int i = 0; i < 20; ++i) {
        (void)slow.begin("anna", "198.51.100.1", start);  // guesses at her account
        (void)slow.begin("bo", "192.0.2.1", start);       // a broken phone behind her address
    }
    EXPECT_TRUE(slow.wait("anna", "198.51.100.1", start));
    EXPECT_TRUE(slow.wait("bo", "192.0.2.1", start));
    EXPECT_FALSE(slow.wait("anna", "192.0.2.1", start));
}

TEST(SlowDown, slows_a_known_pair_too_when_it_fails) {
    SlowDown slow(settings);
    slow.succeeded("anna", "192.0.2.1", start);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(slow.begin("anna", "192.0.2.1", start));
    EXPECT_TRUE(slow.begin("anna", "192.0.2.1", start));
}

TEST(SlowDown, keeps_a_bounded_number_of_counters) {
    SlowDown::Settings small = settings;
    small.most = 10;
    SlowDown slow(small);
    for (int i = 0; i < 1000; ++i) (void)slow.begin(std::to_string(i), "192.0.2." + std::to_string(i % 250), start);
    EXPECT_FALSE(slow.begin("anna", "203.0.113.1", start));
}

}  // namespace
}  // namespace stafett::server::accounts
