#include <fmt/format.h>

#include <set>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

accounts::Result<std::string> listed(storage::Snapshot& snapshot, base::Date today) {
    TRY_ASSIGN(const auto networks, snapshot.association().networks());
    std::string lines;
    for (const auto& network : networks) {
        TRY_ASSIGN(const auto memberships, snapshot.memberships().of_network(network.id));
        std::set<model::PersonId> people;
        for (const auto& membership : memberships)
            if (membership.period.contains(today)) people.insert(membership.person);
        lines += fmt::format("{}\t{}\t{}\t{} people{}\n", network.id.text(), network.name, network.address,
                             people.size(), network.hidden ? "\thidden" : "");
    }
    return lines;
}

Reply operate(Context& context, const Arguments&) {
    auto snapshot = context.store.snapshot();
    if (!snapshot) return control::failed(accounts::Refusal(snapshot.error()).text, Exit::data);
    auto lines = listed(**snapshot, context.today);
    if (!lines) return control::failed(lines.error().text, Exit::data);
    return {Exit::ok, *std::move(lines), {}};
}

}  // namespace

constinit const Command network_list{.name = "network list",
                                     .help = "Lists networks: id, name, address, and how many people they have today.",
                                     .run = &perform_and_show,
                                     .operation = &operate};

}  // namespace stafett::server::cli::commands
