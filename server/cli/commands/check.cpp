#include <fmt/format.h>

#include "scheduling/delivery/meeting_book.h"
#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

storage::Result<std::vector<std::string>> all_findings(Context& context) {
    context.progress("Reading every page and row …");
    TRY_ASSIGN(auto found, context.store.check_integrity());
    context.progress("Building every copy and hosting again from the networks …");
    TRY_ASSIGN(const auto snapshot, context.store.snapshot());
    TRY_ASSIGN(auto differences, scheduling::delivery::check(*snapshot, context.now, context.config.meetings));
    found.insert(found.end(), differences.begin(), differences.end());
    return found;
}

Reply operate(Context& context, const Arguments&) {
    const auto found = all_findings(context);
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
