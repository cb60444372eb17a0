// Accounts and app passwords.
#pragma once

#include "storage/accounts.h"
#include "storage/sqlite/connection.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

class Accounts final : public AccountReads, public AccountWrites {
  public:
    Accounts(Connection& connection, CommitNotice& touched) : connection_(connection), touched_(touched) {}

    Result<std::optional<model::Account>> by_login(std::string_view login) override;
    Result<std::optional<model::Account>> of_person(const model::PersonId& person) override;
    Result<std::vector<model::Account>> all() override;
    Result<std::optional<model::AppPassword>> app_password(const base::Digest& secret) override;
    Result<std::vector<model::AppPassword>> app_passwords(const model::PersonId& person) override;

    Result<void> put(const model::Account& account) override;
    Result<void> remove(const model::PersonId& person) override;
    Result<void> add(const model::AppPassword& app_password) override;
    Result<void> revoke_app_password(std::string_view id, base::Instant at) override;

  private:
    Connection& connection_;
    CommitNotice& touched_;
};

}  // namespace stafett::storage::sqlite
