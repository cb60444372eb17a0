// Stored properties: whose they are and who may set them (model.md §1, "per-reader state").
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "caldav/access/guarded.h"
#include "caldav/http/conditions.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

std::optional<model::ResourceKey> key_of(const Node& node) {
    if (node.is(Kind::calendar | Kind::organizer_collection)) return model::resource_of(node.calendar->id);
    if (node.is(Kind::home)) return model::resource_of_home(node.principal->id);
    if (node.is(Kind::principal)) return model::resource_of_principal(node.principal->id);
    return std::nullopt;
}

// What a network has set on its calendar is for those who see all of it.
Result<bool> hides_networks_own(const Gate& gate, const Node& node) {
    TRY_ASSIGN(const auto* part, gate.part_of(node));
    return part != nullptr;
}

bool shared(const Node& node) { return node.calendar && node.calendar->kind != model::CollectionKind::personal; }

}  // namespace

// The person of the pair, whoever she acts for: her name and colour follow her through every binding.
model::PersonId GuardedSnapshot::reader(const Node& node, Scope scope) const {
    return scope == Scope::reader && shared(node) ? actor().person() : model::PersonId();
}

Result<std::optional<model::Property>> GuardedSnapshot::property(const ReadGrant& grant, xml::QName name, Scope scope) {
    const Node& node = gate_.admit(grant);
    const auto key = key_of(node);
    if (!key) return std::optional<model::Property>{};
    TRY_ASSIGN(const bool hidden, scope == Scope::resource ? hides_networks_own(gate_, node) : Result<bool>(false));
    if (hidden) return std::optional<model::Property>{};
    TRY_ASSIGN(auto found, snapshot_.properties().find(*key, reader(node, scope), name.ns, name.local));
    return found;
}

Result<std::vector<model::Property>> GuardedSnapshot::properties(const ReadGrant& grant) {
    const Node& node = gate_.admit(grant);
    std::vector<model::Property> all;
    const auto key = key_of(node);
    if (!key) return all;
    TRY_ASSIGN(const bool hidden, hides_networks_own(gate_, node));
    if (!hidden) {
        TRY_ASSIGN(all, snapshot_.properties().of(*key, model::PersonId()));
    }
    if (!shared(node)) return all;
    TRY_ASSIGN(auto own, snapshot_.properties().of(*key, actor().person()));
    all.insert(all.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    return all;
}

// In a network's calendar `resource` is for those who write it; nobody sets the office's own.
Result<void> GuardedTransaction::may_set(const Node& node, Scope scope) const {
    if (!key_of(node)) return fail(403, "keeps no properties");
    if (scope == Scope::reader || !shared(node)) return {};
    TRY_ASSIGN(const PrivilegeSet held, gate().privileges(node));
    if (held.contains(Privilege::write_content)) return {};
    Failure failure(conditions::need_privileges, "the network's own property");
    failure.needed.push_back(
        {node.href(), privilege_namespace(Privilege::write_content), privilege_name(Privilege::write_content)});
    return std::unexpected(std::move(failure));
}

Result<void> GuardedTransaction::can_set(const Granted<Privilege::write_properties>& grant, Scope scope) const {
    return may_set(gate().admit(grant), scope);
}

namespace {

using PropertySizes = std::map<std::pair<std::string_view, std::string_view>, std::size_t>;  // in octets, by name

void enter(PropertySizes& sizes, const model::Property& property) {
    sizes[{property.name_space, property.name}] =
        property.name_space.size() + property.name.size() + property.value.size();
}

std::size_t octets_of(const PropertySizes& sizes) {
    std::size_t octets = 0;
    for (const auto& [name, size] : sizes) octets += size;
    return octets;
}

// What leaves no more there than there was is never refused.
Result<void> check_room(const HomeLimits& limits, const PropertySizes& before, const PropertySizes& after) {
    const std::size_t octets = octets_of(after);
    if (after.size() <= std::max(limits.properties, before.size()) &&
        octets <= std::max(limits.property_octets, octets_of(before)))
        return {};
    return std::unexpected(
        Failure(conditions::quota_not_exceeded, fmt::format("{} properties of {} octets", after.size(), octets))
            .with_message(fmt::format("Högst {} egenskaper om tillsammans {} kan sparas här. (Quota exceeded: too many "
                                      "properties.)",
                                      limits.properties, shown_size(limits.property_octets))));
}

}  // namespace

Result<void> GuardedTransaction::room_for_properties(const Granted<Privilege::write_properties>& grant,
                                                     std::span<const PropertyChange> changes) {
    const Node& node = gate().admit(grant);
    const auto key = key_of(node);
    if (!key) return fail(403, "keeps no properties");
    // Of each reader there may be: in a person's own calendar all are one.
    std::map<model::PersonId, std::vector<const PropertyChange*>> by_reader;
    for (const PropertyChange& one : changes) by_reader[reader(node, one.scope)].push_back(&one);
    for (const auto& [whose, theirs] : by_reader) {
        TRY_ASSIGN(const auto kept, snapshot_.properties().of(*key, whose));
        PropertySizes before;
        for (const model::Property& one : kept) enter(before, one);
        PropertySizes after = before;
        for (const PropertyChange* one : theirs) {
            if (one->remove)
                after.erase({one->property.name_space, one->property.name});
            else
                enter(after, one->property);
        }
        TRY(check_room(settings_.home, before, after));
    }
    return {};
}

Result<void> GuardedTransaction::set_property(const Granted<Privilege::write_properties>& grant,
                                              const model::Property& property, Scope scope) {
    const Node& node = gate().admit(grant);
    TRY(may_set(node, scope));
    TRY(transaction_.write_properties().put(*key_of(node), reader(node, scope), property));
    return {};
}

Result<void> GuardedTransaction::remove_property(const Granted<Privilege::write_properties>& grant, xml::QName name,
                                                 Scope scope) {
    const Node& node = gate().admit(grant);
    TRY(may_set(node, scope));
    TRY(transaction_.write_properties().remove(*key_of(node), reader(node, scope), name.ns, name.local));
    return {};
}

}  // namespace stafett::caldav::access
