#include "server/accounts/password.h"

#include <set>

namespace stafett::server::accounts {
namespace {

constexpr PasswordCost cheap{.passes = 1, .memory = 8192};

TEST(Password, matches_its_own_hash_only) {
    const std::string hash = hash_password("hemligt", cheap);
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_TRUE(matches(hash, "hemligt"));
    EXPECT_FALSE(matches(hash, "Hemligt"));
    EXPECT_FALSE(matches(hash, ""));
    EXPECT_FALSE(matches("", "hemligt"));
    EXPECT_FALSE(matches("no hash", "hemligt"));
    EXPECT_NE(hash, hash_password("hemligt", cheap));
}

TEST(Password, longer_than_allowed_never_matches) {
    const std::string hash = hash_password(std::string(kLongestPassword + 1, 'a'), cheap);
    EXPECT_FALSE(matches(hash, std::string(kLongestPassword + 1, 'a')));
}

TEST(AppPassword, is_twenty_letters_in_groups_of_four) {
    std::set<std::string> made;
    for (int i = 0; i < 50; ++i) {
        const std::string password = new_app_password();
        ASSERT_EQ(password.size(), 24U) << password;
        for (std::size_t at = 0; at < password.size(); ++at)
            if (at % 5 == 4)
                EXPECT_EQ(password[at], '-');
            else
                EXPECT_TRUE(password[at] >= 'a' && password[at] <= 'z' && password[at] != 'l') << password;
        EXPECT_TRUE(made.insert(password).second);
    }
}

TEST(AppPassword, is_the_same_however_it_is_typed) {
    EXPECT_EQ(plain_app_password("abcd-efgh"), "abcdefgh");
    EXPECT_EQ(plain_app_password("ABCD efgh"), "abcdefgh");
    EXPECT_NE(plain_app_password("abcd.efgh"), "abcdefgh");
}

}  // namespace
}  // namespace stafett::server::accounts
