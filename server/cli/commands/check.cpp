#include <fmt/format.h>

#include <array>

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

Reply shown(const Lines& found) {
    if (found.empty()) return {Exit::ok, "Everything is well.\n", {}};
    Reply reply{Exit::found, {}, {}};
    for (const auto& line : found) reply.out += line + '\n';
    reply.out += fmt::format("{} found.\n", found.size());
    return reply;
}

Reply latest(Context& context) {
    const auto snapshot = context.store.snapshot();
    const auto looked = snapshot ? (*snapshot)->upkeep().looked_through() : std::unexpected(snapshot.error());
    if (!looked) return control::failed(accounts::Refusal(looked.error()).text, Exit::data);
    if (!*looked) return {Exit::ok, "The daily job has not looked through the data yet.\n", {}};
    Reply reply{Exit::ok, {}, {}};
    for (const auto& line : (*looked)->first) reply.out += line + '\n';
    reply.out += fmt::format("{} found by the daily job, {}.\n", (*looked)->found, base::format_instant((*looked)->at));
    if ((*looked)->found > 0) reply.exit = Exit::found;
    return reply;
}

Reply operate(Context& context, const Arguments& arguments) {
    if (arguments.has("latest")) return latest(context);
    const auto failed = [](const storage::Error& error) {
        return control::failed(accounts::Refusal(error).text, Exit::data);
    };
    auto found = findings(context.store, context.now, context.config.meetings, context.progress);
    if (!found) return failed(found.error());
    context.progress("Looking for every object at its times …");
    Lines& lines = found->damaged;
    lines.insert(lines.end(), found->differing.begin(), found->differing.end());
    if (const auto added = add(lines, objects_lost(context)); !added) return failed(added.error());
    return shown(lines);
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::flag, "latest", "Say what the daily job found last, and read nothing."},
};

}  // namespace

constinit const Command check{.name = "check",
                              .help = "Reads all data and says what is damaged or differs from what the networks give.",
                              .parameters = parameters,
                              .run = &perform_and_show,
                              .operation = &operate};

}  // namespace stafett::server::cli::commands
