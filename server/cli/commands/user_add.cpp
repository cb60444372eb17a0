#include <fmt/format.h>

#include <array>

#include "server/accounts/accounts.h"
#include "server/accounts/credentials.h"
#include "server/cli/commands/commands.h"
#include "server/cli/commands/new_password.h"

namespace stafett::server::cli::commands {

namespace {

// Without --id the login's part before "@", if that may be an id.
std::string person_id(const Arguments& arguments) {
    if (arguments.has("id")) return arguments.text("id");
    const std::string login = accounts::normal_login(arguments.text("login"));
    return login.substr(0, login.find('@'));
}

accounts::Result<void> add_person(storage::Transaction& transaction, const std::string& id, const Arguments& arguments,
                                  base::Instant now) {
    using accounts::Refusal;
    TRY_ASSIGN(const auto known, transaction.association().principal(model::PrincipalId(id)));
    if (known) return {};
    if (!model::valid_id(id))
        return std::unexpected(Refusal(Refusal::Why::invalid,
                                       fmt::format("'{}' cannot be an id; name one with --id: a-z, 0-9 and '-'.", id)));
    if (arguments.text("name").empty())
        return std::unexpected(
            Refusal(Refusal::Why::invalid, fmt::format("There is no person '{}' yet; give --name to make one.", id)));
    TRY(transaction.write_association().put_person({.id = model::PrincipalId(id),
                                                    .kind = model::PrincipalKind::person,
                                                    .name = arguments.text("name"),
                                                    .addresses = arguments.texts("address")},
                                                   now));
    return {};
}

Reply operate(Context& context, const Arguments& arguments) {
    const std::string id = person_id(arguments);
    const std::string hash = hash_of_new_password(context, arguments);
    const auto added = context.store.write([&](storage::Transaction& transaction) -> accounts::Result<std::string> {
        TRY(add_person(transaction, id, arguments, context.now));
        return accounts::add_account(transaction, {.person = model::PersonId(id),
                                                   .login = arguments.text("login"),
                                                   .password_hash = hash,
                                                   .admin = arguments.has("admin")});
    });
    if (!added) return control::failed(added.error().text);
    return {Exit::ok, fmt::format("{} can sign in as {}.\n", id, *added), {}};
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "login", "What the person signs in with, such as a mail address.", true},
    Parameter{Parameter::Kind::value, "id", "The person's id; without it the login's part before '@'."},
    Parameter{Parameter::Kind::value, "name", "The person's name, where she is not known yet."},
    Parameter{Parameter::Kind::list, "address", "Her mail addresses, preferred first, where she is not known yet."},
    Parameter{Parameter::Kind::flag, "admin",
              "May do everything in everybody's calendars; only where no networks are."},
    Parameter{Parameter::Kind::flag, "no-password", "Signs in with app passwords only."},
};

}  // namespace

constinit const Command user_add{.name = "user add",
                                 .help =
                                     "Gives a person an account; the password is asked for, or read from standard "
                                     "input.",
                                 .data = Data::may_create,
                                 .parameters = parameters,
                                 .run = &run_with_new_password,
                                 .operation = &operate};

}  // namespace stafett::server::cli::commands
