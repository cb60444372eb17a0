#include "caldav/access/gate.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "caldav/access/roles.h"
#include "caldav/http/conditions.h"
#include "caldav/http/href.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

constexpr Kind kEveryone = Kind::root | Kind::principals | Kind::principal_collection | Kind::calendars;
constexpr PrivilegeSet kOwn{Privilege::all};
constexpr PrivilegeSet kRead{Privilege::read};

Kind kind_of(model::CollectionKind kind) {
    switch (kind) {
        case model::CollectionKind::personal:
        case model::CollectionKind::published:
        case model::CollectionKind::all_networks:
            return Kind::calendar;
        case model::CollectionKind::organizer:
            return Kind::organizer_collection;
    }
    return Kind::none;
}

// The resource whose privilege lets a member come or go.
Address parent_of(const Node& node) {
    return node.is(Kind::object | Kind::unmapped_object) ? node.address.collection() : node.address.home();
}

}  // namespace

// What is known of the actor, found out once per snapshot.
struct Gate::Facts : Roles {
    using Roles::Roles;
};

Gate::Gate(const model::Actor& actor, base::Date today, storage::Snapshot& snapshot, GuestIndex* guests)
    : actor_(actor),
      today_(today),
      snapshot_(snapshot),
      facts_(std::make_unique<Facts>(actor, today, snapshot, guests)) {}

Gate::~Gate() = default;

void Gate::check_issuer(const Gate* issuer) const {
    if (issuer != this) throw std::logic_error("a grant of another snapshot was used");
}

Result<Node> Gate::locate(const Address& address) const {
    Node node;
    node.address = address;
    switch (address.shape) {
        case Address::Shape::root:
            node.kind = Kind::root;
            return node;
        case Address::Shape::principals:
            node.kind = Kind::principals;
            return node;
        case Address::Shape::principal_collection:
            node.kind = Kind::principal_collection;
            return node;
        case Address::Shape::calendars:
            node.kind = Kind::calendars;
            return node;
        case Address::Shape::principal:
        case Address::Shape::home:
        case Address::Shape::collection:
        case Address::Shape::object:
            break;
    }
    TRY_ASSIGN(auto principal, snapshot_.association().principal(address.principal));
    if (!principal) return node;
    node.principal = std::make_shared<const model::Principal>(*std::move(principal));
    if (address.shape == Address::Shape::principal) {
        node.kind = node.principal->kind == address.kind ? Kind::principal : Kind::none;
        return node;
    }
    if (node.principal->kind == model::PrincipalKind::municipality) return node;
    if (address.shape == Address::Shape::home) {
        node.kind = Kind::home;
        return node;
    }
    return locate_in_home(std::move(node));
}

Result<Node> Gate::locate_in_home(Node node) const {
    const Address& address = node.address;
    TRY_ASSIGN(auto calendar, snapshot_.calendars().find(address.principal, address.calendar));
    if (!calendar) {
        TRY_ASSIGN(const std::vector<Binding> bound, bindings(address.principal));
        const auto binding = std::ranges::find(bound, address.calendar, &Binding::name);
        if (binding != bound.end()) {
            TRY_ASSIGN(calendar, snapshot_.calendars().find(binding->owner, binding->target));
        }
    }
    const bool wants_object = address.shape == Address::Shape::object;
    if (!calendar) {
        node.kind = wants_object ? Kind::none : Kind::unmapped_collection;
        return node;
    }
    node.calendar = std::make_shared<const model::Calendar>(*std::move(calendar));
    node.kind = kind_of(node.calendar->kind);
    TRY_ASSIGN(node.form, form(*node.calendar));
    if (!wants_object) return node;
    TRY_ASSIGN(node.info, snapshot_.objects().info(node.calendar->id, address.object, node.form));
    node.kind = node.info ? Kind::object : Kind::unmapped_object;
    return node;
}

Result<model::Form> Gate::form(const model::Calendar& calendar) const {
    if (calendar.kind != model::CollectionKind::published) return model::Form::writers;
    TRY_ASSIGN(const bool writes, facts_->writes(calendar.owner));
    return writes ? model::Form::writers : model::Form::readers;
}

