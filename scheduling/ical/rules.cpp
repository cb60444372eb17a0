#include "scheduling/ical/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scheduling/ical/rrule.h"
#include "scheduling/ical/values.h"

namespace stafett::scheduling::ical {
namespace {

using Verdict = std::optional<Violation>;  // nothing: fine

// Octets of a UID or TZID: they stand in the row of every occurrence that has a host. RFC 7986 §5.3 asks that UIDs be
// kept which have up to 255.
constexpr std::size_t kLongestId = 1024;

Violation invalid(const Property& property, std::string_view what) {
    return {Rule::valid_calendar_data, property.line, fmt::format("line {}: {}", property.line, what)};
}

Violation wrong(const Component& component, std::string_view what) {
    return {Rule::valid_calendar_object_resource, component.line, fmt::format("line {}: {}", component.line, what)};
}

// RFC 4791 §4.1: one kind of component, one UID, no METHOD, one master.
Verdict check_resource(const Object& object) {
    const Component& calendar = object.calendar();
    if (const Property* const method = calendar.find("METHOD")) {
        return Violation{Rule::valid_calendar_object_resource, method->line,
                         fmt::format("line {}: METHOD in a stored object", method->line)};
    }
    if (object.main().empty()) {
        const bool foreign =
            std::ranges::any_of(calendar.components, [](const Component& c) { return c.name != "VTIMEZONE"; });
        return Violation{foreign ? Rule::supported_calendar_component : Rule::valid_calendar_object_resource, 0,
                         "no VEVENT, VTODO, VJOURNAL, VFREEBUSY or VAVAILABILITY in it"};
    }
    std::size_t masters = 0;
    for (const Component* component : object.main()) {
        if (component->name != object.main().front()->name) return wrong(*component, "a second kind of component");
        const std::string uid = unescape_text(component->value("UID"));
        if (uid.empty()) return wrong(*component, fmt::format("{} without UID", component->name));
        if (uid != object.uid()) return wrong(*component, "a second UID");
        if (uid.size() > kLongestId) return wrong(*component, fmt::format("a UID of more than {} octets", kLongestId));
        if (!component->has("RECURRENCE-ID") && ++masters > 1)
            return wrong(*component, "a second component without RECURRENCE-ID");
    }
    return {};
}

Verdict check_rule(const Property& property) {
    if (trimmed(property.value).empty()) return {};  // no rule at all
    const auto rule = parse_rule(property.value);
    if (rule) return {};
    Violation violation = invalid(property, rule.error().detail);
    if (rule.error().rscale) violation.rule = Rule::supported_rscale;
    return violation;
}

Verdict check_list(const Property& property) {
    const std::string tzid = property.parameter_value("TZID");
    for (const std::string_view value : split_list(property.value)) {
        if (trimmed(value).empty()) continue;  // an empty EXDATE, or a comma too many, excludes nothing
        if (!parse_date_time(value, tzid) && !parse_period(value, tzid)) {
            return invalid(property, fmt::format("{}: not a date, time or period", property.name));
        }
    }
    return {};
}

constexpr std::array<std::string_view, 2> kNeeded{"DTSTART", "RECURRENCE-ID"};
// Without a value they say nothing, as if they were not there.
constexpr std::array<std::string_view, 3> kOptional{"DTEND", "DUE", "DURATION"};
constexpr std::array<std::string_view, 7> kOnce{"DTSTART",       "DTEND", "DUE",      "DURATION",
                                                "RECURRENCE-ID", "UID",   "ORGANIZER"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// The typed values of properties that decide when something is, and which occurrence it is. All others are stored as
// they are, and read as absent where they cannot be read: one refused object stops the synchronisation of a phone's
// whole calendar (clients.md, DAVx5). Google writes CREATED:00001231T000000Z, others SEQUENCE beyond 32 bits.
Verdict check_value(const Property& property) {
    if (property.parameter_value("TZID").size() > kLongestId)
        return invalid(property, fmt::format("a TZID of more than {} octets", kLongestId));
    if (among(kOptional, property.name) && trimmed(property.value).empty()) return {};
    if (property.name == "DURATION" && !parse_duration(property.value))
        return invalid(property, "DURATION: not a duration");
    if ((among(kNeeded, property.name) || property.name == "DTEND" || property.name == "DUE") && !date_time(property)) {
        return invalid(property, fmt::format("{}: not a date or time", property.name));
    }
    if (property.name == "RRULE") return check_rule(property);
    if (property.name == "RDATE" || property.name == "EXDATE") return check_list(property);
    return {};
}

Verdict check_component(const Component& component) {
    for (const Property& property : component.properties) {
        if (among(kOnce, property.name) && component.find(property.name) != &property) {
            return invalid(property, fmt::format("a second {}", property.name));
        }
        if (auto violation = check_value(property)) return violation;
    }
    if (component.name == "VEVENT" && !component.has("DTSTART")) {  // RFC 5545 §3.6.1
        return Violation{Rule::valid_calendar_data, component.line,
                         fmt::format("line {}: VEVENT without DTSTART", component.line)};
    }
    return {};
}

// Our own evaluation of a VTIMEZONE is bounded; what is refused here is what would hang those who read it.
Verdict check_timezone(const Component& timezone) {
    for (const Component& part : timezone.components) {
        for (const Property& property : part.properties) {
            if (property.name != "RRULE") continue;
            if (auto violation = check_rule(property)) return violation;
            const auto rule = parse_rule(property.value);
            if (rule && rule->frequency < Frequency::daily) {
                return invalid(property, "a time zone that changes more often than daily");
            }
        }
    }
    return {};
}

}  // namespace

std::optional<Violation> check_object_rules(const Object& object) {
    for (const Component* component : object.main()) {
        if (auto violation = check_component(*component)) return violation;
    }
    for (const Component& component : object.calendar().components) {
        if (component.name != "VTIMEZONE") continue;
        if (auto violation = check_timezone(component)) return violation;
    }
    return check_resource(object);
}

}  // namespace stafett::scheduling::ical
