#include "scheduling/network/composed_override.h"

#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/master_instances.h"

namespace stafett::scheduling::network {
namespace {

bool is_of_the_series_alone(std::string_view name) {
    return name == "RRULE" || name == "RDATE" || name == "EXDATE" || name == "EXRULE";
}

// With the parameters of `like`, which say the same of its zone and type.
std::string time_line(std::string_view name, const ical::Property& like, const ical::DateTime& value) {
    ical::ContentLine line(name);
    for (const ical::Parameter& parameter : like.parameters) line.parameter(parameter);
    return line.raw(ical::format(value));
}

// `end` as the master's DTEND would write it.
ical::DateTime end_in_form(const ical::DateTime& masters_end, base::Instant end, ical::ObjectZones& zones) {
    ical::DateTime value = masters_end;
    value.time = zones.of(masters_end)->to_local(end);
    return value;
}

// Whether what is written for `instance` ends when it does.
bool ends_right(const ical::Times& master, const std::optional<ical::DateTime>& end, const ical::Occurrence& instance,
                ical::ObjectZones& zones) {
    ical::Times times = master;
    times.dtstart = instance.recurrence_id;
    times.dtend = end;
    return zones.instant(instance.recurrence_id) == instance.start && ical::end_of(times, zones) == instance.end;
}

}  // namespace

std::optional<std::string> composed_override(const ical::Object& series, const ical::Occurrence& instance,
                                             std::string_view our_lines) {
    const ical::Component& master = *series.master();
    ical::ObjectZones zones(series, no_zone());
    const ical::Times times = ical::times_of(master);
    std::optional<ical::DateTime> end;
    if (times.dtend) end = end_in_form(*times.dtend, instance.end, zones);
    if (!ends_right(times, end, instance, zones)) return std::nullopt;

    std::string text = ical::begin_line(master.name);
    const ical::Property* start = master.find("DTSTART");
    const ical::Property* old_end = master.find("DTEND");
    for (const ical::Property& property : master.properties) {
        if (is_of_the_series_alone(property.name)) continue;
        if (&property == start) {
            text += time_line("RECURRENCE-ID", property, instance.recurrence_id);
            text += time_line("DTSTART", property, instance.recurrence_id);
        } else if (&property == old_end && end) {
            text += time_line("DTEND", property, *end);
        } else {
            text += series.octets(property.raw);
        }
    }
    text += our_lines;
    for (const ical::Component& child : master.components)
        if (child.name != "VALARM") text += series.octets(child.raw);
    return text + ical::end_line(master.name);
}

}  // namespace stafett::scheduling::network
