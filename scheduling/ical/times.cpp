// When a component is, and the bounds of a whole object.
#include <algorithm>

#include "scheduling/ical/length.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rrule.h"

namespace stafett::scheduling::ical {
namespace {

using std::chrono::days;
using std::chrono::seconds;

std::optional<DateTime> date_time_of(const Component& component, std::string_view name) {
    const Property* const property = component.find(name);
    return property == nullptr ? std::nullopt : date_time(*property);
}

// Grows with every moment included.
class Bounds {
  public:
    explicit Bounds(ObjectZones& zones) : zones_(zones) {}

    void include(const DateTime& value) { include(value, zones_.instant(value)); }
    // A moment worked out from `value`: as uncertain as that is.
    void include(const DateTime& value, Instant at) {
        const bool exact =
            value.form == DateTime::Form::utc || (value.form == DateTime::Form::zoned && zones_.find(value.tzid));
        const days margin(exact ? 0 : 1);
        start_ = std::min(start_.value_or(at - margin), at - margin);
        end_ = std::max(end_.value_or(at + margin), at + margin);
    }
    void open_start() { no_start_ = true; }
    void open_end() { no_end_ = true; }

    TimeBounds result() const {
        TimeBounds out;
        if (!no_start_) out.start = start_;
        if (!no_end_ && end_) out.end = *end_ + seconds(1);
        return out;
    }

  private:
    ObjectZones& zones_;
    std::optional<Instant> start_;
    std::optional<Instant> end_;
    bool no_start_ = false;
    bool no_end_ = false;
};

void include_rule(const Property& property, const DateTime& start, const Length& length, ObjectZones& zones,
                  Bounds& bounds, base::WorkBudget& work) {
    const auto rule = parse_rule(property.value);
    if (!rule) return;
    const ZonePtr zone = zones.of(start);
    if (rule->until) {
        // A day more covers every reading of an UNTIL that is not in DTSTART's form.
        const Instant until = zones.instant(*rule->until) + days(2);
        bounds.include(start, until);
        bounds.include(start, length.end_of(*zone, zone->to_local(until)));
        return;
    }
    if (!rule->count) return bounds.open_end();
    RuleIterator iterator(*rule, start.time, start.is_date(), {}, work);
    LocalTime last = start.time;
    while (const auto local = iterator.next()) last = *local;
    if (iterator.exhausted()) return bounds.open_end();
    bounds.include(start, length.end_of(*zone, last));
}

void include_recurrence(const Component& component, const DateTime& start, const Length& length, ObjectZones& zones,
                        Bounds& bounds, base::WorkBudget& work) {
    for (const Property& property : component.properties) {
        if (property.name == "RRULE") include_rule(property, start, length, zones, bounds, work);
        if (property.name != "RDATE") continue;
        for (const std::string_view value : split_list(property.value)) {
            const std::string tzid = property.parameter_value("TZID");
            const auto date = parse_date_time(value.substr(0, value.find('/')), tzid);
            if (!date) continue;
            const auto include = [&](Instant at) {
                if (date->is_date() == start.is_date()) return bounds.include(*date, at);
                // A time among dates means its day, a date among times that day's instance, in whatever zone.
                bounds.include(start, at - days(2));
                bounds.include(start, at + days(2));
            };
            include(zones.instant(*date));
            include(length.end_of(*zones.of(*date), date->time));
            const auto period = parse_period(value, tzid);
            if (period && period->end) {
                bounds.include(*period->end);
                include(zones.instant(*period->end));
            }
            if (period && period->duration)
                include(zones.instant(*date) + seconds(period->duration->seconds) + days(period->duration->days + 1));
        }
    }
}

void include_component(const Component& component, ObjectZones& zones, Bounds& bounds, base::WorkBudget& work) {
    const Times times = times_of(component);
    const auto kind = kind_of(component.name);
    for (const auto* value :
         {&times.dtstart, &times.dtend, &times.due, &times.completed, &times.created, &times.recurrence_id}) {
        if (*value && (value != &times.created || kind == Kind::todo)) bounds.include(**value);
    }
    if (kind == Kind::availability) {  // RFC 7953 §3.1: without DTSTART from ever, without end for ever
        if (!times.dtstart) bounds.open_start();
        if (!times.dtend && !times.duration) bounds.open_end();
    }
    const auto start = start_of(times);
    if (!start) {  // RFC 4791 §9.9: a task without dates matches whatever is asked
        bounds.open_start();
        bounds.open_end();
        return;
    }
    const Length length = length_of(times, *start, zones);
    bounds.include(*start, length.end_of(*zones.of(*start), start->time));
    include_recurrence(component, *start, length, zones, bounds, work);
}

}  // namespace

Times times_of(const Component& component) {
    Times times{.dtstart = date_time_of(component, "DTSTART"),
                .dtend = date_time_of(component, "DTEND"),
                .due = date_time_of(component, "DUE"),
                .completed = date_time_of(component, "COMPLETED"),
                .created = date_time_of(component, "CREATED"),
                .recurrence_id = date_time_of(component, "RECURRENCE-ID"),
                .duration = {}};
    if (const Property* const duration = component.find("DURATION")) times.duration = parse_duration(duration->value);
    return times;
}

std::optional<DateTime> start_of(const Times& times) {
    return times.dtstart ? times.dtstart : times.due ? times.due : times.recurrence_id;
}

Instant Length::end_of(const Zone& zone, LocalTime start) const {
    return zone.to_utc(start + days(nominal_days)) + exact;
}

Length length_of(const Times& times, const DateTime& start, ObjectZones& zones) {
    const std::optional<DateTime>& end = times.dtend ? times.dtend : times.duration ? std::nullopt : times.due;
    if (start.is_date()) {
        std::int64_t count = 1;
        if (end)
            count = (std::chrono::floor<days>(end->time) - std::chrono::floor<days>(start.time)).count();
        else if (times.duration)
            count = times.duration->days + times.duration->seconds / 86'400;
        return {std::max<std::int64_t>(count, 1), seconds(0)};
    }
    if (end) {
        // An end without zone behind a start with one is meant in the start's.
        const bool bare = end->form == DateTime::Form::floating || end->form == DateTime::Form::date;
        const ZonePtr zone = bare ? zones.of(start) : zones.of(*end);
        return {0, std::max(seconds(0), zone->to_utc(end->time) - zones.instant(start))};
    }
    if (!times.duration || times.duration->days < 0 || times.duration->seconds < 0) return {};
    return {times.duration->days, seconds(times.duration->seconds)};
}

Instant end_of(const Times& times, ObjectZones& zones) {
    const auto start = start_of(times);
    if (!start) return {};
    return length_of(times, *start, zones).end_of(*zones.of(*start), start->time);
}

TimeBounds time_bounds(const Object& object) {
    auto work = own_share(object);
    ObjectZones zones(object, utc_zone());
    Bounds bounds(zones);
    for (const Component* component : object.main()) include_component(*component, zones, bounds, work);
    return bounds.result();
}

}  // namespace stafett::scheduling::ical
