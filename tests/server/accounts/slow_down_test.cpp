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

// A wrong password; the answer is how long to wait when it is not even looked at.
std::optional<seconds> fail(SlowDown& slow, std::string_view login, std::string_view peer, SlowDown::Time now) {
    const auto begun = slow.begin(login, peer, now);
    if (!begun) return begun.error();
    slow.failed(*begun, now);
    return std::nullopt;
}

TEST(SlowDown, lets_an_account_fail_a_few_times_and_then_once_per_interval) {
    SlowDown slow(settings);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(fail(slow, "anna", "192.0.2.1", start)) << i;
    EXPECT_EQ(fail(slow, "anna", "192.0.2.1", start), seconds(10));
    EXPECT_EQ(slow.wait("anna", "192.0.2.1", start + seconds(4)), seconds(6));
    EXPECT_FALSE(fail(slow, "anna", "192.0.2.1", start + seconds(10)));
    EXPECT_EQ(fail(slow, "anna", "192.0.2.1", start + seconds(10)), seconds(10));
}

TEST(SlowDown, counts_tries_that_run_at_the_same_time) {
    SlowDown slow(settings);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(slow.begin("anna", "192.0.2.1", start)) << i;
    EXPECT_EQ(slow.begin("anna", "192.0.2.1", start).error(), seconds(10));
}

TEST(SlowDown, counts_an_account_over_all_addresses) {
    SlowDown slow(settings);
    for (const char* peer : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) EXPECT_FALSE(fail(slow, "anna", peer, start));
    EXPECT_TRUE(fail(slow, "anna", "192.0.2.4", start));
    EXPECT_FALSE(fail(slow, "bo", "192.0.2.4", start));
}

TEST(SlowDown, counts_an_address_over_all_accounts) {
    SlowDown slow(settings);
    for (const char* login : {"a", "b", "c", "d", "e"}) EXPECT_FALSE(fail(slow, login, "192.0.2.1", start));
    EXPECT_TRUE(fail(slow, "f", "192.0.2.1", start));
    EXPECT_FALSE(fail(slow, "f", "192.0.2.2", start));
}

TEST(SlowDown, gives_back_what_succeeds) {
    SlowDown slow(settings);
    for (int i = 0; i < 1000; ++i) {
        const auto begun = slow.begin("anna", "192.0.2.1", start);
        ASSERT_TRUE(begun) << i;
        slow.succeeded(*begun, start);
    }
}

// The first to succeed makes the pair known, and so the others end under another counter than they began under.
TEST(SlowDown, gives_back_each_of_several_tries_that_ran_at_the_same_time) {
    SlowDown slow(settings);
    for (int person = 0; person < 40; ++person) {
        const std::string login = "person" + std::to_string(person);
        const auto first = slow.begin(login, "192.0.2.1", start), second = slow.begin(login, "192.0.2.1", start);
        ASSERT_TRUE(first && second) << login;
        slow.succeeded(*first, start);
        slow.succeeded(*second, start);
    }
    for (const char* login : {"a", "b", "c", "d", "e"}) EXPECT_FALSE(fail(slow, login, "192.0.2.1", start)) << login;
    EXPECT_TRUE(fail(slow, "f", "192.0.2.1", start));
}

TEST(SlowDown, gives_back_nothing_that_another_try_has_spent) {
    SlowDown slow(settings);
    const auto long_check = slow.begin("anna", "192.0.2.1", start);
    ASSERT_TRUE(long_check);
    const SlowDown::Time later = start + seconds(60);
    for (int i = 0; i < 2; ++i) EXPECT_FALSE(fail(slow, "anna", "192.0.2.2", later)) << i;
    slow.succeeded(*long_check, later);
    EXPECT_FALSE(fail(slow, "anna", "192.0.2.2", later));
    EXPECT_TRUE(fail(slow, "anna", "192.0.2.2", later));
}

TEST(SlowDown, counts_nothing_when_nobody_can_say_whether_it_was_right) {
    SlowDown slow(settings);
    for (int i = 0; i < 100; ++i) {
        const auto begun = slow.begin("anna", "192.0.2.1", start);
        ASSERT_TRUE(begun) << i;
        slow.undecided(*begun);
    }
    EXPECT_FALSE(slow.knows("anna", "192.0.2.1", start));
}

TEST(SlowDown, knows_a_login_where_it_has_signed_in_for_a_while) {
    SlowDown slow(settings);
    slow.signed_in("anna", "2001:db8::1", start);
    EXPECT_TRUE(slow.knows("anna", "2001:db8::2", start));  // the same household
    EXPECT_FALSE(slow.knows("anna", "2001:db9::1", start));
    EXPECT_FALSE(slow.knows("bo", "2001:db8::1", start));
    EXPECT_TRUE(slow.knows("anna", "2001:db8::1", start + seconds(999)));
    EXPECT_FALSE(slow.knows("anna", "2001:db8::1", start + seconds(1000)));
}

TEST(SlowDown, does_not_stop_who_is_known_for_what_strangers_and_neighbours_do) {
    SlowDown slow(settings);
    slow.signed_in("anna", "192.0.2.1", start);
    for (int i = 0; i < 20; ++i) {
        (void)fail(slow, "anna", "198.51.100.1", start);  // guesses at her account
        (void)fail(slow, "bo", "192.0.2.1", start);       // a broken phone behind her address
    }
    EXPECT_TRUE(slow.wait("anna", "198.51.100.1", start));
    EXPECT_TRUE(slow.wait("bo", "192.0.2.1", start));
    EXPECT_FALSE(slow.wait("anna", "192.0.2.1", start));
}

TEST(SlowDown, slows_a_known_pair_too_when_it_fails) {
    SlowDown slow(settings);
    slow.signed_in("anna", "192.0.2.1", start);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(fail(slow, "anna", "192.0.2.1", start));
    EXPECT_TRUE(fail(slow, "anna", "192.0.2.1", start));
}

TEST(SlowDown, keeps_a_bounded_number_of_counters) {
    SlowDown::Settings small = settings;
    small.most = 10;
    SlowDown slow(small);
    for (int i = 0; i < 1000; ++i) (void)fail(slow, std::to_string(i), "192.0.2." + std::to_string(i % 250), start);
    EXPECT_FALSE(fail(slow, "anna", "203.0.113.1", start));
}

}  // namespace
}  // namespace stafett::server::accounts
