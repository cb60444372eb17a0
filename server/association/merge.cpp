#include "server/association/merge.h"

#include <algorithm>

#include <fmt/format.h>

namespace stafett::server::association {
namespace {

// The names a municipality or network had stay known: our lines in old texts are recognised by them (model.md §4).
void keep_past_name(std::vector<std::string>& past, const std::string& was, const std::string& becomes) {
    if (was != becomes && std::ranges::find(past, was) == past.end()) past.push_back(was);
}

template <class T>
std::optional<Fields> fields_if(const std::optional<T>& thing) {
    return thing ? std::optional(fields_of(*thing)) : std::nullopt;
}

class Merger {
  public:
    Merger(storage::Snapshot& snapshot, const AssociationFile& file, bool theirs)
        : snapshot_(snapshot), file_(file), comparison_(snapshot.mandates(), theirs) {}

    storage::Result<Merged> run() {
        TRY(head());
        TRY(municipalities());
        TRY(people());
        TRY(office());
        for (const auto& entry : file_.networks) TRY(network(entry));
        for (const auto& entry : file_.accounts) TRY(account(entry));
        merged_.differences = comparison_.differences();
        merged_.to_remember = comparison_.to_remember();
        return std::move(merged_);
    }

  private:
    storage::Result<void> head() {
        if (!file_.association) return {};
        TRY_ASSIGN(const auto current, snapshot_.association().association());
        TRY_ASSIGN(const bool write,
                   comparison_.decide("association", fields_if(current), fields_of(*file_.association)));
        if (write) merged_.association = file_.association;
        return {};
    }

    storage::Result<void> office() {
        if (!file_.office) return {};
        TRY_ASSIGN(const auto current, snapshot_.association().office());
        TRY_ASSIGN(const bool write, comparison_.decide("coordinator", fields_if(current), fields_of(*file_.office)));
        if (write) merged_.office = file_.office;
        return {};
    }

    storage::Result<void> municipalities() {
        TRY_ASSIGN(const auto stored, snapshot_.association().municipalities());
        for (model::Municipality wanted : file_.municipalities) {
            const auto at = std::ranges::find(stored, wanted.id, &model::Municipality::id);
            const auto current = at == stored.end() ? std::nullopt : std::optional(*at);
            TRY_ASSIGN(const bool write,
                       comparison_.decide("municipality " + wanted.id.text(), fields_if(current), fields_of(wanted)));
            if (!write) continue;
            if (current) {
                wanted.past_names = current->past_names;
                keep_past_name(wanted.past_names, current->name, wanted.name);
                keep_past_name(wanted.past_names, current->short_name, wanted.short_name);
            }
            merged_.municipalities.push_back(std::move(wanted));
        }
        return {};
    }

    storage::Result<void> people() {
        for (const auto& wanted : file_.people) {
            TRY_ASSIGN(const auto current, snapshot_.association().principal(wanted.id));
            const bool only_name = current && file_.only_people;
            TRY_ASSIGN(const bool write,
                       comparison_.decide("person " + wanted.id.text(), fields_if(current),
                                          only_name ? Fields{{"name", wanted.name}} : fields_of(wanted)));
            if (!write) continue;
            merged_.people.push_back(wanted);
            if (only_name) merged_.people.back().addresses = current->addresses;
        }
        return {};
    }

    storage::Result<void> network(const NetworkEntry& entry) {
        MergedNetwork merged;
        const std::string what = "network " + entry.network.id.text();
        TRY_ASSIGN(const auto current, snapshot_.association().network(entry.network.id));
        merged.network = entry.network;
        if (current) {
            merged.network.rules = current->rules;
            merged.network.past_names = current->past_names;
            keep_past_name(merged.network.past_names, current->name, entry.network.name);
        }
        if (entry.call_days_before) merged.network.rules.call_days_before.value = *entry.call_days_before;
        if (entry.minutes_days_after) merged.network.rules.minutes_days_after.value = *entry.minutes_days_after;
        if (entry.hold) merged.network.rules.hold.value = *entry.hold;
        if (!file_.only_people) {
            TRY_ASSIGN(merged.write_network, comparison_.decide(what, fields_if(current), fields_of(merged.network)));
        }
        TRY(members(entry, what, merged));
        if (!file_.only_people) {
            TRY(seats(entry, what, merged));
        } else {
            TRY(bearers(entry, what, merged));
        }
        if (merged.write_network || merged.write_members || merged.write_seats)
            merged_.networks.push_back(std::move(merged));
        return {};
    }

    // A membership is known by person, role, municipality and first day; what the file gives is its last day.
    storage::Result<void> members(const NetworkEntry& entry, const std::string& what, MergedNetwork& merged) {
        TRY_ASSIGN(merged.members, snapshot_.memberships().of_network(entry.network.id));
        for (const auto& wanted : entry.members) {
            const auto at = std::ranges::find_if(merged.members, [&](const model::Membership& other) {
                return other.person == wanted.person && other.role == wanted.role &&
                       other.municipality == wanted.municipality && other.period.from == wanted.period.from;
            });
            const bool known = at != merged.members.end();
            const std::string key =
                fmt::format("{}: {} as {} for '{}' from {}", what, wanted.person.text(), name_of(wanted.role),
                            wanted.municipality.text(),
                            wanted.period.from ? base::format_date(*wanted.period.from) : "the beginning");
            TRY_ASSIGN(const bool write, comparison_.decide(key, known ? std::optional(fields_of(*at)) : std::nullopt,
                                                            fields_of(wanted)));
            if (!write) continue;
            if (!known && wanted.period.to) comparison_.show_field("to", base::format_date(*wanted.period.to));
            merged.write_members = true;
            if (known)
                *at = wanted;
            else
                merged.members.push_back(wanted);
        }
        return {};
    }

