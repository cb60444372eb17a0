#include "server/config/config.h"

#include <fstream>
#include <set>
#include <sstream>

#include "server/config/keys.h"
#include "tests/support/temporary_folder.h"

namespace stafett::server::config {
namespace {

TEST(Config, reads_every_kind_of_value) {
    const auto config = read_config(R"(
data = "store"
listen = ["192.0.2.1", "::"]
port = 443
plain_port = 0
trusted_proxy = ["192.0.2.9", "2001:db8::/32"]
proxy_header = "forwarded"
public_url = "https://kalender.example"
[log]
level = "warning"
format = "json"
[deadlines]
idle = 5
[accounts]
argon2_memory = 8192
)",
                                    "/etc/stafett");
    ASSERT_TRUE(config) << config.error().front().text;
    EXPECT_EQ(config->data, "/etc/stafett/store");
    EXPECT_EQ(config->transport.addresses, (std::vector<std::string>{"192.0.2.1", "::"}));
    EXPECT_EQ(config->transport.port, 443);
    EXPECT_EQ(config->plain_port, std::uint16_t{0});
    EXPECT_EQ(config->public_url, "https://kalender.example");
    EXPECT_EQ(config->log.least, log::Level::warning);
    EXPECT_EQ(config->log.format, log::Format::json);
    EXPECT_EQ(config->transport.trusted_proxies, (std::vector<std::string>{"192.0.2.9", "2001:db8::/32"}));
    EXPECT_EQ(config->transport.proxy_field, transport::ProxyField::forwarded);
    EXPECT_EQ(config->transport.deadlines.idle, std::chrono::seconds(5));
    EXPECT_EQ(config->accounts.cost.memory, 8192U);
}

TEST(Config, is_the_defaults_when_empty) {
    const auto config = read_config("", ".");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->transport.port, 8443);
    EXPECT_EQ(config->data, "data");
    EXPECT_FALSE(config->plain_port);
}

TEST(Config, says_what_is_wrong_and_where) {
    struct Case {
        std::string toml;
        std::size_t line;
        std::string part;
    };
    const Case cases[] = {
        {"prot = 8443", 1, "Did you mean 'port'?"},
        {"port = 1\n\nplainport = 80", 3, "Did you mean 'plain_port'?"},
        {"idle = 5", 1, "Did you mean 'deadlines.idle'?"},
        {"[limit]\nhead = 9000", 1, "There is no table '[limit]'. Did you mean '[limits]'?"},
        {"[deadline]\nidle = 5", 1, "Did you mean '[deadlines]'?"},
        {"[limits]\nheads = 9000", 2, "Did you mean 'limits.head'?"},
        {"port = \"8443\"", 1, "port must be a whole number from 0 to 65535, as in: port = 8443"},
        {"trusted_proxy = \"10.0.0.0/8\"", 1, "trusted_proxy must be a list of addresses and networks such as"},
        {"trusted_proxy = [\"10.0.0.0/8\", \"proxy\"]", 1, "trusted_proxy must be a list of addresses and networks"},
        {"proxy_header = \"via\"", 1, "proxy_header must be x-forwarded or forwarded"},
        {"[log]\nformat = \"xml\"", 2, "log.format must be text or json"},
        {"port = 65536", 1, "from 0 to 65535"},
        {"port = -1", 1, "from 0 to 65535"},
        {"[deadlines]\nhead = 0", 2, "from 1 to 3600 (seconds), as in: head = 15"},
        {"listen = \"::\"", 1, "listen must be a list of texts"},
        {"listen = [1]", 1, "listen must be a list of texts"},
        {"listen = []", 1, "listen must be a list of texts"},
        {"data = 1", 1, "data must be a path"},
        {"data = \"\"", 0, "data must name a folder"},
        {"public_url = \"kalender.example\"", 1, "public_url must be an origin"},
        {"public_url = \"https://kalender.example/dav\"", 1, "without a path"},
        {"mail_domain = \"Kommun\"", 1, "mail_domain must be a domain"},
        {"[log]\nlevel = \"loud\"", 2, "log.level must be debug, info, warning or error"},
        {"certificate = \"a.pem\"", 0, "certificate and key belong together"},
        {"[limits]\ntarget = 65536\nhead = 4096", 0, "limits.target cannot be larger"},
        {"port = ", 1, "This is not TOML"},
        {"port = 1\nport = 2", 2, "This is not TOML"},
        {"port = {}", 1, "port must be a whole number"},
    };
    for (const auto& [toml, line, part] : cases) {
        const auto config = read_config(toml, ".");
        ASSERT_FALSE(config) << toml;
        EXPECT_EQ(config.error().front().line, line) << toml << '\n' << config.error().front().text;
        EXPECT_THAT(config.error().front().text, testing::HasSubstr(part)) << toml;
    }
}

TEST(Config, reports_every_problem_in_the_order_of_lines) {
    const auto config = read_config("port = -1\nprot = 2\n[log]\nlevel = 3", ".");
    ASSERT_FALSE(config);
    std::vector<std::size_t> lines;
    for (const auto& problem : config.error()) lines.push_back(problem.line);
    EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 4}));
}

TEST(Config, reads_a_file_and_takes_paths_from_its_folder) {
    const tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "stafett.toml") << "data = \"d\"\n";
    const auto config = read_config_file(folder.path() / "stafett.toml");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->data, folder.path() / "d");
    EXPECT_FALSE(read_config_file(folder.path() / "other.toml"));
}

TEST(ConfigKeys, have_names_of_their_own_and_a_sentence) {
    std::set<std::string_view> names;
    for (const Key& key : keys()) {
        EXPECT_TRUE(names.insert(key.name).second) << key.name;
        EXPECT_TRUE(key.doc.ends_with('.')) << key.name;
        EXPECT_EQ(!key.wanted.empty(), key.accepts != nullptr) << key.name;
        EXPECT_TRUE(key.kind != Kind::text || key.accepts) << key.name;
    }
}

TEST(ConfigKeys, accept_their_own_default) {
    for (const Key& key : keys()) {
        Config config;
        const Value value = key.get(config);
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            EXPECT_GE(*number, key.least) << key.name;
            EXPECT_LE(*number, key.most) << key.name;
        }
        if (const auto* text = std::get_if<std::string>(&value); text && key.accepts)
            EXPECT_TRUE(key.accepts(*text)) << key.name;
        if (std::holds_alternative<std::monostate>(value)) continue;
        key.set(config, value);
        EXPECT_EQ(key.get(config), value) << key.name;
    }
}

// `stafett check-config --reference > docs/configuration.md` writes it anew.
TEST(ConfigKeys, are_the_reference_page) {
    std::ifstream in(STAFETT_SOURCE "/docs/configuration.md");
    std::ostringstream page;
    page << in.rdbuf();
    EXPECT_EQ(page.str(), reference());
}

}  // namespace
}  // namespace stafett::server::config
