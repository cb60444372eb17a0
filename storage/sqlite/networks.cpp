#include <charconv>

#include "storage/sqlite/association.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kNetworkColumns =
    "SELECT n.id, p.name, n.address, n.description, n.language, n.hidden"
    " FROM networks n JOIN principals p ON p.id = n.id ";

model::Network read_network(Row& row) {
    model::Network network;
    network.id = row.as<model::NetworkId>(0);
    network.name = row.text(1);
    network.address = row.text(2);
    network.description = row.text(3);
    network.language = row.text(4);
    network.hidden = row.flag(5);
    return network;
}

// Every rule with the name of its row.
template <class Rules, class Visit>
void each_rule(Rules& rules, Visit visit) {
    visit("call-sender", rules.call_sender);
    visit("minutes-writer", rules.minutes_writer);
    visit("minutes-sender", rules.minutes_sender);
    visit("minutes-to", rules.minutes_to);
    visit("dates-to", rules.dates_to);
    visit("roster-to", rules.roster_to);
    visit("call-days-before", rules.call_days_before);
    visit("minutes-days-after", rules.minutes_days_after);
    visit("hold", rules.hold);
}

std::string text_of(const std::string& value) { return value; }
std::string text_of(int value) { return std::to_string(value); }
template <class E>
    requires std::is_enum_v<E>
std::string text_of(E value) {
    return std::string(word_of(value));
}

bool read_value(const std::string& text, std::string& value) {
    value = text;
    return true;
}
bool read_value(const std::string& text, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}
template <class E>
    requires std::is_enum_v<E>
bool read_value(const std::string& text, E& value) {
    const std::optional<E> read = enumerator_of<E>(text);
    if (read) value = *read;
    return read.has_value();
}

struct RuleRow {
    std::string rule, value;
    model::RuleSource source;
    std::string sentence;
};

}  // namespace

const Statement kRules{"association.rules",
                       "SELECT rule, value, source, sentence FROM network_rules WHERE network = ?1"};
Result<void> Association::read_rules(model::Network& network) {
    const auto read = [](Row& row) {
        return RuleRow{row.text(0), row.text(1), row.word<model::RuleSource>(2), row.text(3)};
    };
    TRY_ASSIGN(const auto rows, connection_.all(kRules, read, network.id));
    bool damaged = false;
    each_rule(network.rules, [&](std::string_view name, auto& rule) {
        for (const RuleRow& row : rows) {
            if (row.rule != name) continue;
            if (!read_value(row.value, rule.value)) damaged = true;
            rule.source = row.source;
            rule.sentence = row.sentence;
        }
    });
    if (damaged) return fail(Fault::corrupt, "association.rules: a rule of " + network.id.text() + " cannot be read");
    return {};
}

const Statement kDropRules{"association.drop_rules", "DELETE FROM network_rules WHERE network = ?1"};
const Statement kAddRule{
    "association.add_rule",
    "INSERT INTO network_rules (network, rule, value, source, sentence) VALUES (?1, ?2, ?3, ?4, ?5)"};
Result<void> Association::put_rules(const model::Network& network) {
    TRY(connection_.run(kDropRules, network.id));
    Result<void> outcome;
    each_rule(network.rules, [&](std::string_view name, const auto& rule) {
        if (outcome)
            outcome = connection_.run(kAddRule, network.id, name, text_of(rule.value), rule.source, rule.sentence);
    });
    return outcome;
}

const Statement kNetworks{"association.networks", kNetworkColumns + "ORDER BY n.id"};
Result<std::vector<model::Network>> Association::networks() {
    TRY_ASSIGN(auto networks, connection_.all(kNetworks, read_network));
    for (model::Network& network : networks) {
        TRY_ASSIGN(network.past_names, past_names(network.id));
        TRY(read_rules(network));
    }
    return networks;
}

const Statement kHasNetworks{"association.has_networks", "SELECT EXISTS (SELECT 1 FROM networks)"};
Result<bool> Association::has_networks() {
    const auto read = [](Row& row) { return row.flag(0); };
    TRY_ASSIGN(const auto has, connection_.one(kHasNetworks, read));
    return has.value_or(false);
}

const Statement kNetwork{"association.network", kNetworkColumns + "WHERE n.id = ?1"};
Result<std::optional<model::Network>> Association::network(const model::NetworkId& id) {
    TRY_ASSIGN(auto network, connection_.one(kNetwork, read_network, id));
    if (network) {
        TRY_ASSIGN(network->past_names, past_names(network->id));
        TRY(read_rules(*network));
    }
    return network;
}

// Logins of persons and ids of networks share one name space (model.md §2).
const Statement kIdIsLogin{"association.id_is_login", "SELECT 1 FROM accounts WHERE login = ?1"};
const Statement kPutNetwork{"association.put_network",
                            "INSERT INTO networks (id, address, description, language, hidden)"
                            " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE"
                            " SET address = ?2, description = ?3, language = ?4, hidden = ?5"};
Result<void> Association::put_network(const model::Network& network, base::Instant now) {
    TRY_ASSIGN(const auto login, connection_.one(kIdIsLogin, [](Row&) { return true; }, network.id));
    if (login) return fail(Fault::exists, "an account has the login " + network.id.text());
    std::vector<std::string> addresses;
    if (!network.address.empty()) addresses.push_back(network.address);
    TRY_ASSIGN(const bool is_new, put_principal({.id = network.id,
                                                 .kind = model::PrincipalKind::network,
                                                 .name = network.name,
                                                 .addresses = std::move(addresses)}));
    TRY(connection_.run(kPutNetwork, network.id, network.address, network.description, network.language,
                        network.hidden));
    TRY(put_past_names(network.id, network.past_names));
    TRY(put_rules(network));
    if (!is_new) return {};
    TRY(furnish(network.id, "traffar", model::CollectionKind::published, model::ComponentKind::vevent, now));
    return furnish(network.id, "kallelser", model::CollectionKind::organizer, model::ComponentKind::vevent, now);
}

}  // namespace stafett::storage::sqlite
