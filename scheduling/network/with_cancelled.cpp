// How occurrences that are lost are shown (lost_occurrences.h).
#include <algorithm>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/date_lists.h"
#include "scheduling/network/lost_occurrences.h"
#include "scheduling/network/master_instances.h"

namespace stafett::scheduling::network {
namespace {

struct Shown {
    ical::ObjectPtr object;  // with this one event
    ical::DateTime id;       // in the master's form of the text it is put into
};

std::vector<Shown> readable(std::span<const model::CancelledOccurrence> occurrences, const ical::Object& text) {
    std::vector<Shown> shown;
    OccurrenceIds ids(text);
    for (const model::CancelledOccurrence& one : occurrences) {
        const auto id = ical::parse_date_time(one.occurrence.value, one.occurrence.zone);
        auto object = ical::parse(one.text);
        if (id && object && (*object)->leading() != nullptr)
            shown.push_back({*std::move(object), ids.in_masters_form(*id)});
    }
    return shown;
}

// A line of that name for a value in the form of the master's DTSTART.
std::string in_masters_form(const ical::Component* master, std::string_view name, const ical::DateTime& value) {
    const ical::Property* start = master != nullptr ? master->find("DTSTART") : nullptr;
    if (start == nullptr) return ical::ContentLine(name).date_time(value);
    ical::ContentLine line(name);
    for (const ical::Parameter& parameter : start->parameters) line.parameter(parameter);
    return line.raw(ical::format(value));
}

std::string cancelled_event(const Shown& one, const ical::Component* master, std::string_view network_name) {
    const ical::Component& event = *one.object->leading();
    std::string text = ical::begin_line(event.name);
    for (const ical::Property& property : event.properties) {
        if (property.name == "RECURRENCE-ID")
            text += in_masters_form(master, property.name, one.id);
        else if (property.name != "STATUS")
            text += one.object->octets(property.raw);
    }
    text += ical::ContentLine("STATUS").raw("CANCELLED");
    if (!network_name.empty()) text += ical::ContentLine("CATEGORIES").text(network_name);
    for (const ical::Component& child : event.components) text += one.object->octets(child.raw);
    return text + ical::end_line(event.name);
}

bool is_one_of(const std::vector<Shown>& shown, const ical::DateTime& id) {
    return std::ranges::find(shown, id, &Shown::id) != shown.end();
}

// Makes room: neither an EXDATE nor an override of what is shown. Null if the result cannot be read.
ical::ObjectPtr with_room(const ical::Object& object, const std::vector<Shown>& shown) {
    ical::Editor editor(object);
    OccurrenceIds ids(object);
    if (const ical::Component* master = object.master())
        for (const ical::Property* line : master->all("EXDATE"))
            keep_dates(editor, *line,
                       [&](const ical::DateTime& one) { return !is_one_of(shown, ids.in_masters_form(one)); });
    for (const ical::Component* override : object.overrides())
        if (const auto id = ids.of(*override); id && is_one_of(shown, *id)) editor.remove(*override);
    auto parsed = ical::parse(editor.text());
    return parsed ? *std::move(parsed) : nullptr;
}

}  // namespace

std::string with_cancelled(const std::string& text, std::span<const model::CancelledOccurrence> occurrences,
                           std::string_view network_name) {
    auto parsed = occurrences.empty() ? std::unexpected(ical::ParseError{}) : ical::parse(text);
    if (!parsed) return text;
    const std::vector<Shown> shown = readable(occurrences, **parsed);
    const ical::ObjectPtr object = with_room(**parsed, shown);
    if (!object || object->leading() == nullptr) return text;

    std::vector<ical::DateTime> wanted;
    wanted.reserve(shown.size());
    for (const Shown& one : shown) wanted.push_back(one.id);
    const MasterInstances instances(*object, wanted);
    const ical::Component* master = object->master();
    ical::Editor editor(*object);
    std::vector<std::string> zones;  // added
    std::string events;
    for (const Shown& one : shown) {
        for (const ical::Component& zone : one.object->calendar().components) {
            const std::string tzid(zone.value("TZID"));
            if (zone.name != "VTIMEZONE" || object->timezone(tzid) || std::ranges::find(zones, tzid) != zones.end())
                continue;
            zones.push_back(tzid);
            editor.insert_before(*object->leading(), one.object->octets(zone.raw));
        }
        if (master != nullptr && instances.find(one.id) == nullptr)
            editor.insert_after(*master->find("DTSTART"), in_masters_form(master, "RDATE", one.id));
        events += cancelled_event(one, master, network_name);
    }
    editor.insert_after(*object->main().back(), events);
    return editor.text();
}

}  // namespace stafett::scheduling::network
