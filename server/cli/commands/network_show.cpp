#include <fmt/format.h>

#include <array>

#include "scheduling/network/mandate.h"
#include "server/accounts/accounts.h"
#include "server/association/fields.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

std::string period(const model::Period& period) {
    if (!period.from && !period.to) return {};
    return fmt::format("\t{}–{}", period.from ? base::format_date(*period.from) : "",
                       period.to ? base::format_date(*period.to) : "");
}

std::string rules(const model::NetworkRules& rules) {
    std::string text = "Rules\n";
    for (const auto& [rule, because] : scheduling::network::explain(rules, scheduling::network::Language::english))
        text += fmt::format("  {}\n    {}\n", rule, because);
    return text;
}

accounts::Result<std::string> described(storage::Snapshot& snapshot, const std::string& id) {
    using accounts::Refusal;
    TRY_ASSIGN(const auto network, snapshot.association().network(model::NetworkId(id)));
    if (!network)
        return std::unexpected(Refusal(Refusal::Why::not_found,
                                       fmt::format("There is no network '{}'; 'stafett network list' shows all.", id)));
    TRY_ASSIGN(const auto memberships, snapshot.memberships().of_network(network->id));
    TRY_ASSIGN(const auto seats, snapshot.memberships().seats(network->id));
    std::string text = fmt::format("{} ({})\n{}\nCalendar: /dav/calendars/{}/traffar/\n", network->name,
                                   network->id.text(), network->address, network->id.text());
    if (network->hidden) text += "Hidden from people of other networks\n";
    text += rules(network->rules) + "People\n";
    for (const auto& membership : memberships)
        text += fmt::format("  {}\t{}\t{}{}\n", association::name_of(membership.role), membership.person.text(),
                            membership.municipality.text(), period(membership.period));
    text += "Rotation of hosting\n";
    for (const auto& seat : seats)
        text += fmt::format("  {}\t{}\t{}{}{}\n", seat.order, seat.municipality.text(),
                            seat.host.empty() ? "no host: skipped" : seat.host.text(),
                            seat.deputy.empty() ? "" : fmt::format(" (deputy {})", seat.deputy.text()),
                            period(seat.period));
    return text;
}

Reply operate(Context& context, const Arguments& arguments) {
    auto snapshot = context.store.snapshot();
    if (!snapshot) return control::failed(accounts::Refusal(snapshot.error()).text, Exit::data);
    auto text = described(**snapshot, arguments.text("network"));
    if (!text) return control::failed(text.error().text);
    return {Exit::ok, *std::move(text), {}};
}

constexpr std::array parameters{Parameter{Parameter::Kind::positional, "network", "The network's id.", true}};

}  // namespace

constinit const Command network_show{.name = "network show",
                                     .help = "Shows a network: rules with their reasons, people, rotation of hosting.",
                                     .parameters = parameters,
                                     .run = &perform_and_show,
                                     .operation = &operate};

}  // namespace stafett::server::cli::commands
