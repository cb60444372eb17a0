// Making and changing accounts: what `stafett user …`, the import and later the web pages do. Everything here runs in a
// write body or reads a snapshot; passwords are hashed before, for that is slow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/accounts/password.h"
#include "server/accounts/refusal.h"
#include "storage/base/clock.h"
#include "storage/model/account.h"
#include "storage/store.h"

namespace stafett::server::accounts {

struct NewAccount {
    model::PersonId person;     // exists, and has no account
    std::string login;          // any case; kept in its normal form
    std::string password_hash;  // of hash_password(); empty: only app passwords sign in
    bool admin = false;         // refused where networks exist
};

// Answers with the login in its normal form.
Result<std::string> add_account(storage::Transaction& transaction, const NewAccount& account);

Result<void> set_password(storage::Transaction& transaction, std::string_view login, std::string password_hash);

// The account goes, with its app passwords; the person and her calendars stay.
Result<void> remove_account(storage::Transaction& transaction, std::string_view login);

struct NewAppPassword {
    std::string login;            // whose it is
    model::PrincipalId acts_for;  // empty: herself; else a network she is chair or secretary of today
    std::string name;             // of the device, 1 to 100 octets
};

struct ShownOnce {
    model::AppPassword row;
    std::string sign_in_as;  // the login to type beside it
};

// `secret` is what new_app_password() made; it is kept as a digest. `today` is in the association's zone.
Result<ShownOnce> add_app_password(storage::Transaction& transaction, const NewAppPassword& wanted,
                                   std::string_view secret, base::Instant now, base::Date today);

// By its public id; one that was revoked before is not found.
Result<void> revoke_app_password(storage::Transaction& transaction, std::string_view login, std::string_view id,
                                 base::Instant now);

struct Listed {
    model::Account account;
    std::string name;                               // of the person
    std::vector<model::AppPassword> app_passwords;  // not revoked
};

// All accounts, by login.
Result<std::vector<Listed>> list_accounts(storage::Snapshot& snapshot);

// The account with this login, in any case.
Result<model::Account> find_account(storage::Snapshot& snapshot, std::string_view login);

// Whether a password may be set: 8 to 1024 octets without control characters.
Result<void> check_password(std::string_view password);

}  // namespace stafett::server::accounts
