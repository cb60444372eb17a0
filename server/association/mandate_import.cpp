#include "server/association/mandate_import.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace stafett::server::association {
namespace {

namespace domain = scheduling::network;

// The network a mandate is for: by its name now or before, or by the id that the name gives.
storage::Result<std::optional<model::Network>> find_network(storage::Snapshot& snapshot, const std::string& name) {
    TRY_ASSIGN(const auto networks, snapshot.association().networks());
    for (const auto& network : networks)
        if (domain::id_from_name(network.name) == domain::id_from_name(name) ||
            network.id.text() == domain::id_from_name(name) ||
            std::ranges::find(network.past_names, name) != network.past_names.end())
            return network;
    return std::nullopt;
}

ImportResult<model::Network> new_network(storage::Snapshot& snapshot, const std::string& name) {
    const std::string id = domain::id_from_name(name);
    if (!model::valid_id(id))
        return std::unexpected(ImportError({{1, fmt::format("no id can be made of the name '{}'", name)}}));
    TRY_ASSIGN(const auto taken, snapshot.association().principal(model::PrincipalId(id)));
    if (taken)
        return std::unexpected(
            ImportError({{1, fmt::format("the id '{}' already names another kind of principal", id)}}));
    TRY_ASSIGN(const auto association, snapshot.association().association());
    model::Network network;
    network.id = model::NetworkId(id);
    network.name = name;
    network.address = id + "@" + (association ? association->domain : std::string("localhost"));
    return network;
}

// Assignments of other years stay: the network's page shows what was given before.
void keep_other_years(const model::Mandate& before, model::Mandate& mandate) {
    const int year = mandate.assignments.front().year;
    std::vector<model::Assignment> all;
    std::ranges::copy_if(before.assignments, std::back_inserter(all), [&](const auto& old) { return old.year < year; });
    std::ranges::move(mandate.assignments, std::back_inserter(all));
    std::ranges::copy_if(before.assignments, std::back_inserter(all), [&](const auto& old) { return old.year > year; });
    mandate.assignments = std::move(all);
}

struct Prepared {
    MandateOutcome outcome;
    model::Network network;
};

ImportResult<Prepared> prepare(storage::Snapshot& snapshot, const domain::ParsedMandate& parsed,
                               const ImportOptions& options) {
    Prepared prepared;
    prepared.outcome.mandate = parsed.mandate;
    model::Mandate& mandate = prepared.outcome.mandate;
    TRY_ASSIGN(const auto known, find_network(snapshot, mandate.name));
    prepared.outcome.created = !known;
    if (known) {
        prepared.network = *known;
    } else {
        TRY_ASSIGN(prepared.network, new_network(snapshot, mandate.name));
    }
    domain::apply(parsed.rules, prepared.network.rules);
    mandate.network = prepared.network.id;
    mandate.imported = options.now;
    TRY_ASSIGN(const auto before, snapshot.mandates().of_network(mandate.network));
    if (before) keep_other_years(*before, mandate);
    prepared.outcome.network = mandate.network;
    prepared.outcome.changed = !before || before->text != mandate.text || before->assignments != mandate.assignments ||
                               !known || known->rules != prepared.network.rules;
    prepared.outcome.rules = domain::explain(prepared.network.rules, domain::Language::english);
    return prepared;
}

int default_year(const ImportOptions& options) {
    const int year = static_cast<int>(options.today.year());
    return static_cast<unsigned>(options.today.month()) >= 7 ? year + 1 : year;
}

}  // namespace

ImportResult<MandateOutcome> import_mandate(storage::Store& store, std::string_view text, std::optional<int> year,
                                            bool dry_run, const ImportOptions& options) {
    auto parsed = domain::parse_mandate(text, year.value_or(default_year(options)));
    if (!parsed)
        return std::unexpected(
            ImportError({{0, fmt::format("'{}': {}", parsed.error().heading, parsed.error().problem)}}));
    if (dry_run) {
        TRY_ASSIGN(const auto snapshot, store.snapshot());
        TRY_ASSIGN(auto prepared, prepare(*snapshot, *parsed, options));
        return std::move(prepared.outcome);
    }
    return store.write([&](storage::Transaction& transaction) -> ImportResult<MandateOutcome> {
        TRY_ASSIGN(Prepared prepared, prepare(transaction, *parsed, options));
        if (!prepared.outcome.changed) return std::move(prepared.outcome);
        TRY(transaction.write_association().put_network(prepared.network, options.now));
        TRY(transaction.write_mandates().put(prepared.outcome.mandate));
        return std::move(prepared.outcome);
    });
}

}  // namespace stafett::server::association
