#include <fmt/format.h>

#include <array>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

Reply revoke(Context& context, const Arguments& arguments) {
    const auto revoked = context.store.write([&](storage::Transaction& transaction) {
        return accounts::revoke_app_password(transaction, arguments.text("login"), arguments.text("revoke"),
                                             context.now);
    });
    if (!revoked) return control::failed(revoked.error().text);
    return {Exit::ok, "The app password is revoked.\n", {}};
}

Reply operate(Context& context, const Arguments& arguments) {
    if (arguments.has("revoke") == arguments.has("name"))
        return control::failed("Give either --name DEVICE for a new one or --revoke ID.", Exit::usage);
    if (arguments.has("revoke")) return revoke(context, arguments);
    const std::string secret = accounts::new_app_password();
    const accounts::NewAppPassword wanted{arguments.text("login"), model::PrincipalId(arguments.text("for")),
                                          arguments.text("name")};
    const auto made = context.store.write([&](storage::Transaction& transaction) {
        return accounts::add_app_password(transaction, wanted, secret, context.now, context.today);
    });
    if (!made) return control::failed(made.error().text);
    return {Exit::ok,
            fmt::format("Sign in as: {}\nApp password: {}\nIt is shown this once. Revoke it with --revoke {}.\n",
                        made->sign_in_as, secret, made->row.id),
            {}};
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "login", "Whose device.", true},
    Parameter{Parameter::Kind::value, "name", "Name of the device, for a new app password."},
    Parameter{Parameter::Kind::value, "for", "A network's id: the device acts for it; for its chair or secretary."},
    Parameter{Parameter::Kind::value, "revoke", "Id of the app password to take back ('user list' shows it)."},
};

}  // namespace

constinit const Command user_app_password{.name = "user app-password",
                                          .help = "Makes an app password for one device, or takes one back.",
                                          .parameters = parameters,
                                          .run = &perform_and_show,
                                          .operation = &operate};

}  // namespace stafett::server::cli::commands
