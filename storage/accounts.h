// Accounts and app passwords.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/account.h"

namespace stafett::storage {

class AccountReads {
  public:
    virtual ~AccountReads() = default;
    virtual Result<std::optional<model::Account>> by_login(std::string_view login) = 0;
    virtual Result<std::optional<model::Account>> of_person(const model::PersonId& person) = 0;
    virtual Result<std::vector<model::Account>> all() = 0;
    // Not revoked, whose digest this is.
    virtual Result<std::optional<model::AppPassword>> app_password(const base::Digest& secret) = 0;
    // Revoked ones included.
    virtual Result<std::vector<model::AppPassword>> app_passwords(const model::PersonId& person) = 0;
};

class AccountWrites {
  public:
    virtual ~AccountWrites() = default;
    // Adds or replaces, and raises `version`. A login that another person or a network has is Fault::exists.
    virtual Result<void> put(const model::Account& account) = 0;
    // Takes away the account and its app passwords; the person stays.
    virtual Result<void> remove(const model::PersonId& person) = 0;
    virtual Result<void> add(const model::AppPassword& app_password) = 0;
    virtual Result<void> revoke_app_password(std::string_view id, base::Instant at) = 0;
};

}  // namespace stafett::storage
