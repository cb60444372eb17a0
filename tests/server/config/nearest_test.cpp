#include "server/config/nearest.h"

namespace stafett::server::config {
namespace {

TEST(LettersChanged, counts_letters_to_change_add_and_leave_out) {
    EXPECT_EQ(letters_changed("port", "port"), 0u);
    EXPECT_EQ(letters_changed("prot", "port"), 2u);
    EXPECT_EQ(letters_changed("por", "port"), 1u);
    EXPECT_EQ(letters_changed("", "port"), 4u);
    EXPECT_EQ(letters_changed(std::string(1'000'000, 'x'), ""), 100u);
}

TEST(Nearest, is_the_first_of_those_most_alike) {
    const std::vector<std::string> names{"zone", "name", "domain"};
    EXPECT_EQ(nearest("zon", names), "zone");
    EXPECT_EQ(nearest("nome", names), "name");
    EXPECT_EQ(nearest("x", std::vector<std::string>()), "");
}

}  // namespace
}  // namespace stafett::server::config
