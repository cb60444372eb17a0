#include <fmt/format.h>

#include <array>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"
#include "server/cli/commands/new_password.h"

namespace stafett::server::cli::commands {

namespace {

Reply operate(Context& context, const Arguments& arguments) {
    const std::string hash = hash_of_new_password(context, arguments);
    const auto set = context.store.write([&](storage::Transaction& transaction) {
        return accounts::set_password(transaction, arguments.text("login"), hash);
    });
    if (!set) return control::failed(set.error().text);
    return {Exit::ok,
            hash.empty() ? "The password is gone; app passwords still sign in.\n" : "The password is changed.\n",
            {}};
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "login", "Whose password.", true},
    Parameter{Parameter::Kind::flag, "no-password", "Takes the password away; app passwords stay."},
};

}  // namespace

constinit const Command user_password{.name = "user password",
                                      .help = "Sets a person's password; it is asked for, or read from standard input.",
                                      .parameters = parameters,
                                      .run = &run_with_new_password,
                                      .operation = &operate};

}  // namespace stafett::server::cli::commands
