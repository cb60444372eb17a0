#include "caldav/webdav/property_update.h"

#include <algorithm>

#include "caldav/webdav/method.h"

namespace stafett::caldav::webdav {
namespace {

constexpr std::size_t kMostEdits = 200;

Scope scope_of(const Tables& tables, const PropertyEdit& edit, Kind on) {
    const LiveProperty* row = tables.property(edit.name, on);
    return row != nullptr ? row->scope : Scope::reader;  // what nobody knows is the reader's own (model.md §1)
}

Result<void> check(const GuardedTransaction& transaction, const Tables& tables,
                   const Granted<Privilege::write_properties>& node, const PropertyEdit& edit) {
    const Kind on = node.node().kind;
    if (tables.property(edit.name) != nullptr) {
        const LiveProperty* row = tables.property(edit.name, on);
        if (row == nullptr || row->write == nullptr) return fail(conditions::cannot_modify_protected_property);
        if (edit.value) TRY(row->write(*edit.value));
    }
    TRY(transaction.can_set(node, scope_of(tables, edit, on)));
    return {};
}

std::vector<access::PropertyChange> changes_of(const Tables& tables, const std::vector<PropertyEdit>& edits, Kind on) {
    std::vector<access::PropertyChange> changes;
    for (const PropertyEdit& edit : edits)
        changes.push_back({.property = {edit.name.ns, edit.name.local, edit.value ? edit.value->to_xml() : ""},
                           .scope = scope_of(tables, edit, on),
                           .remove = !edit.value});
    return changes;
}

// Where there is no room, what is to be set fails, each property with 507 (RFC 4918 §9.2).
Result<void> check_room(GuardedTransaction& transaction, const Granted<Privilege::write_properties>& node,
                        std::span<const access::PropertyChange> changes, std::vector<EditOutcome>& outcomes) {
    const Result<void> room = transaction.room_for_properties(node, changes);
    if (room) return {};
    if (room.error().condition != &conditions::quota_not_exceeded) return room;
    for (std::size_t i = 0; i < changes.size(); ++i)
        if (!changes[i].remove) outcomes[i].failure = room.error();
    return {};
}

Result<void> carry_out(GuardedTransaction& transaction, const Granted<Privilege::write_properties>& node,
                       const access::PropertyChange& one) {
    const model::Property& property = one.property;
    if (one.remove) return transaction.remove_property(node, {property.name_space, property.name}, one.scope);
    return transaction.set_property(node, property, one.scope);
}

// In a failed set nothing is applied (RFC 4918 §9.2).
bool mark_failed_set(std::vector<EditOutcome>& outcomes) {
    if (all_well(outcomes)) return false;
    for (EditOutcome& outcome : outcomes)
        if (!outcome.failure) outcome.failure.emplace(424U);
    return true;
}

}  // namespace

Result<std::vector<PropertyEdit>> read_edits(const xml::Element& holder) {
    std::vector<PropertyEdit> edits;
    for (const xml::Element& group : holder.children()) {
        const bool set = group.is({ns::dav, "set"});
        if (!set && !group.is({ns::dav, "remove"})) continue;
        const xml::Element* prop = group.child({ns::dav, "prop"});
        if (prop == nullptr) return fail(400, "set or remove without prop");
        for (const xml::Element& property : prop->children())
            edits.push_back({property.name(), set ? std::optional(property) : std::nullopt});
    }
    if (edits.size() > kMostEdits) return fail(400, "too many properties");
    return edits;
}

Result<std::vector<EditOutcome>> apply(GuardedTransaction& transaction, const Tables& tables,
                                       const Granted<Privilege::write_properties>& node,
                                       const std::vector<PropertyEdit>& edits) {
    std::vector<EditOutcome> outcomes;
    for (const PropertyEdit& edit : edits) {
        auto checked = check(transaction, tables, node, edit);
        outcomes.push_back({edit.name, checked ? std::nullopt : std::optional(std::move(checked).error())});
    }
    if (mark_failed_set(outcomes)) return outcomes;
    const auto changes = changes_of(tables, edits, node.node().kind);
    TRY(check_room(transaction, node, changes, outcomes));
    if (mark_failed_set(outcomes)) return outcomes;
    for (const access::PropertyChange& one : changes) TRY(carry_out(transaction, node, one));
    return outcomes;
}

bool all_well(const std::vector<EditOutcome>& outcomes) {
    return std::ranges::none_of(outcomes, [](const EditOutcome& outcome) { return outcome.failure.has_value(); });
}

std::vector<Propstat> propstats(const std::vector<EditOutcome>& outcomes) {
    std::vector<Propstat> groups;
    for (const EditOutcome& outcome : outcomes) {
        const unsigned status = outcome.failure ? outcome.failure->status : 200;
        const http::ConditionSpec* condition = outcome.failure ? outcome.failure->condition : nullptr;
        auto group = std::ranges::find_if(
            groups, [&](const Propstat& known) { return known.status == status && known.condition == condition; });
        if (group == groups.end()) group = groups.insert(groups.end(), Propstat{status, {}, condition});
        xml::Writer(group->properties, xml::Writer::Where::inside).leaf(outcome.name);
    }
    return groups;
}

Result<void> any_value(const xml::Element&) { return {}; }

}  // namespace stafett::caldav::webdav
