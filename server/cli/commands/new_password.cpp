#include "server/cli/commands/new_password.h"

#include "server/accounts/accounts.h"
#include "server/accounts/password.h"

namespace stafett::server::cli::commands {

namespace {

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

}  // namespace

Exit run_with_new_password(Session& session) {
    if (!session.arguments.has("no-password"))
        if (const Exit asked = ask_new_password(session); asked != Exit::ok) return asked;
    return perform_and_show(session);
}

std::string hash_of_new_password(const Context& context, const Arguments& arguments) {
    if (!arguments.has("password")) return {};
    return accounts::hash_password(arguments.text("password"), context.config.accounts.cost);
}

}  // namespace stafett::server::cli::commands