// Only in the actor's own home: what is bound in another's home leads nowhere, even for who may read the network.
Result<std::vector<Gate::Binding>> Gate::bindings(const model::PrincipalId& home) const {
    std::vector<Binding> bound;
    if (home != actor_.acts_for() || !actor_.acts_for_herself()) return bound;
    TRY_ASSIGN(const std::vector<model::NetworkId> networks, facts_->networks());
    for (const model::NetworkId& network : networks)
        bound.push_back({model::CalendarName("natverk-" + network.text()), network, model::CalendarName("traffar")});
    TRY_ASSIGN(const auto office, facts_->office());
    if (office) bound.push_back({model::CalendarName("alla-natverk"), *office, model::CalendarName("alla-natverk")});
    return bound;
}

Result<PrivilegeSet> Gate::privileges(const Node& node) const {
    if (node.kind == Kind::none) return PrivilegeSet{};
    TRY_ASSIGN(const bool admin, facts_->admin());
    if (admin) return kOwn;
    if (node.is(kEveryone)) return kRead;
    if (node.is(Kind::principal)) {
        TRY_ASSIGN(const bool sees, facts_->sees(*node.principal));
        return sees ? kRead : PrivilegeSet{};
    }
    if (node.is(Kind::home | Kind::unmapped_collection)) return of_home(*node.principal);
    return of_calendar(node);
}

Result<PrivilegeSet> Gate::of_home(const model::Principal& owner) const {
    switch (owner.kind) {
        case model::PrincipalKind::person:
            return owner.id == actor_.acts_for() ? kOwn : PrivilegeSet{};
        case model::PrincipalKind::network: {
            TRY_ASSIGN(const bool belongs, facts_->belongs_to(owner.id));
            TRY_ASSIGN(const auto office, facts_->office());
            return belongs || office ? kRead : PrivilegeSet{};
        }
        case model::PrincipalKind::role: {
            TRY_ASSIGN(const auto office, facts_->office());
            return office && *office == owner.id ? kRead : PrivilegeSet{};
        }
        case model::PrincipalKind::municipality:
            return PrivilegeSet{};
    }
    return PrivilegeSet{};
}

// model.md §1, §3, §7, §8.
Result<PrivilegeSet> Gate::of_calendar(const Node& node) const {
    const model::Calendar& calendar = *node.calendar;
    // A reader names and colours a calendar of the network's for herself (per-reader properties).
    const PrivilegeSet reader =
        node.is(Kind::calendar) ? PrivilegeSet{Privilege::read, Privilege::write_properties} : kRead;
    switch (calendar.kind) {
        case model::CollectionKind::personal:
            return calendar.owner == actor_.acts_for() ? kOwn : PrivilegeSet{};
        case model::CollectionKind::published: {
            TRY_ASSIGN(const bool writes, facts_->writes(calendar.owner));
            if (writes) return PrivilegeSet{Privilege::read, Privilege::write};
            TRY_ASSIGN(const bool belongs, facts_->belongs_to(calendar.owner));
            if (belongs) return reader;
            TRY_ASSIGN(const auto office, facts_->office());
            if (office) return kRead;
            break;
        }
        case model::CollectionKind::organizer: {
            TRY_ASSIGN(const bool writes, facts_->writes(calendar.owner));
            if (writes) return kRead;
            break;
        }
        case model::CollectionKind::all_networks: {
            TRY_ASSIGN(const auto office, facts_->office());
            if (!office || *office != calendar.owner) return PrivilegeSet{};
            // Copies come by delivery alone; she answers and hides them. Programs look at the collection to learn
            // whether what is in it can be changed.
            PrivilegeSet copies = reader;
            if (!node.is(Kind::unmapped_object)) copies.add(Privilege::write_content);
            if (node.is(Kind::calendar)) copies.add(Privilege::unbind);
            return copies;
        }
    }
    return of_part(node);
}

// In a network's calendar, of an actor without a role there: an object of others looks like one that does not exist.
Result<PrivilegeSet> Gate::of_part(const Node& node) const {
    if (node.bound()) return PrivilegeSet{};
    if (node.is(Kind::object)) {
        TRY_ASSIGN(const bool invited, facts_->takes_part(*node.calendar, *node.info));
        return invited ? kRead : PrivilegeSet{};
    }
    if (!node.is(Kind::calendar)) return PrivilegeSet{};
    TRY_ASSIGN(const Roles::Part* part, facts_->part(*node.calendar));
    return part->bears_turns || !part->names.empty() ? kRead : PrivilegeSet{};
}

