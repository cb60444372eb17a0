#include "caldav/calendar/filter/comp_filter.h"

#include <algorithm>
#include <array>

#include "caldav/calendar/filter/grammar.h"
#include "caldav/calendar/filter/instances.h"

namespace stafett::caldav::calendar::filter {

namespace ical = scheduling::ical;

namespace {

constexpr int kMostTests = 200;
constexpr std::size_t kNamesPerStep = 8;  // names of properties or components that are compared

// RFC 5545 §3.6: where the components it names may stand. Any other component may stand anywhere.
struct Place {
    std::string_view name;
    std::array<std::string_view, 3> parents;
};
constexpr std::array kPlaces{
    Place{"VEVENT", {"VCALENDAR"}},    Place{"VTODO", {"VCALENDAR"}},         Place{"VJOURNAL", {"VCALENDAR"}},
    Place{"VFREEBUSY", {"VCALENDAR"}}, Place{"VAVAILABILITY", {"VCALENDAR"}}, Place{"AVAILABLE", {"VAVAILABILITY"}},
    Place{"VTIMEZONE", {"VCALENDAR"}}, Place{"VALARM", {"VEVENT", "VTODO"}},  Place{"STANDARD", {"VTIMEZONE"}},
    Place{"DAYLIGHT", {"VTIMEZONE"}},
};

bool may_stand_in(std::string_view name, std::string_view parent) {
    if (name == "VCALENDAR") return false;
    const auto place = std::ranges::find(kPlaces, name, &Place::name);
    return place == kPlaces.end() || std::ranges::find(place->parents, parent) != place->parents.end();
}

// RFC 4791 §9.9 defines a time-range for these and no others.
Result<void> check_time_range(const std::string& name) {
    constexpr std::array<std::string_view, 5> timed{"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VALARM"};
    if (std::ranges::find(timed, name) != timed.end()) return {};
    if (name == "VCALENDAR" || name == "VTIMEZONE") return fail(conditions::valid_filter, "time-range in " + name);
    return fail(conditions::supported_filter, "time-range in " + name);
}

class FilterParser {
  public:
    Result<CompFilter> comp_filter(const xml::Element& element, std::string_view parent) {
        TRY(count());
        TRY_ASSIGN(std::string name, name_attribute(element));
        if (parent.empty() ? name != "VCALENDAR" : !may_stand_in(name, parent))
            return fail(conditions::valid_filter, name + " does not stand in " + std::string(parent));
        CompFilter filter{std::move(name), false, std::nullopt, {}, {}};
        for (const xml::Element& child : element.children()) TRY(read_child(filter, child));
        if (filter.is_not_defined && element.children().size() > 1)
            return fail(conditions::valid_filter, "is-not-defined stands alone");
        return filter;
    }

  private:
    Result<void> count() {
        if (++tests_ > kMostTests) return fail(conditions::valid_filter, "too many tests");
        return {};
    }

    Result<void> read_child(CompFilter& filter, const xml::Element& child) {
        if (child.is(grammar::is_not_defined)) {
            filter.is_not_defined = true;
        } else if (child.is(grammar::time_range)) {
            if (filter.range) return fail(conditions::valid_filter, "two time-ranges");
            TRY(check_time_range(filter.name));
            TRY_ASSIGN(filter.range, parse_time_range(child));
        } else if (child.is(grammar::prop_filter)) {
            TRY(count());
            TRY_ASSIGN(PropFilter prop, parse_prop_filter(child));
            filter.props.push_back(std::move(prop));
        } else if (child.is(grammar::comp_filter)) {
            TRY_ASSIGN(CompFilter comp, comp_filter(child, filter.name));
            filter.comps.push_back(std::move(comp));
        } else {
            return unexpected_element(child);
        }
        return {};
    }

    int tests_ = 0;
};

// Evaluates one filter on one object.
class Match {
  public:
    Match(const ical::Object& object, const ical::ZonePtr& floating, base::WorkBudget& work)
        : work_(work), instances_(object, floating, work) {}

