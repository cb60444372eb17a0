#include "scheduling/ical/meaning.h"

#include <algorithm>
#include <array>
#include <span>

#include "scheduling/ical/values.h"

namespace stafett::scheduling::ical {
namespace {

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
        defaults, [&](const Default& one) { return one.name == name && equal_ignoring_case(one.value, value); });
}

constexpr char separator = '\x1f';  // no control character is part of a value

std::string parameters_of(const Property& property, const Aside& aside) {
    std::vector<std::string> all;
    for (const Parameter& parameter : property.parameters) {
        if (parameter.name.starts_with("X-") || parameter.name == "SCHEDULE-STATUS") continue;
        if (std::ranges::find(aside.parameters, parameter.name) != aside.parameters.end()) continue;
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

std::string value_of(const Property& property) {
    if (property.name == "ATTENDEE") return normalised_address(property.value);
    if (std::ranges::any_of(default_values, [&](const Default& one) { return one.name == property.name; }))
        return upper(trimmed(property.value));
    return unescape_text(property.value);
}

// Each value of a list is a line of its own here, so that it does not matter how the lists were cut.
void add_list(const Property& property, const Aside& aside, std::vector<std::string>& lines) {
    for (const std::string_view value : split_list(property.value)) {
        const std::string text = unescape_text(trimmed(value));
        if (text.empty() || (aside.list_value && aside.list_value(property, text))) continue;
        lines.push_back(std::string(property.name) + parameters_of(property, aside) + ":" + text);
    }
}

}  // namespace

std::vector<std::string> meaning_of(const Component& component, const Aside& aside) {
    std::vector<std::string> lines;
    for (const Property& property : component.properties) {
        if (property.name.starts_with("X-") || aside.property(property)) continue;
        if (property.name == "CATEGORIES" || property.name == "RESOURCES") {
            add_list(property, aside, lines);
            continue;
        }
        const std::string value = value_of(property);
        if (value.empty() || is_default(default_values, property.name, value)) continue;
        lines.push_back(std::string(property.name) + parameters_of(property, aside) + ":" + value);
    }
    for (const Component& child : component.components) {
        if (child.name == "VALARM") continue;
        std::string text(child.name);
        for (const std::string& line : meaning_of(child, aside)) text.append(1, '\n').append(line);
        lines.push_back(std::move(text));
    }
    std::ranges::sort(lines);
    return lines;
}

}  // namespace stafett::scheduling::ical
