#include "caldav/calendar/reports/partial_retrieval.h"

#include <algorithm>

#include "scheduling/ical/writer.h"

namespace stafett::caldav::calendar::reports {

namespace ical = scheduling::ical;

namespace {

void append(std::string& out, const CompSelection& wanted, const ical::Object& object,
            const ical::Component& component) {
    out += object.octets(component.begin_line);
    for (const ical::Property& property : component.properties) {
        const auto prop = std::ranges::find(wanted.props, property.name, &CompSelection::Prop::name);
        if (prop != wanted.props.end() && prop->no_value)
            out += ical::with_value(property, "");
        else if (prop != wanted.props.end() || wanted.all_props)
            out += object.octets(property.raw);
    }
    for (const ical::Component& inner : component.components) {
        const auto comp = std::ranges::find(wanted.comps, inner.name, &CompSelection::name);
        if (comp != wanted.comps.end())
            append(out, *comp, object, inner);
        else if (wanted.all_comps)
            out += object.octets(inner.raw);
    }
    out += object.octets(component.end_line);
}

}  // namespace

std::string partial(const CompSelection& selection, const ical::Object& object) {
    std::string out;
    append(out, selection, object, object.calendar());
    return out;
}

}  // namespace stafett::caldav::calendar::reports
