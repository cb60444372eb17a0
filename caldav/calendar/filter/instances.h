// RFC 4791 §9.9 applied to the components of one object, each of their recurrence instances included.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "caldav/calendar/filter/time_range.h"
#include "scheduling/ical/object.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"

namespace stafett::caldav::calendar::filter {

// Made per object and request; one thread. The object and `work` must outlive it. A master's instances are those that
// no override describes; each override is an instance of its own. The recurrence set is read once, however many tests
// ask for it; a test ends with the first instance that it finds. When `work` is exhausted the answers are worth
// nothing.
class Instances {
  public:
    // Dates and floating times are read in `floating`; not null.
    Instances(const scheduling::ical::Object& object, const scheduling::ical::ZonePtr& floating, base::WorkBudget& work)
        : object_(object), work_(work), zones_(object, floating) {}

    // Of a VEVENT, VTODO, VJOURNAL or VFREEBUSY, or of a VALARM in `parent`.
    bool component_overlaps(const scheduling::ical::Component& component, const scheduling::ical::Component& parent,
                            const TimeRange& range);

    // Of a property that holds a time; DTSTART, DTEND and DUE are those of each instance, DTEND and DUE also where a
    // DURATION gives them.
    bool property_overlaps(const scheduling::ical::Component& component, std::string_view property,
                           const TimeRange& range);

  private:
    bool todo_overlaps_any(const scheduling::ical::Component& todo, const TimeRange& range);
    bool free_busy_overlaps_any(const scheduling::ical::Component& free_busy, const TimeRange& range);
    bool alarm_overlaps_any(const scheduling::ical::Component& alarm, const scheduling::ical::Component& parent,
                            const TimeRange& range);
    // Whether `test` holds for an occurrence that `component` describes and that overlaps `range` widened by a second
    // on each side, so that the tables can decide what merely touches it.
    bool any_occurrence(const scheduling::ical::Component& component, const TimeRange& range,
                        const std::function<bool(const scheduling::ical::Occurrence&)>& test);
    scheduling::ical::RecurrenceSet& recurrence_set();

    const scheduling::ical::Object& object_;
    base::WorkBudget& work_;
    scheduling::ical::ObjectZones zones_;
    std::optional<scheduling::ical::RecurrenceSet> recurrence_set_;
};

}  // namespace stafett::caldav::calendar::filter