    // `parent` is the component in whose scope `filter` stands.
    bool within(const CompFilter& filter, const ical::Component& parent) {
        if (!work_.spend(1 + parent.components.size() / kNamesPerStep)) return false;
        const bool any = std::ranges::any_of(parent.components, [&](const ical::Component& component) {
            return component.name == filter.name &&
                   (filter.is_not_defined || component_matches(filter, component, parent));
        });
        return filter.is_not_defined ? !any : any;
    }

    bool component_matches(const CompFilter& filter, const ical::Component& component, const ical::Component& parent) {
        return std::ranges::all_of(filter.props, [&](const PropFilter& p) { return property_matches(p, component); }) &&
               std::ranges::all_of(filter.comps, [&](const CompFilter& c) { return within(c, component); }) &&
               (!filter.range || instances_.component_overlaps(component, parent, *filter.range));
    }

  private:
    bool property_matches(const PropFilter& filter, const ical::Component& component) {
        if (!work_.spend(1 + component.properties.size() / kNamesPerStep)) return false;
        if (filter.is_not_defined) return !component.has(filter.name);
        if (filter.range) {
            const ical::Property* property = component.find(filter.name);
            if (property != nullptr && !text_and_params_match(filter, *property, work_)) return false;
            if (property == nullptr && !filter.params.empty()) return false;
            return instances_.property_overlaps(component, filter.name, *filter.range);
        }
        return std::ranges::any_of(component.properties, [&](const ical::Property& property) {
            return property.name == filter.name && text_and_params_match(filter, property, work_);
        });
    }

    base::WorkBudget& work_;
    Instances instances_;
};

}  // namespace

Result<CompFilter> parse_filter(const xml::Element& filter) {
    if (filter.children().size() != 1 || !filter.children().front().is(grammar::comp_filter))
        return fail(conditions::valid_filter, "a filter holds one comp-filter");
    return FilterParser().comp_filter(filter.children().front(), {});
}

Matching matches(const CompFilter& filter, const ical::Object& object, const ical::ZonePtr& floating,
                 base::WorkBudget& work) {
    if (filter.is_not_defined) return Matching::no;  // every object has its VCALENDAR
    const bool found = Match(object, floating, work).component_matches(filter, object.calendar(), object.calendar());
    if (work.exhausted()) return Matching::undecided;
    return found ? Matching::yes : Matching::no;
}

access::Candidates candidates(const CompFilter& filter) {
    constexpr std::array kinds{
        std::pair{"VEVENT", model::ComponentKind::vevent}, std::pair{"VTODO", model::ComponentKind::vtodo},
        std::pair{"VJOURNAL", model::ComponentKind::vjournal}, std::pair{"VFREEBUSY", model::ComponentKind::vfreebusy},
        std::pair{"VAVAILABILITY", model::ComponentKind::vavailability}};
    access::Candidates wanted;
    for (const CompFilter& comp : filter.comps) {
        const auto kind =
            std::ranges::find(kinds, comp.name, [](const auto& pair) { return std::string_view(pair.first); });
        if (kind == kinds.end() || comp.is_not_defined) continue;
        wanted.kind = kind->second;
        if (!comp.range) continue;
        if (comp.range->start != Instant::min()) wanted.start = comp.range->start;
        if (comp.range->end != Instant::max()) wanted.end = comp.range->end;
    }
    return wanted;
}

bool decided_by_candidates(const CompFilter& filter) {
    if (filter.is_not_defined || !filter.props.empty() || filter.comps.size() > 1) return false;
    return std::ranges::all_of(filter.comps, [&](const CompFilter& comp) {
        return !comp.is_not_defined && !comp.range && comp.props.empty() && comp.comps.empty() &&
               candidates(filter).kind.has_value();
    });
}

}  // namespace stafett::caldav::calendar::filter
