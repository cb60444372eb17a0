#include "scheduling/itip/property_meaning.h"

#include <algorithm>
#include <array>

#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"

namespace stafett::scheduling::itip {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> kAside{"DTSTAMP",  "LAST-MODIFIED",  "CREATED",
                                                 "SEQUENCE", "REQUEST-STATUS", "DURATION"};
constexpr std::array<std::string_view, 5> kTimes{"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"};
constexpr std::array<std::string_view, 2> kPeople{"ORGANIZER", "ATTENDEE"};
constexpr std::array<std::string_view, 2> kLists{"CATEGORIES", "RESOURCES"};
constexpr std::array<std::string_view, 3> kWords{"CLASS", "STATUS", "PRIORITY"};
// RFC 5545 §3.8.1.3, §3.8.1.9: what absence means; and what programs take it to mean for STATUS.
constexpr std::array<std::string_view, 3> kDefaults{"PUBLIC", "0", "CONFIRMED"};

bool is_one_of(Names names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

// The zone by its IANA name, for programs rename it.
std::string time_text(const ical::DateTime& time) {
    const std::string zone = ical::iana_name(time.tzid);
    return ical::format(time) + " " + (zone.empty() ? time.tzid : zone);
}

// The parts in one order, without those that say what is understood.
std::string rule_text(std::string_view value) {
    std::vector<std::string> parts;
    const std::string rule = ical::upper(ical::trimmed(value));
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

std::vector<std::string> values_of(const ical::Property& property) {
    std::vector<std::string> values;
    if (is_one_of(kTimes, property.name)) {
        for (const ical::DateTime& time : ical::date_times(property)) values.push_back(time_text(time));
    } else if (is_one_of(kLists, property.name)) {
        for (std::string& value : ical::unescape_list(property.value)) values.emplace_back(ical::trimmed(value));
    } else if (is_one_of(kPeople, property.name)) {
        values.push_back(ical::normalised_address(property.value));
    } else if (is_one_of(kWords, property.name)) {
        values.push_back(ical::upper(ical::trimmed(property.value)));
        if (is_one_of(kDefaults, values.back())) values.clear();
    } else if (property.name == "RRULE") {
        values.push_back(rule_text(property.value));
    } else {
        values.push_back(ical::unescape_text(ical::trimmed(property.value)));
    }
    return values;
}

}  // namespace

void add_meaning(const ical::Property& property, std::vector<std::string>& lines) {
    if (property.name.starts_with("X-") || is_one_of(kAside, property.name)) return;
    for (const std::string& value : values_of(property))
        if (!value.empty()) lines.push_back(std::string(property.name) + kSeparator + value);
}

void add_end(const ical::Component& event, std::vector<std::string>& lines) {
    const ical::Property* start = event.find("DTSTART");
    const ical::Property* duration = event.find("DURATION");
    if (start == nullptr || duration == nullptr) return;
    auto end = ical::date_time(*start);
    const auto length = ical::parse_duration(ical::trimmed(duration->value));
    if (!end || !length) return;
    end->time += std::chrono::days(length->days) + std::chrono::seconds(length->seconds);
    lines.push_back(std::string("DTEND") + kSeparator + time_text(*end));
}

}  // namespace stafett::scheduling::itip
