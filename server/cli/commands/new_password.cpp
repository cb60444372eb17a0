#include "server/cli/commands/new_password.h"

#include "server/accounts/accounts.h"

namespace stafett::server::cli::commands {

Exit ask_new_password(Session& session) {
    const auto password = session.terminal.read_secret("New password: ");
    if (!password)
        return session.fail(Exit::usage, "it needs a password on standard input, or --no-password where that fits.");
    if (auto fit = accounts::check_password(*password); !fit) return session.fail(Exit::usage, fit.error().text);
    if (session.terminal.interactive() && session.terminal.read_secret("The same again: ") != password)
        return session.fail(Exit::usage, "the two were not the same.");
    session.arguments.set("password", *password);
    return Exit::ok;
}

}  // namespace stafett::server::cli::commands
