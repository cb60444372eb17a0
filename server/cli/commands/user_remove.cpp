#include <array>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

Reply operate(Context& context, const Arguments& arguments) {
    const auto removed = context.store.write([&](storage::Transaction& transaction) {
        return accounts::remove_account(transaction, arguments.text("login"));
    });
    if (!removed) return control::failed(removed.error().text);
    return {Exit::ok, "The account and its app passwords are gone; the person and her calendars stay.\n", {}};
}

constexpr std::array parameters{Parameter{Parameter::Kind::positional, "login", "Whose account.", true}};

}  // namespace

constinit const Command user_remove{.name = "user remove",
                                    .help = "Takes away an account and its app passwords; the person stays.",
                                    .parameters = parameters,
                                    .run = &perform_and_show,
                                    .operation = &operate};

}  // namespace stafett::server::cli::commands
