#include "storage/sqlite/accounts.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kAccountColumns =
    "SELECT a.person, a.login, a.password_hash, a.admin, p.account_version"
    " FROM accounts a JOIN principals p ON p.id = a.person ";

model::Account read_account(Row& row) {
    return {.person = row.as<model::PersonId>(0),
            .login = row.text(1),
            .password_hash = row.text(2),
            .admin = row.flag(3),
            .version = row.integer(4)};
}

const std::string kPasswordColumns = "SELECT id, person, acts_for, name, secret, created, revoked FROM app_passwords ";

model::AppPassword read_app_password(Row& row) {
    return {.id = row.text(0),
            .person = row.as<model::PersonId>(1),
            .acts_for = row.as<model::PrincipalId>(2),
            .name = row.text(3),
            .secret = row.digest(4),
            .created = row.instant(5),
            .revoked = row.optional_instant(6)};
}

}  // namespace

const Statement kByLogin{"accounts.by_login", kAccountColumns + "WHERE a.login = ?1"};
Result<std::optional<model::Account>> Accounts::by_login(std::string_view login) {
    return connection_.one(kByLogin, read_account, login);
}

const Statement kOfPerson{"accounts.of_person", kAccountColumns + "WHERE a.person = ?1"};
Result<std::optional<model::Account>> Accounts::of_person(const model::PersonId& person) {
    return connection_.one(kOfPerson, read_account, person);
}

const Statement kAll{"accounts.all", kAccountColumns + "ORDER BY a.login"};
Result<std::vector<model::Account>> Accounts::all() { return connection_.all(kAll, read_account); }

const Statement kAppPassword{"accounts.app_password", kPasswordColumns + "WHERE secret = ?1 AND revoked IS NULL"};
Result<std::optional<model::AppPassword>> Accounts::app_password(const base::Digest& secret) {
    return connection_.one(kAppPassword, read_app_password, secret);
}

const Statement kAppPasswords{"accounts.app_passwords", kPasswordColumns + "WHERE person = ?1 ORDER BY created, id"};
Result<std::vector<model::AppPassword>> Accounts::app_passwords(const model::PersonId& person) {
    return connection_.all(kAppPasswords, read_app_password, person);
}

// Logins of persons and ids of networks share one name space (model.md §2); the unique column sees to other persons.
const Statement kLoginOfNetwork{"accounts.login_of_network", "SELECT 1 FROM networks WHERE id = ?1"};
const Statement kPut{"accounts.put",
                     "INSERT INTO accounts (person, login, password_hash, admin) VALUES (?1, ?2, ?3, ?4)"
                     " ON CONFLICT (person) DO UPDATE SET login = ?2, password_hash = ?3, admin = ?4"};
const Statement kRaiseVersion{"accounts.raise_version",
                              "UPDATE principals SET account_version = account_version + 1 WHERE id = ?1"};
Result<void> Accounts::put(const model::Account& account) {
    touched_.accounts = true;
    TRY_ASSIGN(const auto network, connection_.one(kLoginOfNetwork, [](Row&) { return true; }, account.login));
    if (network) return fail(Fault::exists, "a network has this login");
    TRY(connection_.run(kPut, account.person, account.login, account.password_hash, account.admin));
    return connection_.run(kRaiseVersion, account.person);
}

const Statement kRemove{"accounts.remove", "DELETE FROM accounts WHERE person = ?1"};
Result<void> Accounts::remove(const model::PersonId& person) {
    touched_.accounts = true;
    TRY(connection_.run(kRemove, person));
    if (connection_.changed_rows() == 0) return fail(Fault::not_found, "no such account");
    return {};
}

const Statement kAddPassword{"accounts.add_app_password",
                             "INSERT INTO app_passwords (id, person, acts_for, name, secret, created, revoked)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
Result<void> Accounts::add(const model::AppPassword& p) {
    touched_.accounts = true;
    return connection_.run(kAddPassword, p.id, p.person, p.acts_for, p.name, p.secret, p.created, p.revoked);
}

// One revoked before keeps its first moment.
const Statement kRevoke{"accounts.revoke_app_password",
                        "UPDATE app_passwords SET revoked = coalesce(revoked, ?2) WHERE id = ?1"};
Result<void> Accounts::revoke_app_password(std::string_view id, base::Instant at) {
    touched_.accounts = true;
    TRY(connection_.run(kRevoke, id, at));
    if (connection_.changed_rows() == 0) return fail(Fault::not_found, "no such app password");
    return {};
}

}  // namespace stafett::storage::sqlite
