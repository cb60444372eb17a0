#include <cctype>
#include <fstream>

#include "server/accounts/accounts.h"
#include "server/cli/command_line.h"
#include "server/cli/commands/commands.h"
#include "server/cli/open_data.h"
#include "server/control/control_server.h"
#include "tests/server/cli/test_terminal.h"
#include "tests/support/temporary_folder.h"

namespace stafett::server::cli {
namespace {

class SilentLog final : public log::Log {
  public:
    void write(log::Level, std::string_view) override {}
};

class Commands : public testing::Test {
  protected:
    Commands() {
        std::ofstream(config_file()) << "data = \"d\"\n[accounts]\nargon2_passes = 1\nargon2_memory = 8192\n";
    }

    std::string config_file() { return (folder_.path() / "stafett.toml").string(); }
    std::filesystem::path data() { return folder_.path() / "d"; }

    // Runs words separated by blanks; "~" stands for a blank inside a word.
    int run(const std::string& words, std::deque<std::string> typed = {}) {
        std::vector<std::string> split;
        std::istringstream in(words);
        for (std::string word; in >> word;) {
            std::ranges::replace(word, '~', ' ');
            split.push_back(word);
        }
        terminal_ = {};
        terminal_.somebody_there = typed.size() > 1;
        terminal_.typed = std::move(typed);
        return cli::run(split, commands::all(), serve_, terminal_);
    }

    // The same on this test's data.
    int on_data(const std::string& words, std::deque<std::string> typed = {}) {
        return run(words + " --config " + config_file(), std::move(typed));
    }

    int add_anna() { return on_data("user add anna@kommun.se --name Anna~A --address anna@kommun.se", {"hemligt1"}); }

