#include <fmt/format.h>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

std::string described(const accounts::Listed& row) {
    std::string lines =
        fmt::format("{}\t{}\t{}{}{}\n", row.account.login, row.account.person.text(), row.name,
                    row.account.admin ? "\tadmin" : "", row.account.password_hash.empty() ? "\tno password" : "");
    for (const auto& app : row.app_passwords) {
        const bool herself = app.acts_for == model::PrincipalId(row.account.person);
        lines += fmt::format("  app password {}\t{}{}\tsince {}\n", app.id, app.name,
                             herself ? "" : fmt::format("\tacts for {}", app.acts_for.text()),
                             base::format_instant(app.created).substr(0, 10));
    }
    return lines;
}

Reply operate(Context& context, const Arguments&) {
    auto snapshot = context.store.snapshot();
    if (!snapshot) return control::failed(accounts::Refusal(snapshot.error()).text, Exit::data);
    const auto listed = accounts::list_accounts(**snapshot);
    if (!listed) return control::failed(listed.error().text, Exit::data);
    Reply reply;
    for (const auto& row : *listed) reply.out += described(row);
    return reply;
}

}  // namespace

constinit const Command user_list{.name = "user list",
                                  .help = "Lists accounts: login, id, name, and app passwords with their ids.",
                                  .run = &perform_and_show,
                                  .operation = &operate};

}  // namespace stafett::server::cli::commands
