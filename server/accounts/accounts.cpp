#include "server/accounts/accounts.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/accounts/credentials.h"
#include "storage/base/safe_text.h"

namespace stafett::server::accounts {

using Why = Refusal::Why;

namespace {

std::unexpected<Refusal> refuse(Why why, std::string text) { return std::unexpected(Refusal(why, std::move(text))); }

bool printable(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

Result<void> check_password(std::string_view password) {
    constexpr std::size_t shortest = 8;
    if (password.size() < shortest)
        return refuse(Why::invalid, fmt::format("The password is too short; use at least {} characters.", shortest));
    if (password.size() > kLongestPassword)
        return refuse(Why::invalid, fmt::format("The password is longer than {} octets.", kLongestPassword));
    if (!printable(password)) return refuse(Why::invalid, "The password has control characters in it.");
    return {};
}

Result<model::Account> find_account(storage::Snapshot& snapshot, std::string_view login) {
    TRY_ASSIGN(auto account, snapshot.accounts().by_login(normal_login(login)));
    if (!account)
        return refuse(Why::not_found, fmt::format("There is no account '{}'; 'stafett user list' shows all.", login));
    return *std::move(account);
}

Result<std::string> add_account(storage::Transaction& transaction, const NewAccount& wanted) {
    std::string login = normal_login(wanted.login);
    if (!valid_login(login))
        return refuse(Why::invalid, fmt::format("'{}' cannot be a login: 1 to 128 characters without blanks and : / % "
                                                "? #.",
                                                wanted.login));
    TRY_ASSIGN(const auto person, transaction.association().principal(wanted.person));
    if (!person || person->kind != model::PrincipalKind::person)
        return refuse(Why::not_found, fmt::format("There is no person '{}'.", wanted.person.text()));
    TRY_ASSIGN(const auto has, transaction.accounts().of_person(wanted.person));
    if (has)
        return refuse(Why::exists, fmt::format("'{}' has the account '{}' already.", wanted.person.text(), has->login));
    TRY_ASSIGN(const auto networks, transaction.association().networks());
    if (wanted.admin && !networks.empty())
        return refuse(Why::invalid, "An administrator of everybody's calendars can only be where no networks are.");
    if (auto put = transaction.write_accounts().put(
            {.person = wanted.person, .login = login, .password_hash = wanted.password_hash, .admin = wanted.admin});
        !put) {
        if (put.error().fault == storage::Fault::exists)
            return refuse(Why::exists, fmt::format("The login '{}' is taken by a person or a network.", login));
        return std::unexpected(Refusal(put.error()));
    }
    return login;
}

Result<void> set_password(storage::Transaction& transaction, std::string_view login, std::string password_hash) {
    TRY_ASSIGN(auto account, find_account(transaction, login));
    account.password_hash = std::move(password_hash);
    TRY(transaction.write_accounts().put(account));
    return {};
}

Result<void> remove_account(storage::Transaction& transaction, std::string_view login) {
    TRY_ASSIGN(const auto account, find_account(transaction, login));
    TRY(transaction.write_accounts().remove(account.person));
    return {};
}

namespace {

Result<void> check_leads(storage::Snapshot& snapshot, const model::PersonId& person, const model::PrincipalId& network,
                         base::Date today) {
    TRY_ASSIGN(const auto memberships, snapshot.memberships().of_person(person));
    for (const auto& membership : memberships)
        if (membership.network.text() == network.text() && membership.period.contains(today) &&
            (membership.role == model::Role::chair || membership.role == model::Role::secretary))
            return {};
    return refuse(Why::invalid, fmt::format("'{}' is today neither chair nor secretary of '{}' and cannot act for it.",
                                            person.text(), network.text()));
}

}  // namespace

Result<ShownOnce> add_app_password(storage::Transaction& transaction, const NewAppPassword& wanted,
                                   std::string_view secret, base::Instant now, base::Date today) {
    constexpr std::size_t longest_name = 100;
    if (wanted.name.empty() || wanted.name.size() > longest_name || !base::is_safe_line(wanted.name))
        return refuse(Why::invalid,
                      "The device needs a name of 1 to 100 octets, such as \"Min telefon\", without "
                      "control characters.");
    TRY_ASSIGN(const auto account, find_account(transaction, wanted.login));
    const bool herself = wanted.acts_for.empty() || wanted.acts_for == model::PrincipalId(account.person);
    if (!herself) TRY(check_leads(transaction, account.person, wanted.acts_for, today));
    model::AppPassword row{.id = base::uuid_v4().substr(0, 8),
                           .person = account.person,
                           .acts_for = herself ? model::PrincipalId(account.person) : wanted.acts_for,
                           .name = wanted.name,
                           .secret = base::digest(plain_app_password(secret)),
                           .created = now,
                           .revoked = std::nullopt};
    TRY(transaction.write_accounts().add(row));
    std::string sign_in_as = herself ? account.login : row.acts_for.text();
    return ShownOnce{std::move(row), std::move(sign_in_as)};
}

Result<void> revoke_app_password(storage::Transaction& transaction, std::string_view login, std::string_view id,
                                 base::Instant now) {
    TRY_ASSIGN(const auto account, find_account(transaction, login));
    TRY_ASSIGN(const auto all, transaction.accounts().app_passwords(account.person));
    const bool has = std::ranges::any_of(all, [&](const auto& row) { return row.id == id && !row.revoked; });
    if (!has)
        return refuse(Why::not_found,
                      fmt::format("'{}' has no app password '{}'; 'stafett user list' shows them.", account.login, id));
    TRY(transaction.write_accounts().revoke_app_password(id, now));
    return {};
}

Result<std::vector<Listed>> list_accounts(storage::Snapshot& snapshot) {
    TRY_ASSIGN(auto accounts, snapshot.accounts().all());
    std::vector<Listed> listed;
    for (auto& account : accounts) {
        TRY_ASSIGN(const auto person, snapshot.association().principal(account.person));
        TRY_ASSIGN(auto app_passwords, snapshot.accounts().app_passwords(account.person));
        std::erase_if(app_passwords, [](const auto& row) { return row.revoked.has_value(); });
        listed.push_back({std::move(account), person ? person->name : std::string(), std::move(app_passwords)});
    }
    std::ranges::sort(listed, {}, [](const Listed& row) { return row.account.login; });
    return listed;
}

}  // namespace stafett::server::accounts