    // The file's seats first, in its order; those it does not mention keep theirs behind them.
    storage::Result<void> seats(const NetworkEntry& entry, const std::string& what, MergedNetwork& merged) {
        TRY_ASSIGN(const auto stored, snapshot_.memberships().seats(entry.network.id));
        for (const auto& wanted : entry.seats) {
            const auto at = std::ranges::find(stored, wanted.municipality, &model::HostSeat::municipality);
            const bool known = at != stored.end();
            TRY_ASSIGN(const bool write,
                       comparison_.decide(fmt::format("{}: seat of {}", what, wanted.municipality.text()),
                                          known ? std::optional(fields_of(*at)) : std::nullopt, fields_of(wanted)));
            merged.write_seats = merged.write_seats || write;
            merged.seats.push_back(write || !known ? wanted : *at);
        }
        for (const auto& seat : stored) {
            if (std::ranges::find(merged.seats, seat.municipality, &model::HostSeat::municipality) !=
                merged.seats.end())
                continue;
            merged.seats.push_back(seat);
        }
        if (!entry.seats.empty())
            for (std::size_t i = 0; i < merged.seats.size(); ++i) merged.seats[i].order = static_cast<int>(i);
        return {};
    }

    // Who bears the turns of seats: of one that is there the rest stays as it is, a new one comes last in the order.
    storage::Result<void> bearers(const NetworkEntry& entry, const std::string& what, MergedNetwork& merged) {
        TRY_ASSIGN(merged.seats, snapshot_.memberships().seats(entry.network.id));
        for (model::HostSeat wanted : entry.seats) {
            const auto at = std::ranges::find(merged.seats, wanted.municipality, &model::HostSeat::municipality);
            const bool known = at != merged.seats.end();
            wanted.order = static_cast<int>(merged.seats.size());
            Fields said;
            if (!wanted.host.empty()) said.push_back({"host", wanted.host.text()});
            if (!wanted.deputy.empty()) said.push_back({"deputy", wanted.deputy.text()});
            TRY_ASSIGN(const bool write,
                       comparison_.decide(fmt::format("{}: seat of {}", what, wanted.municipality.text()),
                                          known ? std::optional(fields_of(*at)) : std::nullopt,
                                          known ? said : fields_of(wanted)));
            if (!write) continue;
            merged.write_seats = true;
            if (!known) {
                merged.seats.push_back(std::move(wanted));
                continue;
            }
            if (!wanted.host.empty()) at->host = wanted.host;
            if (!wanted.deputy.empty()) at->deputy = wanted.deputy;
        }
        return {};
    }

    // A password in the file is set when it is new there: one that its owner has changed since stays hers.
    storage::Result<void> account(const AccountEntry& entry) {
        const std::string what = "account " + entry.person.text();
        TRY_ASSIGN(const auto current, snapshot_.accounts().of_person(entry.person));
        TRY_ASSIGN(const auto remembered, snapshot_.mandates().imported(what));
        const std::string secret = entry.password.empty() ? "" : base::to_hex(base::digest(entry.password));
        const Fields wanted{{"login", entry.login}, {"admin", entry.admin ? "true" : "false"}, {"password", secret}};
        std::optional<Fields> now;
        if (current) {
            const Fields last = remembered ? parse_fields(*remembered) : Fields{};
            now = Fields{{"login", current->login},
                         {"admin", current->admin ? "true" : "false"},
                         {"password", std::string(value_of(last, "password").value_or(""))}};
        }
        TRY_ASSIGN(const bool write, comparison_.decide(what, now, wanted));
        if (!write) return {};
        MergedAccount merged;
        if (current) merged.account = *current;
        merged.account.person = entry.person;
        merged.account.login = entry.login;
        merged.account.admin = entry.admin;
        if (!now || *value_of(*now, "password") != secret) merged.new_password = entry.password;
        merged_.accounts.push_back(std::move(merged));
        return {};
    }

    storage::Snapshot& snapshot_;
    const AssociationFile& file_;
    Comparison comparison_;
    Merged merged_;
};

}  // namespace

ImportResult<Merged> merge(storage::Snapshot& snapshot, const AssociationFile& file, bool theirs) {
    TRY(check_references(snapshot, file));
    TRY_ASSIGN(auto merged, Merger(snapshot, file, theirs).run());
    // A digest of a password says nothing to a reader, and needs not be shown.
    for (Difference& difference : merged.differences)
        for (FieldChange& change : difference.fields)
            if (change.field == "password") change.was = change.was.empty() ? "" : "…", change.becomes = "(a new one)";
    return merged;
}

}  // namespace stafett::server::association
