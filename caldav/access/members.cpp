// What lies one level below a resource, as one actor may see it.
#include <array>

#include "caldav/access/guarded.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

using Addresses = std::vector<Address>;

Result<Addresses> principals_of(storage::Snapshot& snapshot, model::PrincipalKind kind) {
    Addresses found;
    TRY_ASSIGN(const auto principals, snapshot.association().principals(kind));
    for (const model::Principal& principal : principals) found.push_back(principal_address(kind, principal.id));
    return found;
}

Result<Addresses> homes_of(storage::Snapshot& snapshot, const Gate& gate) {
    Addresses found;
    TRY_ASSIGN(const bool all, gate.sees_all_homes());
    if (!all) return Addresses{home_address(gate.actor().acts_for())};
    TRY_ASSIGN(const auto people, snapshot.association().principals(model::PrincipalKind::person));
    for (const model::Principal& person : people) found.push_back(home_address(person.id));
    return found;
}

Result<Addresses> calendars_of(storage::Snapshot& snapshot, const Gate& gate, const Address& home) {
    Addresses found;
    TRY_ASSIGN(const auto own, snapshot.calendars().owned_by(home.principal));
    for (const model::Calendar& calendar : own) found.push_back(home.member(calendar.name));
    TRY_ASSIGN(const auto bound, gate.bindings(home.principal));
    for (const Gate::Binding& binding : bound) found.push_back(home.member(binding.name));
    return found;
}

Result<Addresses> below(storage::Snapshot& snapshot, const Gate& gate, const Node& parent) {
    switch (parent.kind) {
        case Kind::root:
            return Addresses{principals_address(), calendars_address()};
        case Kind::principals:
            return Addresses{principal_collection_address(model::PrincipalKind::person),
                             principal_collection_address(model::PrincipalKind::network),
                             principal_collection_address(model::PrincipalKind::municipality),
                             principal_collection_address(model::PrincipalKind::role)};
        case Kind::principal_collection:
            return principals_of(snapshot, parent.address.kind);
        case Kind::calendars:
            return homes_of(snapshot, gate);
        case Kind::home:
            return calendars_of(snapshot, gate, parent.address);
        case Kind::none:
        case Kind::principal:
        case Kind::calendar:
        case Kind::organizer_collection:
        case Kind::object:
        case Kind::unmapped_object:
        case Kind::unmapped_collection:
            break;
    }
    return Addresses{};
}

}  // namespace

Result<std::vector<ReadGrant>> GuardedSnapshot::members(const ReadGrant& parent) {
    TRY_ASSIGN(const Addresses addresses, below(snapshot_, gate_, gate_.admit(parent)));
    std::vector<Node> nodes;
    for (const Address& address : addresses) {
        TRY_ASSIGN(Node node, gate_.locate(address));
        nodes.push_back(std::move(node));
    }
    return gate_.visible(std::move(nodes));
}

}  // namespace stafett::caldav::access
