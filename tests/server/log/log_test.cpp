#include "server/log/log.h"

#include <sys/stat.h>

#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <sstream>

#include "server/log/access.h"
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

std::string logged(const Settings& settings, const std::function<void(Log&)>& lines) {
    auto opened = open_log(settings);
    if (!opened) return opened.error();
    lines(**opened);
    std::ostringstream text;
    text << std::ifstream(settings.file).rdbuf();
    return text.str();
}

TEST(Log, writes_json_on_request_with_every_value_escaped) {
    const tests::TemporaryFolder folder;
    Access access;
    access.id = "id1";
    access.peer = "192.0.2.1";
    access.person = "anna\"},{";
    access.method = "PUT";
    access.target = "/feeds/secret/x?y=z\xff\"";
    access.status = 201;
    access.received = 5;
    access.took = std::chrono::microseconds(1500);
    const auto text = logged({.file = (folder.path() / "log").string(), .format = Format::json}, [&](Log& log) {
        log.warning("Träffen \"åter\" \\ \n{%v}\xc3");
        log.request(access);
        log.debug("too quiet");
    });
    std::vector<boost::json::object> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(boost::json::parse(line).as_object());
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["level"], "warning");
    EXPECT_EQ(lines[0]["message"], "Träffen \"åter\" \\ \\x0a{%v}\\xc3");
    EXPECT_THAT(std::string(lines[0]["time"].as_string()), testing::MatchesRegex("[0-9-]+T[0-9:.]+Z"));
    EXPECT_EQ(lines[1]["message"], "request");
    EXPECT_EQ(lines[1]["person"], "anna\"},{");
    EXPECT_EQ(lines[1]["target"], "/feeds/***/***?y=***");
    EXPECT_EQ(lines[1]["status"], 201);
    EXPECT_EQ(lines[1]["received"], 5);
    EXPECT_EQ(lines[1]["microseconds"], 1500);
    EXPECT_FALSE(lines[1].contains("acts_for"));
}

TEST(Log, says_which_file_cannot_be_opened) {
    const auto opened = open_log({.least = Level::info, .file = "/nonexistent/log"});
    ASSERT_FALSE(opened.has_value());
    EXPECT_THAT(opened.error(), testing::HasSubstr("/nonexistent/log"));
}

TEST(Log, cuts_what_is_too_long_and_shows_control_characters) {
    EXPECT_EQ(printable(std::string("a\0b\x1b[1m\x7f", 8)), "a\\x00b\\x1b[1m\\x7f");
    EXPECT_EQ(printable("Träff \xe4 \xc3"), "Träff \\xe4 \\xc3");
    EXPECT_EQ(printable("GET /\u202Efdp.exe\u009B1m"), "GET /\\u202efdp.exe\\u009b1m");
    EXPECT_LT(printable(std::string(100'000, 'a')).size(), 2100u);
    std::string many(2047, 'a');
    for (int i = 0; i < 10; ++i) many += "ö";
    EXPECT_EQ(printable(many), std::string(2047, 'a') + "…") << "no half of a character";
}

}  // namespace
}  // namespace stafett::server::log
