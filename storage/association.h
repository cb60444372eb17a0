// People, municipalities, networks, memberships, the rotation's seats, the office; and the mandates.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/association.h"
#include "storage/model/mandate.h"

namespace stafett::storage {

class AssociationReads {
  public:
    virtual ~AssociationReads() = default;
    // Nothing before the first import; a store without an association has no networks.
    virtual Result<std::optional<model::Association>> association() = 0;
    virtual Result<std::optional<model::Principal>> principal(const model::PrincipalId& id) = 0;
    // All of one kind, by id.
    virtual Result<std::vector<model::Principal>> principals(model::PrincipalKind kind) = 0;
    // Whose mail address this is, compared without regard to case.
    virtual Result<std::optional<model::Principal>> principal_by_address(std::string_view address) = 0;
    virtual Result<std::vector<model::Municipality>> municipalities() = 0;
    virtual Result<std::vector<model::Network>> networks() = 0;
    virtual Result<bool> has_networks() = 0;
    virtual Result<std::optional<model::Network>> network(const model::NetworkId& id) = 0;
    virtual Result<std::optional<model::Office>> office() = 0;
};

// Kept apart from AssociationReads to stay small: who belongs where, past and future periods included.
class MembershipReads {
  public:
    virtual ~MembershipReads() = default;
    virtual Result<std::vector<model::Membership>> of_network(const model::NetworkId& network) = 0;
    virtual Result<std::vector<model::Membership>> of_person(const model::PersonId& person) = 0;
    // In the network's order.
    virtual Result<std::vector<model::HostSeat>> seats(const model::NetworkId& network) = 0;
};

class AssociationWrites {
  public:
    virtual ~AssociationWrites() = default;
    virtual Result<void> set_association(const model::Association& association) = 0;
    // Adds or updates. A new person gets her home with `calendar` and `tasks`, a new network its home with `traffar`
    // and `kallelser`, the office its `alla-natverk`, all made at `now`. An id of another kind is Fault::exists.
    virtual Result<void> put_person(const model::Principal& person, base::Instant now) = 0;
    virtual Result<void> put_municipality(const model::Municipality& municipality) = 0;
    virtual Result<void> put_network(const model::Network& network, base::Instant now) = 0;
    virtual Result<void> put_office(const model::Office& office, base::Instant now) = 0;
    // Replaces all memberships, or seats, of one network.
    virtual Result<void> set_memberships(const model::NetworkId& network,
                                         const std::vector<model::Membership>& memberships) = 0;
    virtual Result<void> set_seats(const model::NetworkId& network, const std::vector<model::HostSeat>& seats) = 0;
};

class MandateReads {
  public:
    virtual ~MandateReads() = default;
    virtual Result<std::optional<model::Mandate>> of_network(const model::NetworkId& network) = 0;
    // The state of the last import, for telling what was changed here since: opaque text, by what it is of
    // ("network:elevhalsan"). Nothing when never imported.
    virtual Result<std::optional<std::string>> imported(std::string_view what) = 0;
};

class MandateWrites {
  public:
    virtual ~MandateWrites() = default;
    virtual Result<void> put(const model::Mandate& mandate) = 0;
    virtual Result<void> set_imported(std::string_view what, std::string_view state) = 0;
};

}  // namespace stafett::storage
