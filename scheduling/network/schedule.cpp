#include "scheduling/network/schedule.h"

#include <algorithm>
#include <initializer_list>

#include "scheduling/ical/values.h"

namespace stafett::scheduling::network {
namespace {

std::string status_of(const ical::Component& component) {
    return ical::upper(ical::trimmed(component.value("STATUS")));
}

// The lines of those names: value and TZID, the rest is decoration.
std::string lines_of(const ical::Component& component, std::initializer_list<std::string_view> names) {
    std::string text;
    for (const std::string_view name : names)
        for (const ical::Property* property : component.all(name))
            text.append(name)
                .append(";")
                .append(property->parameter_value("TZID"))
                .append(":")
                .append(ical::trimmed(property->value))
                .append("\n");
    return text;
}

void add_excluded(const ical::Component& component, Schedule& schedule) {
    for (const ical::Property* property : component.all("EXDATE"))
        for (const ical::DateTime& one : ical::date_times(*property)) schedule.excluded.push_back(ical::format(one));
    const ical::Property* id = component.find("RECURRENCE-ID");
    if (id == nullptr || status_of(component) != "CANCELLED") return;
    if (const auto time = ical::date_time(*id)) schedule.excluded.push_back(ical::format(*time));
}

}  // namespace

Schedule schedule_of(const ical::Object& object) {
    Schedule schedule;
    const std::string status = object.status();
    schedule.cancelled = status == "CANCELLED";
    schedule.tentative = status == "TENTATIVE";
    if (const ical::Component* master = object.master())
        schedule.rule = lines_of(*master, {"DTSTART", "RRULE", "RDATE"});
    std::vector<std::string> times;
    std::vector<std::string> places;
    for (const ical::Component* one : object.main()) {
        add_excluded(*one, schedule);
        const std::string id = lines_of(*one, {"RECURRENCE-ID"});
        const bool out = !id.empty() && status_of(*one) == "CANCELLED";
        if (!out) times.push_back(id + lines_of(*one, {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE"}));
        if (!one->text("LOCATION").empty()) places.push_back(id + one->text("LOCATION"));
    }
    // Clients write overrides in any order.
    std::ranges::sort(times);
    std::ranges::sort(places);
    std::ranges::sort(schedule.excluded);
    for (const std::string& one : times) schedule.times += one;
    for (const std::string& one : places) schedule.place += one + "\n";
    return schedule;
}

bool raises_sequence(const Schedule& before, const Schedule& after) {
    return before.times != after.times || before.place != after.place || before.excluded != after.excluded ||
           before.cancelled != after.cancelled;
}

model::SubmissionWhat what_changed(const Schedule& before, const Schedule& after) {
    using enum model::SubmissionWhat;
    if (before.cancelled != after.cancelled) return after.cancelled ? cancelled : revived;
    if (before.excluded != after.excluded && before.rule == after.rule) {
        if (std::ranges::includes(after.excluded, before.excluded)) return cancelled;
        if (std::ranges::includes(before.excluded, after.excluded)) return revived;
    }
    if (before.times != after.times || before.excluded != after.excluded) return moved;
    return text;
}

}  // namespace stafett::scheduling::network
