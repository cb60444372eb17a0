#include "caldav/webdav/property_update.h"

#include <algorithm>

#include "caldav/webdav/method.h"

namespace stafett::caldav::webdav {
namespace {

constexpr std::size_t kMostEdits = 200;
constexpr std::size_t kLongestProperty = std::size_t{256} * 1024;

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

Result<void> carry_out(GuardedTransaction& transaction, const Granted<Privilege::write_properties>& node,
                       const PropertyEdit& edit, Scope scope) {
    if (!edit.value) return transaction.remove_property(node, edit.name, scope);
    std::string text = edit.value->to_xml();
    if (text.size() > kLongestProperty) return fail(507, "a property longer than the limit");
    return transaction.set_property(node, {edit.name.ns, edit.name.local, std::move(text)}, scope);
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
    bool well = true;
    for (const PropertyEdit& edit : edits) {
        auto checked = check(transaction, tables, node, edit);
        well = well && checked;
        outcomes.push_back({edit.name, checked ? std::nullopt : std::optional(std::move(checked).error())});
    }
    if (!well) {
        for (EditOutcome& outcome : outcomes)
            if (!outcome.failure) outcome.failure.emplace(424U);
        return outcomes;
    }
    for (const PropertyEdit& edit : edits)
        TRY(carry_out(transaction, node, edit, scope_of(tables, edit, node.node().kind)));
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
