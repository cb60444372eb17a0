#include "scheduling/ical/object.h"

#include <algorithm>
#include <array>
#include <utility>

#include "scheduling/ical/values.h"

namespace stafett::scheduling::ical {
namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 5> kKinds{{{"VEVENT", Kind::event},
                                                                   {"VTODO", Kind::todo},
                                                                   {"VJOURNAL", Kind::journal},
                                                                   {"VFREEBUSY", Kind::freebusy},
                                                                   {"VAVAILABILITY", Kind::availability}}};

// Whether an upper-case `name` is the one that is looked for. Most are not, as a glance tells.
bool is_called(std::string_view name, std::string_view wanted) {
    constexpr unsigned kCase = 0x20;
    return name.size() == wanted.size() && !name.empty() &&
           ((static_cast<unsigned char>(name[0]) ^ static_cast<unsigned char>(wanted[0])) & ~kCase) == 0 &&
           equal_ignoring_case(name, wanted);
}

}  // namespace

std::optional<Kind> kind_of(std::string_view component_name) {
    for (const auto& [name, kind] : kKinds) {
        if (equal_ignoring_case(name, component_name)) return kind;
    }
    return {};
}

std::string_view component_name(Kind kind) {
    return std::ranges::find(kKinds, kind, &std::pair<std::string_view, Kind>::second)->first;
}

const Property* Component::find(std::string_view property) const {
    const auto found = std::ranges::find_if(properties, [&](const Property& p) { return is_called(p.name, property); });
    return found == properties.end() ? nullptr : &*found;
}

std::vector<const Property*> Component::all(std::string_view property) const {
    std::vector<const Property*> out;
    for (const Property& p : properties) {
        if (is_called(p.name, property)) out.push_back(&p);
    }
    return out;
}

std::string_view Component::value(std::string_view property) const {
    const Property* const found = find(property);
    return found == nullptr ? std::string_view() : trimmed(found->value);
}

std::string Component::text(std::string_view property) const {
    const Property* const found = find(property);
    return found == nullptr ? std::string() : unescape_text(found->value);
}

std::vector<const Component*> Component::children(std::string_view component) const {
    std::vector<const Component*> out;
    for (const Component& c : components) {
        if (equal_ignoring_case(c.name, component)) out.push_back(&c);
    }
    return out;
}

void Object::derive() {
    for (const Component& component : calendar_->components) {
        if (!kind_of(component.name)) continue;
        main_.push_back(&component);
        if (component.has("RECURRENCE-ID")) {
            overrides_.push_back(&component);
        } else if (master_ == nullptr) {
            master_ = &component;
        }
    }
    if (const Component* const first = leading()) uid_ = unescape_text(first->value("UID"));
}

std::optional<Kind> Object::kind() const { return main_.empty() ? std::nullopt : kind_of(main_.front()->name); }

std::string Object::status() const { return leading() == nullptr ? std::string() : upper(leading()->value("STATUS")); }

std::string Object::method() const { return upper(calendar_->value("METHOD")); }

bool Object::recurs() const {
    // An empty one says nothing.
    return master_ != nullptr && std::ranges::any_of(master_->properties, [](const Property& p) {
               return (p.name == "RRULE" || p.name == "RDATE") && !trimmed(p.value).empty();
           });
}

const Component* Object::timezone(std::string_view tzid) const {
    for (const Component& component : calendar_->components) {
        if (component.name != "VTIMEZONE") continue;
        // TEXT here, with escapes, and a parameter where it is used, without (RFC 5545 §3.8.3.1, §3.2.19); programs
        // mistake one for the other.
        const std::string_view written = component.value("TZID");
        if (written == trimmed(tzid) || (written.contains('\\') && trimmed(unescape_text(written)) == trimmed(tzid)))
            return &component;
    }
    return nullptr;
}

}  // namespace stafett::scheduling::ical