    tests::TemporaryFolder folder_;
    TestTerminal terminal_;
    Serve serve_ = [](const config::Config&, std::shared_ptr<const base::Clock>, std::span<const Operation>) {
        return Exit::ok;
    };
};

TEST_F(Commands, each_explain_themselves) {
    EXPECT_EQ(run("--help"), 0);
    for (const Command& command : commands::all()) {
        EXPECT_THAT(terminal_.said, testing::HasSubstr(std::string(command.name.substr(0, command.name.find(' ')))));
    }
    for (const Command& command : commands::all()) {
        EXPECT_EQ(run(std::string(command.name) + " --help"), 0) << command.name;
        for (const Parameter& parameter : command.parameters) {
            if (parameter.kind != Parameter::Kind::positional)
                EXPECT_THAT(terminal_.said, testing::HasSubstr("--" + std::string(parameter.name))) << command.name;
        }
    }
}

TEST_F(Commands, with_wrong_words_are_usage_errors) {
    for (const char* words : {"", "nonsense", "user", "user nonsense", "user add", "user list --nonsense",
                              "serve --port 70000", "serve --port x", "serve --config /nowhere", "check-config",
                              "serve --test-clock /nowhere", "network show", "user add --data"})
        EXPECT_EQ(run(words), 2) << words << '\n' << terminal_.complained;
}

TEST_F(Commands, print_the_version) {
    EXPECT_EQ(run("version"), 0);
    EXPECT_THAT(terminal_.said, testing::StartsWith("stafett "));
    EXPECT_TRUE(std::isdigit(static_cast<unsigned char>(terminal_.said[8])));
}

TEST_F(Commands, check_a_configuration) {
    EXPECT_EQ(run("check-config --config " + config_file()), 0);
    std::ofstream(config_file()) << "\nprot = 1\n";
    EXPECT_EQ(run("check-config --config " + config_file()), 2);
    EXPECT_EQ(terminal_.complained, config_file() + ":2: There is no key 'prot'. Did you mean 'port'?\n");
    EXPECT_EQ(on_data("user list"), 2);
    EXPECT_EQ(run("check-config --reference"), 0);
    EXPECT_THAT(terminal_.said, testing::HasSubstr("| `port` |"));
}

TEST_F(Commands, hand_serve_the_settings_of_file_and_command_line) {
    std::string seen;
    serve_ = [&](const config::Config& config, std::shared_ptr<const base::Clock> clock,
                 std::span<const Operation> offered) {
        seen = config.data.filename().string() + ' ' + std::to_string(config.transport.port) + ' ' +
               std::to_string(config.plain_port.value_or(1)) + ' ' + (clock ? base::format_instant(clock->now()) : "");
        EXPECT_FALSE(offered.empty());
        return Exit::data;
    };
    std::ofstream(folder_.path() / "clock") << "2027-03-12T09:00:00Z\n";
    EXPECT_EQ(on_data("serve --port 0 --plain-port 8080 --test-clock " + (folder_.path() / "clock").string()), 3);
    EXPECT_EQ(seen, "d 0 8080 2027-03-12T09:00:00Z");
}

TEST_F(Commands, manage_users_without_a_server) {
    EXPECT_EQ(on_data("user list"), 3);
    EXPECT_THAT(terminal_.complained, testing::HasSubstr("holds no data"));
    ASSERT_EQ(add_anna(), 0) << terminal_.complained;
    EXPECT_EQ(add_anna(), 1);
    EXPECT_EQ(on_data("user list"), 0);
    EXPECT_EQ(terminal_.said, "anna@kommun.se\tanna\tAnna A\n");
    EXPECT_EQ(on_data("user password Anna@Kommun.se", {"hemligt2"}), 0) << terminal_.complained;
    EXPECT_EQ(on_data("user password nobody", {"hemligt2"}), 1);
    EXPECT_EQ(on_data("user remove anna@kommun.se"), 0);
    EXPECT_EQ(on_data("user list"), 0);
    EXPECT_EQ(terminal_.said, "");
}

TEST_F(Commands, refuse_a_password_that_is_missing_short_or_typed_differently) {
    EXPECT_EQ(on_data("user add anna --name Anna", {}), 2);
    EXPECT_EQ(on_data("user add anna --name Anna", {"kort"}), 2);
    EXPECT_EQ(on_data("user add anna --name Anna", {"hemligt1", "hemligt2"}), 2);
    EXPECT_EQ(on_data("user add anna --name Anna", {"hemligt1", "hemligt1"}), 0) << terminal_.complained;
}

TEST_F(Commands, need_a_name_for_a_person_who_is_new) {
    EXPECT_EQ(on_data("user add anna --no-password"), 1);
    EXPECT_THAT(terminal_.complained, testing::HasSubstr("--name"));
    EXPECT_EQ(on_data("user add Å.B --name Åsa --no-password"), 1);
    EXPECT_THAT(terminal_.complained, testing::HasSubstr("--id"));
    EXPECT_EQ(on_data("user add Å.B --id asa --name Åsa --no-password"), 0) << terminal_.complained;
    EXPECT_EQ(on_data("user list"), 0);
    EXPECT_EQ(terminal_.said, "å.b\tasa\tÅsa\tno password\n");
}

TEST_F(Commands, show_an_app_password_once_and_revoke_it) {
    ASSERT_EQ(add_anna(), 0);
    ASSERT_EQ(on_data("user app-password anna@kommun.se --name Min~telefon"), 0) << terminal_.complained;
    EXPECT_THAT(terminal_.said, testing::StartsWith("Sign in as: anna@kommun.se\nApp password: "));
    const std::string id = terminal_.said.substr(terminal_.said.find("--revoke ") + 9, 8);
    ASSERT_EQ(on_data("user list"), 0);
    EXPECT_THAT(terminal_.said, testing::HasSubstr("app password " + id + "\tMin telefon"));
    EXPECT_EQ(on_data("user app-password anna@kommun.se"), 2);
    EXPECT_EQ(on_data("user app-password anna@kommun.se --name x --revoke " + id), 2);
    EXPECT_EQ(on_data("user app-password anna@kommun.se --name x --for nowhere"), 1);
    EXPECT_EQ(on_data("user app-password anna@kommun.se --revoke " + id), 0);
    EXPECT_EQ(on_data("user app-password anna@kommun.se --revoke " + id), 1);
}

TEST_F(Commands, do_the_same_through_a_running_server) {
    ASSERT_EQ(add_anna(), 0);
    auto config = *config::read_config_file(config_file());
    auto store = open_data(config, false, false);
    ASSERT_TRUE(store);
    SilentLog log;
    const auto offered = operations(commands::all());
    control::ControlServer server(
        config.data, offered,
        [&](auto progress) { return Context{**store, base::Instant{}, base::Date{}, config, std::move(progress)}; },
        log);
    ASSERT_TRUE(server.start());
    EXPECT_EQ(on_data("user add bo --name Bo", {"hemligt1"}), 0) << terminal_.complained;
    EXPECT_EQ(on_data("user list"), 0);
    EXPECT_EQ(terminal_.said, "anna@kommun.se\tanna\tAnna A\nbo\tbo\tBo\n");
    EXPECT_EQ(accounts::list_accounts(**(*store)->snapshot()).value().size(), 2U);
}

TEST_F(Commands, keep_data_of_a_test_clock_and_real_data_apart) {
    const std::string clock = (folder_.path() / "clock").string();
    std::ofstream(clock) << "2027-03-12T09:00:00Z";
    const std::string made = (folder_.path() / "made").string();
    ASSERT_EQ(run("user add anna --name Anna --no-password --data " + made + " --test-clock " + clock), 0)
        << terminal_.complained;
    EXPECT_EQ(run("user list --data " + made + " --test-clock " + clock), 0);
    EXPECT_EQ(run("user list --data " + made), 3);
    EXPECT_THAT(terminal_.complained, testing::HasSubstr("made with a test clock"));
    ASSERT_EQ(add_anna(), 0);
    EXPECT_EQ(on_data("user list --test-clock " + clock), 3);
    EXPECT_THAT(terminal_.complained, testing::HasSubstr("without a test clock"));
}

TEST_F(Commands, list_and_show_networks) {
    ASSERT_EQ(add_anna(), 0);
    {
        auto store = open_data(*config::read_config_file(config_file()), false, false);
        const auto made = (*store)->write([](storage::Transaction& transaction) -> accounts::Result<void> {
            model::Network network;
            network.id = model::NetworkId("elevhalsan");
            network.name = "Elevhälsan";
            network.address = "elevhalsan@natverk.example";
            network.rules.call_sender = {model::CallSender::chair_with_host, model::RuleSource::mandate,
                                         "Ordförande …"};
            TRY(transaction.write_association().put_network(network, {}));
            model::Membership membership;
            membership.network = network.id;
            membership.person = model::PersonId("anna");
            membership.role = model::Role::chair;
            TRY(transaction.write_association().set_memberships(network.id, {membership}));
            return {};
        });
        ASSERT_TRUE(made) << made.error().text;
    }
    EXPECT_EQ(on_data("network list"), 0);
    EXPECT_EQ(terminal_.said, "elevhalsan\tElevhälsan\televhalsan@natverk.example\t1 people\n");
    EXPECT_EQ(on_data("network show elevhalsan"), 0);
    EXPECT_THAT(terminal_.said, testing::HasSubstr("sent by: chair with host\n    the mandate: \"Ordförande …\"\n"));
    EXPECT_THAT(terminal_.said, testing::HasSubstr("  chair\tanna"));
    EXPECT_EQ(on_data("network show nowhere"), 1);
    EXPECT_EQ(on_data("user app-password anna@kommun.se --name Telefon --for elevhalsan"), 0) << terminal_.complained;
    EXPECT_THAT(terminal_.said, testing::StartsWith("Sign in as: elevhalsan\n"));
}

}  // namespace
}  // namespace stafett::server::cli
