// Who may do what. A Gate belongs to one actor, one day and one snapshot; it alone makes grants, and every function of
// the guarded view takes the grant that it needs: code that forgot to ask does not compile (tests/must_not_compile).
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "caldav/access/node.h"
#include "caldav/access/privilege.h"
#include "caldav/http/condition.h"
#include "storage/base/clock.h"
#include "storage/model/actor.h"

namespace stafett::storage {
class Snapshot;
}

namespace stafett::caldav::access {

class Gate;
class GuestIndex;

// Proof that the actor holds P on a node of one snapshot or transaction; worthless in any other, where using it throws.
// bind and unbind are granted for the member that comes or goes (its parent's privilege is what is looked at).
template <Privilege P>
class Granted {
  public:
    const Node& node() const { return *node_; }
    const Href& href() const { return node_->href(); }

    // A grant gives what it implies: Granted<read> is a Granted<read_free_busy>.
    template <Privilege Q>
        requires(implies(P, Q) && P != Q)
    operator Granted<Q>() const {
        return Granted<Q>(issuer_, node_);
    }  // NOLINT: wanted implicit

  private:
    friend class Gate;
    friend class MemberGrants;
    template <Privilege>
    friend class Granted;
    Granted(const Gate* issuer, std::shared_ptr<const Node> node) : issuer_(issuer), node_(std::move(node)) {}

    const Gate* issuer_;
    std::shared_ptr<const Node> node_;
};

using ReadGrant = Granted<Privilege::read>;

class Gate {
  public:
    // `snapshot` outlives the gate, and `guests`, which is null in a transaction; `today` is in the association's zone.
    Gate(const model::Actor& actor, base::Date today, storage::Snapshot& snapshot, GuestIndex* guests);
    ~Gate();
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    const model::Actor& actor() const { return actor_; }
    base::Date today() const { return today_; }

    // What a URL leads to. Kind::none only for what cannot exist; whether the actor may know is not decided here.
    Result<Node> locate(const Address& address) const;

    // All that the actor holds on a node: DAV:current-user-privilege-set.
    Result<PrivilegeSet> privileges(const Node& node) const;

    // The grant, or the refusal as the outside sees it: 404 where she may not even read, else 403 need-privileges.
    template <Privilege P>
    Result<Granted<P>> require(const Node& node) const {
        if (auto held = check(node, P); !held) return std::unexpected(std::move(held).error());
        return Granted<P>(this, std::make_shared<const Node>(node));
    }
    template <Privilege P>
    Result<Granted<P>> require(const Address& address) const {
        auto node = locate(address);
        if (!node) return std::unexpected(std::move(node).error());
        return require<P>(*node);
    }

    // Those of `nodes` that the actor may read, as grants: what a listing may show.
    Result<std::vector<ReadGrant>> visible(std::vector<Node> nodes) const;

    // The objects of a calendar that the actor may read, by name; null: all there are. Hosts without a role in the
    // network and guests see their meetings in its calendar and nothing else (model.md §1). Good as long as the gate.
    Result<const std::vector<model::ObjectName>*> part_of(const Node& calendar) const;

    // Who may read a calendar may read what its listing gives.
    ReadGrant member(const ReadGrant& calendar, const model::ObjectInfo& info) const;

    // Names of the calendars of a home that come from a role there today: natverk-ID and alla-natverk.
    struct Binding {
        model::CalendarName name;
        model::PrincipalId owner;
        model::CalendarName target;
    };
    Result<std::vector<Binding>> bindings(const model::PrincipalId& home) const;

    // Whether the actor writes this calendar's objects, and so sees the writers' form of them.
    Result<model::Form> form(const model::Calendar& calendar) const;

    // Networks the actor may act for today.
    Result<std::vector<model::NetworkId>> written_networks() const;
    // An admin, where no networks are.
    Result<bool> sees_all_homes() const;

    // Throws std::logic_error for a grant of another gate: a bug, never an answer.
    template <Privilege P>
    const Node& admit(const Granted<P>& grant) const {
        check_issuer(grant.issuer_);
        return *grant.node_;
    }

    // The same for who made a grant of another kind.
    void check_issuer(const Gate* issuer) const;

  private:
    struct Facts;
    Result<void> check(const Node& node, Privilege privilege) const;
    Result<Node> locate_in_home(Node node) const;
    Result<PrivilegeSet> of_home(const model::Principal& owner) const;
    Result<PrivilegeSet> of_calendar(const Node& node) const;
    Result<PrivilegeSet> of_part(const Node& node) const;
    Result<bool> sees_all_of(const model::Calendar& calendar) const;
    Result<PrivilegeSet> of_parent(const Node& node) const;

    const model::Actor& actor_;
    base::Date today_;
    storage::Snapshot& snapshot_;
    std::unique_ptr<Facts> facts_;  // what is known of the actor's roles, loaded when first needed
};

// The same for one object after another of a calendar: a listing makes one node and not one for each of its members.
class MemberGrants {
  public:
    // `gate` outlives it.
    MemberGrants(const Gate& gate, const ReadGrant& calendar);
    MemberGrants(const MemberGrants&) = delete;
    MemberGrants& operator=(const MemberGrants&) = delete;

    // Good until the next call; a copy of it is good for as long as any grant.
    const ReadGrant& of(const model::ObjectInfo& info);

  private:
    std::shared_ptr<Node> node_;
    ReadGrant grant_;
    std::string collection_;  // its href
};

}  // namespace stafett::caldav::access
