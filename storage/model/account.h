// Accounts: who may sign in, and as whom (model.md §2). Secrets are only ever kept hashed.
#pragma once

#include <optional>
#include <string>

#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/model/ids.h"

namespace stafett::model {

// Logins of persons and ids of networks share one name space.
struct Account {
    PersonId person;
    std::string login;
    std::string password_hash;  // argon2id in its encoded form; empty: only app passwords sign in
    bool admin = false;         // everything in everybody's home; only where no networks are
    std::int64_t version = 0;   // raised by every change of password, login or flag
};

// A random secret for one device, shown once. Signing in with it acts for `acts_for`.
struct AppPassword {
    std::string id;  // public, short; names it in lists and when it is revoked
    PersonId person;
    PrincipalId acts_for;  // the person herself, or a network she is chair or secretary of
    std::string name;      // "Min telefon"
    base::Digest secret;   // of the secret, which is random enough for a plain digest
    base::Instant created;
    std::optional<base::Instant> revoked;
};

}  // namespace stafett::model
