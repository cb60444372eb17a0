#include <fmt/format.h>

#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

Exit run(Session& session) {
    session.terminal.out(fmt::format("stafett {}\n", STAFETT_VERSION));
    return Exit::ok;
}

}  // namespace

constinit const Command version{.name = "version", .help = "Prints the version.", .data = Data::none, .run = &run};

}  // namespace stafett::server::cli::commands
