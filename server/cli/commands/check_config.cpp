#include <fmt/format.h>

#include <array>

#include "server/cli/commands/commands.h"
#include "server/config/keys.h"

namespace stafett::server::cli::commands {

namespace {

Exit run(Session& session) {
    if (session.arguments.has("reference")) {
        session.terminal.out(config::reference());
        return Exit::ok;
    }
    if (!session.arguments.has("config"))
        return session.fail(Exit::usage, "name the file with --config FILE, or ask for all keys with --reference.");
    const std::string file = session.arguments.text("config");
    const auto read = config::read_config_file(file);
    if (!read) {
        for (const auto& problem : read.error()) session.terminal.error(config::located(file, problem));
        return Exit::usage;
    }
    session.terminal.out(fmt::format("{} is right.\n", file));
    return Exit::ok;
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::value, "config", "The file to check."},
    Parameter{Parameter::Kind::flag, "reference", "Prints every key with its default instead."},
};

}  // namespace

constinit const Command check_config{.name = "check-config",
                                     .help = "Says whether a configuration is right, line by line.",
                                     .data = Data::none,
                                     .parameters = parameters,
                                     .run = &run};

}  // namespace stafett::server::cli::commands
