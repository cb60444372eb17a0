#include <fmt/format.h>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

Reply operate(Context& context, const Arguments&) {
    context.progress("Reading every page and row …");
    auto damage = context.store.check_integrity();
    if (!damage) return control::failed(accounts::Refusal(damage.error()).text, Exit::data);
    Reply reply;
    for (const auto& line : *damage) reply.out += line + '\n';
    if (!damage->empty()) reply.exit = Exit::found;
    reply.out += damage->empty() ? "Everything is well.\n" : fmt::format("{} found.\n", damage->size());
    return reply;
}

}  // namespace

constinit const Command check{.name = "check",
                              .help = "Reads all data and says what is damaged or differs from what the networks give.",
                              .run = &perform_and_show,
                              .operation = &operate};

}  // namespace stafett::server::cli::commands
