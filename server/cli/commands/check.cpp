#include <fmt/format.h>

#include "scheduling/delivery/time_index.h"
#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"
#include "server/cli/findings.h"

namespace stafett::server::cli::commands {

namespace {

// Not among what a restore refuses: the objects are whole, and each is found again once it is written again.
storage::Result<std::vector<std::string>> objects_lost(Context& context) {
    TRY_ASSIGN(const auto snapshot, context.store.snapshot());
    return scheduling::delivery::check_time_index(*snapshot, context.now);
}

Reply operate(Context& context, const Arguments&) {
    const auto failed = [](const storage::Error& error) {
        return control::failed(accounts::Refusal(error).text, Exit::data);
    };
    auto found = findings(context.store, context.now, context.config.meetings, context.progress);
    if (!found) return failed(found.error());
    context.progress("Looking for every object at its times …");
    if (const auto added = add(*found, objects_lost(context)); !added) return failed(added.error());
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
