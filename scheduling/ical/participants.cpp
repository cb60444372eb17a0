#include "scheduling/ical/participants.h"

#include "scheduling/ical/values.h"

namespace stafett::scheduling::ical {
namespace {

std::string upper_or(const Property& property, std::string_view parameter, std::string_view absent) {
    const std::string value = property.parameter_value(parameter);
    return value.empty() ? std::string(absent) : upper(value);
}

Participant read(const Property& property) {
    const std::string sent_by = property.parameter_value("SENT-BY");
    return {.address = normalised_address(property.value),
            .name = property.parameter_value("CN"),
            .sent_by = sent_by.empty() ? std::string() : normalised_address(sent_by),
            .schedule_agent = upper_or(property, "SCHEDULE-AGENT", "SERVER"),
            .schedule_status = property.parameter_value("SCHEDULE-STATUS"),
            .schedule_force_send = upper_or(property, "SCHEDULE-FORCE-SEND", ""),
            .partstat = upper_or(property, "PARTSTAT", "NEEDS-ACTION"),
            .role = upper_or(property, "ROLE", "REQ-PARTICIPANT"),
            .cutype = upper_or(property, "CUTYPE", "INDIVIDUAL"),
            .email = lower(property.parameter_value("EMAIL")),
            .rsvp = equal_ignoring_case(property.parameter_value("RSVP"), "TRUE"),
            .property = &property};
}

}  // namespace

std::optional<Participant> organizer(const Component& component) {
    const Property* const found = component.find("ORGANIZER");
    if (found == nullptr) return {};
    return read(*found);
}

std::vector<Participant> attendees(const Component& component) {
    std::vector<Participant> out;
    for (const Property* property : component.all("ATTENDEE")) out.push_back(read(*property));
    return out;
}

}  // namespace stafett::scheduling::ical
