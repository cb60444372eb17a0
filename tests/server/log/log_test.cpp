#include "server/log/log.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "tests/support/temporary_folder.h"

namespace stafett::server::log {
namespace {

TEST(Log, appends_lines_with_instant_and_level_to_a_private_file) {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "log").string();
    for (int i = 0; i < 2; ++i) {
        auto opened = open_log({.least = Level::warning, .file = path});
        ASSERT_TRUE(opened.has_value());
        (*opened)->info("too quiet");
        (*opened)->warning("Träffen\nline two");
    }
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    const std::string line = "[0-9-]+T[0-9:.]+Z warning Träffen.x0aline two\n";
    EXPECT_THAT(text.str(), testing::MatchesRegex(line + line));
    struct stat status{};
    ::stat(path.c_str(), &status);
    EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST(Log, says_which_file_cannot_be_opened) {
    const auto opened = open_log({.least = Level::info, .file = "/nonexistent/log"});
    ASSERT_FALSE(opened.has_value());
    EXPECT_THAT(opened.error(), testing::HasSubstr("/nonexistent/log"));
}

TEST(Log, cuts_what_is_too_long_and_shows_control_characters) {
    EXPECT_EQ(printable(std::string("a\0b\x1b[1m\x7f", 8)), "a\\x00b\\x1b[1m\\x7f");
    EXPECT_LT(printable(std::string(100'000, 'a')).size(), 2100u);
}

}  // namespace
}  // namespace stafett::server::log
