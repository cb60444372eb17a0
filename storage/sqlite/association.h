// People, municipalities, networks, the office, who belongs where, and the mandates.
#pragma once

#include "storage/association.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/connection.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

class Association final : public AssociationReads, public AssociationWrites {
  public:
    Association(Connection& connection, CommitNotice& touched, Calendars& calendars)
        : connection_(connection), touched_(touched), calendars_(calendars) {}

    Result<std::optional<model::Association>> association() override;
    Result<std::optional<model::Principal>> principal(const model::PrincipalId& id) override;
    Result<std::vector<model::Principal>> principals(model::PrincipalKind kind) override;
    Result<std::optional<model::Principal>> principal_by_address(std::string_view address) override;
    Result<std::vector<model::Municipality>> municipalities() override;
    Result<std::vector<model::Network>> networks() override;
    Result<bool> has_networks() override;
    Result<std::optional<model::Network>> network(const model::NetworkId& id) override;
    Result<std::optional<model::Office>> office() override;

    Result<void> set_association(const model::Association& association) override;
    Result<void> put_person(const model::Principal& person, base::Instant now) override;
    Result<void> put_municipality(const model::Municipality& municipality) override;
    Result<void> put_network(const model::Network& network, base::Instant now) override;
    Result<void> put_office(const model::Office& office, base::Instant now) override;
    Result<void> set_memberships(const model::NetworkId& network,
                                 const std::vector<model::Membership>& memberships) override;
    Result<void> set_seats(const model::NetworkId& network, const std::vector<model::HostSeat>& seats) override;

  private:
    // Answers whether the principal is new.
    Result<bool> put_principal(const model::Principal& principal);
    Result<void> put_past_names(const model::PrincipalId& principal, const std::vector<std::string>& names);
    Result<void> put_rules(const model::Network& network);
    Result<std::vector<std::string>> addresses(const model::PrincipalId& principal);
    Result<std::vector<std::string>> past_names(const model::PrincipalId& principal);
    Result<void> read_rules(model::Network& network);
    // A collection of a new principal's home.
    Result<void> furnish(const model::PrincipalId& owner, const char* name, model::CollectionKind kind,
                         model::ComponentKind component, base::Instant now);

    Connection& connection_;
    CommitNotice& touched_;
    Calendars& calendars_;
};

class Memberships final : public MembershipReads {
  public:
    explicit Memberships(Connection& connection) : connection_(connection) {}

    Result<std::vector<model::Membership>> of_network(const model::NetworkId& network) override;
    Result<std::vector<model::Membership>> of_person(const model::PersonId& person) override;
    Result<std::vector<model::HostSeat>> seats(const model::NetworkId& network) override;

  private:
    Connection& connection_;
};

class Mandates final : public MandateReads, public MandateWrites {
  public:
    Mandates(Connection& connection, CommitNotice& touched) : connection_(connection), touched_(touched) {}

    Result<std::optional<model::Mandate>> of_network(const model::NetworkId& network) override;
    Result<std::optional<std::string>> imported(std::string_view what) override;
    Result<void> put(const model::Mandate& mandate) override;
    Result<void> set_imported(std::string_view what, std::string_view state) override;

  private:
    Connection& connection_;
    CommitNotice& touched_;
};

}  // namespace stafett::storage::sqlite
