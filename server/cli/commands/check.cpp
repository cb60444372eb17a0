#include <fmt/format.h>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"
#include "server/cli/findings.h"

namespace stafett::server::cli::commands {

namespace {

Reply operate(Context& context, const Arguments&) {
    const auto found = findings(context.store, context.now, context.config.meetings, context.progress);
    if (!found) return control::failed(accounts::Refusal(found.error()).text, Exit::data);
    if (found->empty()) return {Exit::ok, "Everything is well.\n", {}};
    Reply reply{Exit::found, {}, {}};
    for (const auto& line : *found) reply.out += line + '\n';
    reply.out += fmt::format("{} found.\n", found->size());
    return reply;
}

}  // namespace

constinit const Command check{.name = "check",
                              .help = "Reads all data and says what is damaged or differs from what the networks give.",
                              .run = &perform_and_show,
                              .operation = &operate};

}  // namespace stafett::server::cli::commands
