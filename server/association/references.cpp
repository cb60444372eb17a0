#include <set>

#include <fmt/format.h>

#include "scheduling/ical/zone.h"
#include "server/association/merge.h"

namespace stafett::server::association {
namespace {

class Checker {
  public:
    Checker(storage::Snapshot& snapshot, const AssociationFile& file) : snapshot_(snapshot), file_(file) {}

    ImportResult<void> run() {
        if (file_.association && !scheduling::ical::find_zone(file_.association->zone))
            report(0, fmt::format("[association] zone '{}' is no IANA time zone such as Europe/Stockholm",
                                  file_.association->zone));
        TRY(kinds());
        TRY(names());
        for (const auto& account : file_.accounts) TRY(check(account));
        if (!errors_.empty()) return std::unexpected(ImportError(std::move(errors_)));
        return {};
    }

  private:
    void report(std::size_t line, std::string problem) { errors_.push_back({line, std::move(problem)}); }

    storage::Result<void> kind(const model::PrincipalId& id, model::PrincipalKind wanted) {
        TRY_ASSIGN(const auto known, snapshot_.association().principal(id));
        if (known && known->kind != wanted)
            report(0,
                   fmt::format("the id '{}' already names another kind of principal; ids are given once", id.text()));
        return {};
    }

    storage::Result<void> kinds() {
        for (const auto& person : file_.people) TRY(kind(person.id, model::PrincipalKind::person));
        for (const auto& entry : file_.municipalities) TRY(kind(entry.id, model::PrincipalKind::municipality));
        for (const auto& entry : file_.networks) {
            TRY(kind(entry.network.id, model::PrincipalKind::network));
            TRY_ASSIGN(const auto account, snapshot_.accounts().by_login(entry.network.id.text()));
            if (account) report(0, fmt::format("the network's id '{}' is a person's login", entry.network.id.text()));
        }
        if (file_.office) TRY(kind(file_.office->id, model::PrincipalKind::role));
        return {};
    }

    storage::Result<bool> known_person(const model::PersonId& id) {
        for (const auto& person : file_.people)
            if (person.id == model::PrincipalId(id)) return true;
        TRY_ASSIGN(const auto principal, snapshot_.association().principal(id));
        return principal && principal->kind == model::PrincipalKind::person;
    }

    storage::Result<void> person(const Reference<model::PersonId>& reference) {
        TRY_ASSIGN(const bool known, known_person(reference.id));
        if (!known) report(reference.line, fmt::format("there is no person '{}'", reference.id.text()));
        return {};
    }

    storage::Result<void> names() {
        std::set<model::MunicipalityId> municipalities;
        for (const auto& entry : file_.municipalities) municipalities.insert(entry.id);
        TRY_ASSIGN(const auto stored, snapshot_.association().municipalities());
        for (const auto& entry : stored) municipalities.insert(entry.id);
        for (const auto& reference : file_.office_people) TRY(person(reference));
        for (const auto& entry : file_.networks) {
            for (const auto& reference : entry.people) TRY(person(reference));
            for (const auto& reference : entry.municipalities)
                if (!municipalities.contains(reference.id))
                    report(reference.line, fmt::format("there is no municipality '{}'", reference.id.text()));
        }
        return {};
    }

    storage::Result<void> check(const AccountEntry& account) {
        TRY(person({account.person, account.line}));
        TRY_ASSIGN(const auto holder, snapshot_.accounts().by_login(account.login));
        if (holder && holder->person != account.person)
            report(account.line, fmt::format("the login '{}' is {}'s", account.login, holder->person.text()));
        TRY_ASSIGN(const auto networks, snapshot_.association().networks());
        for (const auto& network : networks)
            if (network.id.text() == account.login)
                report(account.line, fmt::format("the login '{}' is a network's id", account.login));
        if (account.admin && !networks.empty()) report(account.line, "an admin exists only where no networks are");
        return {};
    }

    storage::Snapshot& snapshot_;
    const AssociationFile& file_;
    std::vector<FileError> errors_;
};

}  // namespace

ImportResult<void> check_references(storage::Snapshot& snapshot, const AssociationFile& file) {
    return Checker(snapshot, file).run();
}

}  // namespace stafett::server::association
