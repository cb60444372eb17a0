#include "caldav/calendar/properties/supported_calendar_component_set.h"

#include <array>

#include "scheduling/ical/content_line.h"

namespace stafett::caldav::calendar::properties {

namespace {

constexpr QName kComp{ns::caldav, "comp"};

struct Named {
    std::string_view name;
    model::ComponentKind kind;
};
constexpr std::array kComponents{
    Named{"VEVENT", model::ComponentKind::vevent},
    Named{"VTODO", model::ComponentKind::vtodo},
    Named{"VJOURNAL", model::ComponentKind::vjournal},
    Named{"VFREEBUSY", model::ComponentKind::vfreebusy},
    Named{"VAVAILABILITY", model::ComponentKind::vavailability},
};

}  // namespace

Result<bool> read_supported_components(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    if (!subject.node().calendar) return false;
    const model::ComponentSet held = subject.node().calendar->components;
    for (const Named& component : kComponents)
        if ((held & static_cast<model::ComponentSet>(component.kind)) != 0)
            out.start(kComp).attribute("name", component.name).end();
    return true;
}

Result<model::ComponentSet> parse_component_set(const xml::Element& value) {
    model::ComponentSet set = 0;
    for (const xml::Element& child : value.children()) {
        const auto name = child.attribute("name");
        if (!child.is(kComp) || !name) return fail(409, "supported-calendar-component-set holds comp with a name");
        for (const Named& component : kComponents)
            if (scheduling::ical::equal_ignoring_case(component.name, *name))
                set = static_cast<model::ComponentSet>(set | static_cast<model::ComponentSet>(component.kind));
    }
    if (set == 0) return fail(conditions::supported_calendar_component, "no component we know");
    return set;
}

}  // namespace stafett::caldav::calendar::properties