Result<bool> Gate::sees_all_of(const model::Calendar& calendar) const {
    if (calendar.kind != model::CollectionKind::published) return true;
    TRY_ASSIGN(const bool belongs, facts_->belongs_to(calendar.owner));
    if (belongs) return true;
    TRY_ASSIGN(const auto office, facts_->office());
    if (office) return true;
    return facts_->admin();
}

Result<const std::vector<model::ObjectName>*> Gate::part_of(const Node& calendar) const {
    TRY_ASSIGN(const bool all, calendar.calendar ? sees_all_of(*calendar.calendar) : Result<bool>(true));
    if (all) return nullptr;
    TRY_ASSIGN(const Roles::Part* part, facts_->part(*calendar.calendar));
    return &part->names;
}

// What counts for bind and unbind: the parent's privileges, and that the member is one that people make and remove.
Result<PrivilegeSet> Gate::of_parent(const Node& node) const {
    if (node.is(Kind::object | Kind::unmapped_object)) {
        Node parent = node;
        parent.kind = kind_of(node.calendar->kind);
        parent.address = node.address.collection();
        parent.info.reset();
        return privileges(parent);
    }
    if (!node.is(Kind::calendar | Kind::organizer_collection | Kind::unmapped_collection)) return PrivilegeSet{};
    if (node.calendar && (node.bound() || node.calendar->kind != model::CollectionKind::personal))
        return PrivilegeSet{};
    TRY_ASSIGN(const bool admin, facts_->admin());
    if (admin) return kOwn;
    return of_home(*node.principal);
}

Result<void> Gate::check(const Node& node, Privilege privilege) const {
    const bool of_member = privilege == Privilege::bind || privilege == Privilege::unbind;
    const bool unmapped = node.is(Kind::unmapped_object | Kind::unmapped_collection);
    TRY_ASSIGN(const PrivilegeSet own, privileges(node));
    TRY_ASSIGN(const PrivilegeSet held, of_member ? of_parent(node) : Result<PrivilegeSet>(own));
    if (held.contains(privilege) && (of_member || !unmapped)) return {};
    if (!own.contains(Privilege::read)) return fail(404, "hidden");
    if (unmapped && !of_member) return fail(404);
    Failure failure(conditions::need_privileges);
    failure.needed.push_back(
        {of_member ? parent_of(node).href : node.href(), privilege_namespace(privilege), privilege_name(privilege)});
    return std::unexpected(std::move(failure));
}

Result<std::vector<ReadGrant>> Gate::visible(std::vector<Node> nodes) const {
    std::vector<ReadGrant> grants;
    for (Node& node : nodes) {
        TRY_ASSIGN(const PrivilegeSet held, privileges(node));
        if (held.contains(Privilege::read) && !node.is(Kind::unmapped_object | Kind::unmapped_collection))
            grants.push_back(ReadGrant(this, std::make_shared<const Node>(std::move(node))));
    }
    return grants;
}

ReadGrant Gate::member(const ReadGrant& calendar, const model::ObjectInfo& info) const {
    return MemberGrants(*this, calendar).of(info);
}

MemberGrants::MemberGrants(const Gate& gate, const ReadGrant& calendar)
    : node_(std::make_shared<Node>(gate.admit(calendar))),
      grant_(&gate, node_),
      collection_(node_->address.collection().href.text()) {
    node_->kind = Kind::object;
    node_->address.shape = Address::Shape::object;
}

const ReadGrant& MemberGrants::of(const model::ObjectInfo& info) {
    // Somebody has kept the last one: it stays what it was.
    if (node_.use_count() > 2) {
        node_ = std::make_shared<Node>(*node_);
        grant_ = ReadGrant(grant_.issuer_, node_);
    }
    std::string href = std::exchange(node_->address.href, Href()).text();
    href = collection_;
    http::append_encoded_segment(href, info.name.text());
    node_->address.href = Href(std::move(href));
    node_->address.object = info.name;
    node_->info = info;
    return grant_;
}

Result<bool> Gate::sees_all_homes() const { return facts_->admin(); }
Result<std::vector<model::NetworkId>> Gate::written_networks() const { return facts_->written_networks(); }

}  // namespace stafett::caldav::access
