#include <fmt/format.h>

#include <array>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

std::string_view word(model::Role role) {
    switch (role) {
        case model::Role::chair:
            return "chair";
        case model::Role::secretary:
            return "secretary";
        case model::Role::liaison:
            return "liaison";
        case model::Role::member:
            return "member";
    }
    return {};
}

std::string_view word(model::CallSender sender) {
    return sender == model::CallSender::chair ? "chair" : "chair with host";
}
std::string_view word(model::MinutesWriter writer) {
    switch (writer) {
        case model::MinutesWriter::host:
            return "host";
        case model::MinutesWriter::secretary:
            return "secretary";
        case model::MinutesWriter::chair:
            return "chair";
    }
    return {};
}
std::string_view word(model::MinutesSender sender) {
    switch (sender) {
        case model::MinutesSender::host_or_secretary:
            return "host or secretary";
        case model::MinutesSender::host:
            return "host";
        case model::MinutesSender::secretary:
            return "secretary";
    }
    return {};
}
std::string_view word(model::Hold hold) { return hold == model::Hold::when_planned ? "when planned" : "at the call"; }
std::string word(const std::string& text) { return text.empty() ? "the coordinator's mailbox" : text; }
std::string word(int number) { return fmt::to_string(number); }

std::string period(const model::Period& period) {
    if (!period.from && !period.to) return {};
    return fmt::format("\t{}–{}", period.from ? base::format_date(*period.from) : "",
                       period.to ? base::format_date(*period.to) : "");
}

// A rule with why it holds; the mandate's own words stand below it.
template <class T>
std::string line(std::string_view what, const model::Rule<T>& rule) {
    return fmt::format("  {}: {} ({})\n{}", what, word(rule.value),
                       rule.source == model::RuleSource::mandate ? "mandate" : "our default",
                       rule.sentence.empty() ? "" : fmt::format("    \"{}\"\n", rule.sentence));
}

std::string rules(const model::NetworkRules& rules) {
    return "Rules\n" + line("call and agenda sent by", rules.call_sender) +
           line("days before the meeting", rules.call_days_before) + line("people get the date", rules.hold) +
           line("minutes written by", rules.minutes_writer) + line("minutes sent by", rules.minutes_sender) +
           line("days after the meeting", rules.minutes_days_after) + line("minutes go to", rules.minutes_to) +
           line("dates go to", rules.dates_to) + line("the list of people goes to", rules.roster_to);
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
        text += fmt::format("  {}\t{}\t{}{}\n", word(membership.role), membership.person.text(),
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
