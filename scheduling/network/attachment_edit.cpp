#include "scheduling/network/attachment_edit.h"

#include <algorithm>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/network/attachment_lines.h"
#include "scheduling/network/composed_override.h"
#include "scheduling/network/master_instances.h"
#include "scheduling/network/programme.h"

namespace stafett::scheduling::network {
namespace {

using Parts = std::vector<const ical::Component*>;
template <class T>
using Result = base::Result<T, AttachmentFault>;

std::unexpected<AttachmentFault> no_such_instance() { return std::unexpected(AttachmentFault::no_such_instance); }

// Of a text that was read once and grew a little.
ical::ObjectPtr read_again(std::string text) {
    ical::Limits limits;
    limits.octets = limits.line_octets = limits.attach_octets = text.size();
    limits.components *= 2;
    limits.properties *= 2;
    limits.parameters *= 2;
    limits.parameter_values *= 2;
    auto parsed = ical::parse(std::move(text), limits);
    return parsed ? *std::move(parsed) : nullptr;
}

// A value without zone is in that of the master.
std::optional<ical::DateTime> occurrence_named(const ical::Object& object, OccurrenceIds& ids, const std::string& rid) {
    if (object.master() == nullptr) {
        // Only overrides: as one of them is named.
        for (const ical::Component* one : object.overrides())
            if (ical::trimmed(one->value("RECURRENCE-ID")) == rid) return ids.of(*one);
        return std::nullopt;
    }
    const auto start = ical::times_of(*object.master()).dtstart;
    const auto value = ical::parse_date_time(rid, start ? start->tzid : std::string());
    if (!value) return std::nullopt;
    return ids.in_masters_form(*value);
}

class Instances {
  public:
    explicit Instances(const ical::Object& object) : object_(object), ids_(object) {
        for (const ical::Component* one : object.overrides())
            if (const auto id = ids_.of(*one)) overridden_.emplace_back(*id, one);
    }

    // The override of that instance; null if there is none.
    Result<const ical::Component*> find(const std::string& rid) {
        const auto id = occurrence_named(object_, ids_, rid);
        if (!id) return no_such_instance();
        const auto found =
            std::ranges::find(overridden_, *id, &std::pair<ical::DateTime, const ical::Component*>::first);
        return found == overridden_.end() ? nullptr : found->second;
    }

    // An override that says what the instance says.
    Result<std::string> make(const std::string& rid) {
        const auto id = occurrence_named(object_, ids_, rid);
        if (!id || object_.master() == nullptr) return no_such_instance();
        const MasterInstances instances(object_, std::vector{*id});
        const ical::Occurrence* instance = instances.find(*id);
        if (instance == nullptr) return no_such_instance();
        auto text = composed_override(object_, *instance, {});
        if (!text) return no_such_instance();
        return *std::move(text);
    }

  private:
    const ical::Object& object_;
    OccurrenceIds ids_;
    std::vector<std::pair<ical::DateTime, const ical::Component*>> overridden_;
};

// The object with an override for each instance named; the object itself where nothing is missing.
Result<std::string> with_overrides(const ical::Object& object, const std::vector<std::string>& rids) {
    Instances instances(object);
    ical::Editor editor(object);
    std::vector<std::string> made;
    for (const std::string& rid : rids) {
        if (rid == "M") {
            if (object.master() == nullptr) return no_such_instance();
            continue;
        }
        TRY_ASSIGN(const ical::Component* there, instances.find(rid));
        if (there != nullptr || std::ranges::find(made, rid) != made.end()) continue;
        TRY_ASSIGN(const std::string override, instances.make(rid));
        editor.insert_after(*object.main().back(), override);
        made.push_back(rid);
    }
    return editor.text();
}

Result<Parts> parts_named(const ical::Object& object, const std::vector<std::string>& rids) {
    if (rids.empty()) return Parts(object.main().begin(), object.main().end());
    Instances instances(object);
    Parts parts;
    for (const std::string& rid : rids) {
        const ical::Component* part = object.master();
        if (rid != "M") {
            TRY_ASSIGN(part, instances.find(rid));
        }
        if (part == nullptr) return no_such_instance();
        if (std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
    }
    return parts;
}

const ical::Property* reference(const ical::Component& part, const model::ManagedId& id) {
    for (const ical::Property& property : part.properties)
        if (managed_id(property) == id) return &property;
    return nullptr;
}

}  // namespace

Result<std::string> edit_attachments(const ical::Object& object, const AttachmentEdit& edit) {
    TRY_ASSIGN(std::string text, with_overrides(object, edit.rids));
    const ical::ObjectPtr whole = read_again(std::move(text));
    if (!whole) return no_such_instance();
    TRY_ASSIGN(const Parts parts, parts_named(*whole, edit.rids));
    ical::Editor editor(*whole);
    for (const ical::Component* part : parts) {
        if (edit.old.empty()) {
            if (edit.line) editor.insert_last(*part, *edit.line);
            continue;
        }
        const ical::Property* old = reference(*part, edit.old);
        if (old == nullptr && !edit.rids.empty()) return std::unexpected(AttachmentFault::no_such_attachment);
        if (old == nullptr) continue;
        edit.line ? editor.replace(*old, *edit.line) : editor.remove(*old);
    }
    if (!edit.old.empty() && editor.empty()) return std::unexpected(AttachmentFault::no_such_attachment);
    return editor.text();
}

std::optional<base::Instant> end_of_attached(const ical::Object& object, const model::ManagedId& id,
                                             const ical::ZonePtr& zone) {
    ical::ObjectZones zones(object, zone);
    std::optional<base::Instant> latest;
    for (const ical::Component* part : object.main()) {
        if (reference(*part, id) == nullptr) continue;
        const bool series = part == object.master() && object.recurs();
        const auto end = series ? last_end(object, zone) : ical::end_of(ical::times_of(*part), zones);
        if (!end) return std::nullopt;
        latest = latest ? std::max(*latest, *end) : *end;
    }
    return latest;
}

}  // namespace stafett::scheduling::network
