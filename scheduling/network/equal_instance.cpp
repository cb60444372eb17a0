#include "scheduling/network/equal_instance.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"
#include "scheduling/network/master_instances.h"
#include "scheduling/network/our_properties.h"

namespace stafett::scheduling::network {
namespace {

// Compared by what they mean, or not at all.
constexpr std::array<std::string_view, 13> set_aside{
    "DTSTART", "DTEND",   "DURATION",      "RECURRENCE-ID", "RRULE",   "RDATE", "EXDATE",
    "EXRULE",  "DTSTAMP", "LAST-MODIFIED", "SEQUENCE",      "CREATED", "UID",
};

bool is_set_aside(std::string_view name) {
    return name.starts_with("X-") || std::ranges::find(set_aside, name) != set_aside.end();
}

struct Default {
    std::string_view name;
    std::string_view value;
};
// RFC 5545 §3.8.1.3, §3.8.1.11, §3.8.2.7, §3.8.1.9
constexpr std::array default_values{Default{"CLASS", "PUBLIC"}, Default{"STATUS", "CONFIRMED"},
                                    Default{"TRANSP", "OPAQUE"}, Default{"PRIORITY", "0"}};
// RFC 5545 §3.2; SCHEDULE-STATUS is a server's.
constexpr std::array default_parameters{Default{"CUTYPE", "INDIVIDUAL"},    Default{"PARTSTAT", "NEEDS-ACTION"},
                                        Default{"ROLE", "REQ-PARTICIPANT"}, Default{"RSVP", "FALSE"},
                                        Default{"VALUE", "TEXT"},           Default{"VALUE", "URI"}};

bool is_default(std::span<const Default> defaults, std::string_view name, std::string_view value) {
    return std::ranges::any_of(
        defaults, [&](const Default& one) { return one.name == name && ical::equal_ignoring_case(one.value, value); });
}

constexpr char separator = '\x1f';  // no control character is part of a value

std::string parameters_of(const ical::Property& property) {
    std::vector<std::string> all;
    for (const ical::Parameter& parameter : property.parameters) {
        if (parameter.name.starts_with("X-") || parameter.name == "SCHEDULE-STATUS") continue;
        if (is_default(default_parameters, parameter.name, parameter.value())) continue;
        std::string text(parameter.name);
        for (const std::string& value : parameter.all()) text.append(1, separator).append(value);
        all.push_back(std::move(text));
    }
    std::ranges::sort(all);
    std::string joined;
    for (const std::string& one : all) joined.append(1, separator).append(one);
    return joined;
}

std::string value_of(const ical::Property& property) {
    if (property.name == "ATTENDEE") return ical::normalised_address(property.value);
    if (std::ranges::any_of(default_values, [&](const Default& one) { return one.name == property.name; }))
        return ical::upper(ical::trimmed(property.value));
    return ical::unescape_text(property.value);
}

// Each value of a list is a line of its own here, so that it does not matter how the lists were cut.
void add_list(const ical::Property& property, const Vocabulary& vocabulary, std::vector<std::string>& lines) {
    const auto values =
        property.name == "CATEGORIES" ? authors_categories(property, vocabulary) : ical::split_list(property.value);
    for (const std::string_view value : values) {
        const std::string text = ical::unescape_text(ical::trimmed(value));
        if (!text.empty()) lines.push_back(std::string(property.name) + parameters_of(property) + ":" + text);
    }
}

// What a component says, as sorted lines that are equal where the meaning is.
std::vector<std::string> meaning_of(const ical::Component& component, const Vocabulary& vocabulary) {
    std::vector<std::string> lines;
    for (const ical::Property& property : component.properties) {
        if (is_set_aside(property.name)) continue;
        if (property.name == "CATEGORIES" || property.name == "RESOURCES") {
            add_list(property, vocabulary, lines);
            continue;
        }
        if (is_ours(property, vocabulary)) continue;
        const std::string value = value_of(property);
        if (value.empty() || is_default(default_values, property.name, value)) continue;
        lines.push_back(std::string(property.name) + parameters_of(property) + ":" + value);
    }
    for (const ical::Component& child : component.components) {
        if (child.name == "VALARM") continue;
        std::string text(child.name);
        for (const std::string& line : meaning_of(child, vocabulary)) text.append(1, '\n').append(line);
        lines.push_back(std::move(text));
    }
    std::ranges::sort(lines);
    return lines;
}

bool is_floating(const ical::DateTime& value) { return value.form == ical::DateTime::Form::floating; }

}  // namespace

InstanceComparison::InstanceComparison(const ical::Object& object, const Vocabulary& vocabulary)
    : vocabulary_(vocabulary), zones_(object, no_zone()), master_(meaning_of(*object.master(), vocabulary)) {}

bool InstanceComparison::equal(const ical::Component& override, const ical::Occurrence& instance) {
    const ical::Times times = ical::times_of(override);
    if (!times.dtstart || times.dtstart->is_date() != instance.all_day) return false;
    if (is_floating(*times.dtstart) != is_floating(instance.recurrence_id)) return false;
    if (zones_.instant(*times.dtstart) != instance.start || ical::end_of(times, zones_) != instance.end) return false;
    return meaning_of(override, vocabulary_) == master_;
}

}  // namespace stafett::scheduling::network
