#include "scheduling/ical/meaning.h"

#include <algorithm>
#include <array>
#include <span>

#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"

namespace stafett::scheduling::ical {
namespace {

using Names = std::span<const std::string_view>;

struct Default {
    std::string_view name;
    std::string_view value;
};
// RFC 5545 §3.8.1.3, §3.8.2.7, §3.8.1.9; and what programs take absence to mean for STATUS (§3.8.1.11).
constexpr std::array default_values{Default{"CLASS", "PUBLIC"}, Default{"STATUS", "CONFIRMED"},
                                    Default{"TRANSP", "OPAQUE"}, Default{"PRIORITY", "0"}};
// RFC 5545 §3.2; SCHEDULE-STATUS is a server's.
constexpr std::array default_parameters{Default{"CUTYPE", "INDIVIDUAL"},    Default{"PARTSTAT", "NEEDS-ACTION"},
                                        Default{"ROLE", "REQ-PARTICIPANT"}, Default{"RSVP", "FALSE"},
                                        Default{"VALUE", "TEXT"},           Default{"VALUE", "URI"}};
constexpr std::array<std::string_view, 5> kTimes{"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"};
// Parameters that the text of a time says too.
constexpr std::array<std::string_view, 2> kSaidByTimes{"TZID", "VALUE"};
constexpr std::array<std::string_view, 2> kPeople{"ORGANIZER", "ATTENDEE"};
constexpr std::array<std::string_view, 2> kLists{"CATEGORIES", "RESOURCES"};

constexpr char kSeparator = '\x1f';  // no control character is part of a value

bool is_one_of(Names names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

bool is_default(std::span<const Default> defaults, std::string_view name, std::string_view value) {
    return std::ranges::any_of(
        defaults, [&](const Default& one) { return one.name == name && equal_ignoring_case(one.value, value); });
}

// The zone by its IANA name, for programs rename it.
std::string time_text(const DateTime& time) {
    const std::string zone = iana_name(time.tzid);
    return format(time) + " " + (zone.empty() ? time.tzid : zone);
}

// Each of a property's times; nothing if one of them is none, or more than its beginning (a period, §3.3.9).
std::vector<std::string> time_texts(const Property& property) {
    const std::vector<std::string_view> values = split_list(property.value);
    const std::vector<DateTime> read = date_times(property);
    std::vector<std::string> texts;
    if (read.size() != values.size() || property.value.contains('/')) return texts;
    for (const DateTime& time : read) texts.push_back(time_text(time));
    return texts;
}

// Where an event ends, if its DURATION tells that: programs write one for the other.
std::string end_text(const Component& event, const Property& duration) {
    const Property* start = event.find("DTSTART");
    auto end = start == nullptr ? std::nullopt : date_time(*start);
    const auto length = parse_duration(trimmed(duration.value));
    if (event.name != "VEVENT" || !end || !length) return {};
    end->time += std::chrono::days(length->days) + std::chrono::seconds(length->seconds);
    return time_text(*end);
}

class Reader {
  public:
    explicit Reader(const Aside& aside) : aside_(aside) {}

    std::vector<std::string> read(const Component& component) {
        for (const Property& property : component.properties)
            if (!property.name.starts_with("X-") && !aside_.property(property)) add(component, property);
        for (const Component& child : component.components) {
            if (child.name == "VALARM") continue;
            std::string text = std::string(child.name) + kSeparator;
            for (const std::string& line : meaning_of(child, aside_)) text.append(1, '\n').append(line);
            lines_.push_back(std::move(text));
        }
        std::ranges::sort(lines_);
        return std::move(lines_);
    }

  private:
    void add(const Component& component, const Property& property) {
        if (property.name == "DURATION") {
            const std::string end = end_text(component, property);
            if (!end.empty()) return add("DTEND", end, property);
        }
        if (is_one_of(kTimes, property.name)) {
            const auto texts = time_texts(property);
            for (const std::string& text : texts) add(property.name, text, property, kSaidByTimes);
            if (!texts.empty()) return;
        }
        if (is_one_of(kLists, property.name)) return add_list(property);
        if (is_one_of(kPeople, property.name)) return add(property.name, normalised_address(property.value), property);
        if (property.name == "RRULE") return add(property.name, meaning_of_rule(property.value), property);
        std::string text = unescape_text(trimmed(property.value));
        if (std::ranges::find(default_values, property.name, &Default::name) != default_values.end())
            text = upper(text);
        if (!is_default(default_values, property.name, text)) add(property.name, text, property);
    }

    // Each value of a list is a line of its own here, so that it does not matter how the lists were cut.
    void add_list(const Property& property) {
        for (const std::string_view value : split_list(property.value)) {
            const std::string text = unescape_text(trimmed(value));
            if (!aside_.list_value || !aside_.list_value(property, text)) add(property.name, text, property);
        }
    }

    void add(std::string_view name, const std::string& value, const Property& property, Names implied = {}) {
        if (!value.empty()) lines_.push_back(std::string(name) + kSeparator + value + parameters_of(property, implied));
    }

    std::string parameters_of(const Property& property, Names implied) const {
        std::vector<std::string> all;
        if (aside_.all_parameters) return {};
        for (const Parameter& parameter : property.parameters) {
            if (parameter.name.starts_with("X-") || parameter.name == "SCHEDULE-STATUS") continue;
            if (is_one_of(implied, parameter.name) || is_one_of(aside_.parameters, parameter.name)) continue;
            if (is_default(default_parameters, parameter.name, parameter.value())) continue;
            std::string text(parameter.name);
            for (const std::string& value : parameter.all()) text.append(1, kSeparator).append(value);
            all.push_back(std::move(text));
        }
        std::ranges::sort(all);
        std::string joined;
        for (const std::string& one : all) joined.append(1, kSeparator).append(one);
        return joined;
    }

    const Aside& aside_;
    std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> meaning_of(const Component& component, const Aside& aside) {
    return Reader(aside).read(component);
}

std::string meaning_of_rule(std::string_view value) {
    std::vector<std::string> parts;
    const std::string rule = upper(trimmed(value));
    for (std::size_t at = 0; at <= rule.size();) {
        const std::size_t end = std::min(rule.find(';', at), rule.size());
        std::string part = rule.substr(at, end - at);
        if (!part.empty() && part != "INTERVAL=1" && part != "WKST=MO") parts.push_back(std::move(part));
        at = end + 1;
    }
    std::ranges::sort(parts);
    std::string text;
    for (const std::string& part : parts) text += part + ";";
    return text;
}

std::string_view name_of_meaning(std::string_view line) { return line.substr(0, line.find(kSeparator)); }

}  // namespace stafett::scheduling::ical
