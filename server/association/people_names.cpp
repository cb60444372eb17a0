#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "scheduling/network/mandate.h"
#include "server/association/people_file.h"

namespace stafett::server::association {
namespace {

using scheduling::network::id_from_name;
using storage::Result;

// Mail addresses are compared without regard to case.
std::string folded(std::string_view address) {
    std::string text(address);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

// What people call a thing, told apart as well as ids are: without regard to case, signs and dots.
template <class Id>
class Named {
  public:
    void add(const Id& id, std::string_view name) { ids_[id_from_name(name)].insert(id); }
    // None, one or several.
    std::set<Id> find(std::string_view name) const {
        const auto found = ids_.find(id_from_name(name));
        return found == ids_.end() ? std::set<Id>() : found->second;
    }

  private:
    std::map<std::string, std::set<Id>> ids_;
};

class Resolver {
  public:
    Resolver(storage::Snapshot& snapshot, const PeopleFile& file) : snapshot_(snapshot), file_(file) {
        result_.only_people = true;
    }

    ImportResult<AssociationFile> run() {
        TRY(load());
        for (const PeopleRow& row : file_.rows) TRY(add(row));
        for (const auto& [network, stands] : standing_) refuse_overlaps(stands);
        for (const NetworkEntry& entry : result_.networks) TRY(refuse_own_deputies(entry));
        if (!errors_.empty()) return std::unexpected(ImportError(std::move(errors_)));
        return std::move(result_);
    }

  private:
    struct Standing {
        model::Membership membership;
        bool stored = true;
        std::size_t line = 0;  // of the row that adds or changes it
    };

    Result<void> load() {
        TRY_ASSIGN(networks_, snapshot_.association().networks());
        for (const model::Network& one : networks_) {
            network_names_.add(one.id, one.id.text());
            network_names_.add(one.id, one.name);
        }
        TRY_ASSIGN(municipalities_, snapshot_.association().municipalities());
        for (const model::Municipality& one : municipalities_)
            for (const std::string& name : {one.id.text(), one.name, one.short_name})
                municipality_names_.add(one.id, name);
        TRY_ASSIGN(const auto people, snapshot_.association().principals(model::PrincipalKind::person));
        for (const model::Principal& one : people) {
            person_names_.add(one.id, one.name);
            for (const std::string& address : one.addresses) by_address_.emplace(folded(address), one);
        }
        return {};
    }

    void report(const PeopleRow& row, std::string_view column, std::string_view problem) {
        errors_.push_back({row.line, fmt::format("{}: {}", column, problem)});
    }

    // The one thing of that name, else an error that says which there are.
    template <class Id, class Known>
    std::optional<Id> one_of(const PeopleRow& row, std::string_view column, std::string_view name,
                             const Named<Id>& names, std::string_view what, const Known& known) {
        const std::set<Id> found = names.find(name);
        if (found.size() == 1) return *found.begin();
        std::vector<std::string_view> all;
        all.reserve(known.size());
        for (const auto& one : known) all.push_back(one.id.text());
        report(row, column,
               found.empty() ? fmt::format("there is no {} '{}'; there are {}", what, name, fmt::join(all, ", "))
                             : fmt::format("several are called '{}'; write the id", name));
        return std::nullopt;
    }

    Result<void> add(const PeopleRow& row) {
        const auto network = one_of(row, file_.network_column, row.network, network_names_, "network", networks_);
        std::optional<model::MunicipalityId> municipality = model::MunicipalityId();
        if (!row.municipality.empty())
            municipality = one_of(row, file_.municipality_column, row.municipality, municipality_names_, "municipality",
                                  municipalities_);
        TRY_ASSIGN(const std::optional<model::PersonId> person,
                   person_of(row, municipality.value_or(model::MunicipalityId())));
        if (!network || !municipality || !person) return {};
        TRY_ASSIGN(NetworkEntry * entry, entry_of(*network));
        if (row.role == PeopleRole::host || row.role == PeopleRole::deputy)
            add_seat(row, *entry, *municipality, *person);
        else
            return add_member(row, *entry, *municipality, *person);
        return {};
    }

    // Known by address; or by a name that nobody else has, where there is none; else new.
    Result<std::optional<model::PersonId>> person_of(const PeopleRow& row, const model::MunicipalityId& municipality) {
        if (row.address.empty()) {
            const auto found = person_names_.find(row.name);
            if (found.size() == 1) return std::optional(model::PersonId(found.begin()->text()));
            report(row, file_.address_column,
                   found.empty()
                       ? fmt::format("nobody is called '{}' yet; whoever is new needs a mail address", row.name)
                       : fmt::format("{} people are called '{}'; write the mail address", found.size(), row.name));
            return std::optional<model::PersonId>();
        }
        auto known = by_address_.find(folded(row.address));
        if (known == by_address_.end()) {
            if (row.name.empty()) {
                report(row, file_.name_column, fmt::format("must name whoever has {}: she is new", row.address));
                return std::optional<model::PersonId>();
            }
            TRY_ASSIGN(const model::PrincipalId id, new_id(row.name, municipality));
            known = by_address_
                        .emplace(folded(row.address),
                                 model::Principal{id, model::PrincipalKind::person, row.name, {row.address}})
                        .first;
            given_names_.try_emplace(id, row.name, row.line);
            person_names_.add(id, row.name);
            result_.people.push_back(known->second);
        } else if (!row.name.empty()) {
            rename(row, known->second);
        }
        return std::optional(model::PersonId(known->second.id.text()));
    }

    // What is known of her stays, but for her name.
    void rename(const PeopleRow& row, const model::Principal& person) {
        const auto [given, first] = given_names_.try_emplace(person.id, row.name, row.line);
        const auto& [name, line] = given->second;
        if (!first && name != row.name)
            report(row, file_.name_column, fmt::format("{} is '{}' on line {}", row.address, name, line));
        if (!first) return;
        result_.people.push_back(person);
        result_.people.back().name = row.name;
    }

    // Of her name; if that is taken with her municipality's id behind it, then with a number.
    Result<model::PrincipalId> new_id(std::string_view name, const model::MunicipalityId& municipality) {
        std::string base = id_from_name(name).substr(0, 48);
        if (base.empty()) base = "person";
        std::string id = base;
        for (int number = 1;; ++number) {
            TRY_ASSIGN(const bool taken, is_taken(id));
            if (!taken) break;
            if (number == 1 && !municipality.empty() && base.size() + municipality.text().size() < 60)
                id = base += "-" + municipality.text();
            else
                id = fmt::format("{}-{}", base, std::max(number, 2));
        }
        taken_.insert(id);
        return model::PrincipalId(id);
    }

    // By a principal of any kind, or by somebody new in the file.
    Result<bool> is_taken(const std::string& id) {
        if (taken_.contains(id)) return true;
        TRY_ASSIGN(const auto principal, snapshot_.association().principal(model::PrincipalId(id)));
        return principal.has_value();
    }

    Result<NetworkEntry*> entry_of(const model::NetworkId& network) {
        const auto found =
            std::ranges::find(result_.networks, network, [](const NetworkEntry& one) { return one.network.id; });
        if (found != result_.networks.end()) return &*found;
        NetworkEntry entry;
        entry.network = *std::ranges::find(networks_, network, &model::Network::id);
        TRY_ASSIGN(const auto stored, snapshot_.memberships().of_network(network));
        for (const model::Membership& one : stored) standing_[network].push_back({one});
        result_.networks.push_back(std::move(entry));
        return &result_.networks.back();
    }

    Result<void> add_member(const PeopleRow& row, NetworkEntry& entry, const model::MunicipalityId& municipality,
                            const model::PersonId& person) {
        constexpr std::array roles{model::Role::chair, model::Role::secretary, model::Role::liaison,
                                   model::Role::member};
        model::Membership wanted{
            entry.network.id, person, municipality, roles.at(static_cast<std::size_t>(row.role)), {row.from, row.to}};
        // What the row leaves out is as it stands: without a first day or a municipality it is the one that there is.
        const auto same = [&](const Standing& one) {
            return one.stored && one.membership.person == person && one.membership.role == wanted.role &&
                   (row.municipality.empty() || one.membership.municipality == municipality) &&
                   (!row.from || one.membership.period.from == row.from);
        };
        auto& standing = standing_[entry.network.id];
        const auto known = std::ranges::find_if(standing, same);
        if (known != standing.end()) {
            if (std::ranges::count_if(standing, same) > 1) {
                errors_.push_back({row.line, fmt::format("{} has been this several times; write {} as well",
                                                         person.text(), row.from ? "Kommun" : "Kommun and Från")});
                return {};
            }
            wanted.municipality = known->membership.municipality;
            wanted.period.from = known->membership.period.from;
            if (!file_.has_to) wanted.period.to = known->membership.period.to;
            if (known->membership.period.to != wanted.period.to) known->line = row.line;
            known->membership.period.to = wanted.period.to;
        }
        if (!memberships_
                 .insert(fmt::format("{} {} {} {} {}", entry.network.id.text(), person.text(), name_of(wanted.role),
                                     wanted.municipality.text(),
                                     wanted.period.from ? base::format_date(*wanted.period.from) : ""))
                 .second) {
            errors_.push_back(
                {row.line, fmt::format("says again that {} is {} there", person.text(), name_of(wanted.role))});
            return {};
        }
        if (known == standing.end()) standing.push_back({wanted, false, row.line});
        entry.members.push_back(std::move(wanted));
        return {};
    }

    // What somebody is twice, she is at different times; municipalities that share her each have her.
    void refuse_overlaps(const std::vector<Standing>& standing) {
        std::map<std::pair<model::PersonId, model::Role>, std::vector<const Standing*>> by_role;
        for (const Standing& one : standing) by_role[{one.membership.person, one.membership.role}].push_back(&one);
        for (const auto& [who, ones] : by_role)
            for (const Standing* said : ones) {
                const auto clashes = [&](const Standing* other) {
                    return other != said && other->line <= said->line && overlap(said->membership, other->membership);
                };
                const auto other = std::ranges::find_if(ones, clashes);
                if (said->line == 0 || other == ones.end()) continue;
                const model::Period& there = (*other)->membership.period;
                const auto day = [](std::optional<base::Date> date) { return date ? base::format_date(*date) : ""; };
                errors_.push_back(
                    {said->line,
                     fmt::format(
                         "{} is {} there already ({} – {}); leave Kommun and Från empty for the same, or let it "
                         "end before she is it again",
                         who.first.text(), name_of(who.second), day(there.from), day(there.to))});
            }
    }

    Result<void> refuse_own_deputies(const NetworkEntry& entry) {
        TRY_ASSIGN(const auto stored, snapshot_.memberships().seats(entry.network.id));
        for (model::HostSeat seat : entry.seats) {
            const auto there = std::ranges::find(stored, seat.municipality, &model::HostSeat::municipality);
            if (there != stored.end() && seat.host.empty()) seat.host = there->host;
            if (there != stored.end() && seat.deputy.empty()) seat.deputy = there->deputy;
            if (!seat.host.empty() && seat.host == seat.deputy)
                errors_.push_back({seat_lines_[{entry.network.id, seat.municipality}],
                                   fmt::format("{} cannot be mötesvärd and her own ersättare", seat.host.text())});
        }
        return {};
    }

    static bool overlap(const model::Membership& a, const model::Membership& b) {
        const bool apart = a.municipality != b.municipality && !a.municipality.empty() && !b.municipality.empty();
        const auto ends_before = [](const model::Period& one, const model::Period& other) {
            return one.to && other.from && *one.to < *other.from;
        };
        return !apart && !ends_before(a.period, b.period) && !ends_before(b.period, a.period);
    }

    void add_seat(const PeopleRow& row, NetworkEntry& entry, const model::MunicipalityId& municipality,
                  const model::PersonId& person) {
        auto seat = std::ranges::find(entry.seats, municipality, &model::HostSeat::municipality);
        if (seat == entry.seats.end()) {
            model::HostSeat fresh;
            fresh.network = entry.network.id;
            fresh.municipality = municipality;
            seat = entry.seats.insert(entry.seats.end(), std::move(fresh));
        }
        model::PersonId& place = row.role == PeopleRole::host ? seat->host : seat->deputy;
        if (!place.empty() && place != person)
            errors_.push_back({row.line, fmt::format("{} has {} as {} already", municipality.text(), place.text(),
                                                     row.role == PeopleRole::host ? "mötesvärd" : "ersättare")});
        place = person;
        seat_lines_[{entry.network.id, municipality}] = row.line;
    }

    storage::Snapshot& snapshot_;
    const PeopleFile& file_;
    AssociationFile result_;
    std::vector<FileError> errors_;
    std::vector<model::Network> networks_;
    std::vector<model::Municipality> municipalities_;
    Named<model::NetworkId> network_names_;
    Named<model::MunicipalityId> municipality_names_;
    Named<model::PrincipalId> person_names_;
    std::map<std::string, model::Principal> by_address_;
    std::map<model::PrincipalId, std::pair<std::string, std::size_t>> given_names_;  // and on which line
    std::map<model::NetworkId, std::vector<Standing>> standing_;
    std::map<std::pair<model::NetworkId, model::MunicipalityId>, std::size_t> seat_lines_;  // which said so last
    std::set<std::string> memberships_;
    std::set<std::string> taken_;
};

}  // namespace

ImportResult<AssociationFile> resolve(storage::Snapshot& snapshot, const PeopleFile& file) {
    return Resolver(snapshot, file).run();
}

}  // namespace stafett::server::association
