#include "caldav/calendar/filter/instances.h"

#include <algorithm>

#include "scheduling/ical/values.h"

namespace stafett::caldav::calendar::filter {

namespace ical = scheduling::ical;

namespace {

using std::chrono::seconds;

// Beyond these no iCalendar time exists, and arithmetic on what lies between is safe.
constexpr Instant kFirst = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
constexpr Instant kLast = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);

TimeRange clamped(const TimeRange& range) {
    return {std::clamp(range.start, kFirst, kLast), std::clamp(range.end, kFirst, kLast)};
}

// RFC 5545 §3.3.6: days are nominal, what follows is exact.
Instant shifted(Instant at, const ical::Duration& by, const ical::Zone& zone) {
    if (by.days != 0) at = zone.to_utc(zone.to_local(at) + std::chrono::days(by.days));
    return at + seconds(by.seconds);
}

// Some trigger of `first`, `first` + `every`, ... (1 + `repeat` of them) lies in the range.
bool any_trigger(const TimeRange& range, Instant first, std::int64_t repeat, seconds every) {
    if (first >= range.start || repeat <= 0 || every <= seconds(0)) return overlaps(range, first);
    const std::int64_t steps = (range.start - first + every - seconds(1)) / every;
    return steps <= repeat && overlaps(range, first + steps * every);
}

std::int64_t bounded(std::int64_t value, std::int64_t most) { return std::clamp<std::int64_t>(value, -most, most); }

}  // namespace

ical::RecurrenceSet& Instances::recurrence_set() {
    if (!recurrence_set_) recurrence_set_.emplace(object_, zones_.floating(), work_);
    return *recurrence_set_;
}

bool Instances::any_occurrence(const ical::Component& component, const TimeRange& range,
                               const std::function<bool(const ical::Occurrence&)>& test) {
    const TimeRange wide =
        clamped({std::max(range.start, kFirst) - seconds(1), std::min(range.end, kLast) + seconds(1)});
    return recurrence_set().any(component, wide.start, wide.end, test);
}

bool Instances::component_overlaps(const ical::Component& component, const ical::Component& parent,
                                   const TimeRange& range) {
    if (component.name == "VTODO") return todo_overlaps_any(component, range);
    if (component.name == "VFREEBUSY") return free_busy_overlaps_any(component, range);
    if (component.name == "VALARM") return alarm_overlaps_any(component, parent, range);
    if (!component.has("DTSTART")) return false;
    if (object_.main().size() == 1) {
        const TimeRange within = clamped(range);
        return recurrence_set().any(within.start, within.end);
    }
    return any_occurrence(component, range,
                          [&](const ical::Occurrence& o) { return event_overlaps(range, o.start, o.end); });
}

bool Instances::todo_overlaps_any(const ical::Component& todo, const TimeRange& range) {
    const ical::Times times = ical::times_of(todo);
    if (times.dtstart && &todo == object_.master() && object_.recurs()) {
        return any_occurrence(todo, range, [&](const ical::Occurrence& o) {
            TodoTimes instance;
            instance.start = o.start;
            if (times.duration)
                instance.duration_end = o.end;
            else if (times.due)
                instance.due = o.end;
            return todo_overlaps(range, instance);
        });
    }
    const auto instant = [&](const std::optional<ical::DateTime>& time) {
        return time ? std::optional(zones_.instant(*time)) : std::nullopt;
    };
    TodoTimes single{instant(times.dtstart), instant(times.due), std::nullopt, instant(times.completed),
                     instant(times.created)};
    if (times.dtstart && times.duration && !times.due)
        single.duration_end = shifted(*single.start, *times.duration, *zones_.of(*times.dtstart));
    return todo_overlaps(range, single);
}

bool Instances::free_busy_overlaps_any(const ical::Component& free_busy, const TimeRange& range) {
    const ical::Times times = ical::times_of(free_busy);
    if (times.dtstart && times.dtend)
        return free_busy_overlaps(range, zones_.instant(*times.dtstart), zones_.instant(*times.dtend));
    for (const ical::Property* property : free_busy.all("FREEBUSY")) {
        for (const std::string_view value : ical::split_list(property->value)) {
            if (!work_.spend()) return false;
            const std::optional<ical::Period> period = ical::parse_period(value, property->parameter_value("TZID"));
            if (!period) continue;
            const Instant start = zones_.instant(period->start);
            const Instant end = period->end        ? zones_.instant(*period->end)
                                : period->duration ? shifted(start, *period->duration, *zones_.of(period->start))
                                                   : start;
            if (period_overlaps(range, start, end)) return true;
        }
    }
    return false;
}

bool Instances::alarm_overlaps_any(const ical::Component& alarm, const ical::Component& parent,
                                   const TimeRange& range) {
    const ical::Property* trigger = alarm.find("TRIGGER");
    if (trigger == nullptr) return false;
    const TimeRange within = clamped(range);
    // A week of repetitions a minute apart, and triggers within years, are more than anybody sets.
    const std::int64_t repeat = bounded(ical::parse_integer(alarm.value("REPEAT")).value_or(0), 10'080);
    const ical::Duration pause = ical::parse_duration(alarm.value("DURATION")).value_or(ical::Duration{});
    const seconds every(bounded(pause.days, 366) * 86'400 + bounded(pause.seconds, 366 * 86'400LL));
    if (const std::optional<ical::DateTime> absolute = ical::date_time(*trigger))
        return any_trigger(within, zones_.instant(*absolute), repeat, every);
    std::optional<ical::Duration> offset = ical::parse_duration(trigger->value);
    if (!offset) return false;
    offset->days = bounded(offset->days, 3'660);
    offset->seconds = bounded(offset->seconds, 3'660 * 86'400LL);
    const bool from_end = ical::upper(trigger->parameter_value("RELATED")) == "END";

    const ical::Times times = ical::times_of(parent);
    const std::optional<ical::DateTime> anchor = times.dtstart ? times.dtstart : times.due;
    if (!anchor) return false;
    const ical::ZonePtr zone = zones_.of(*anchor);
    // Occurrences whose trigger can lie in the range; a day more for the change between summer and winter time.
    const seconds ahead = std::chrono::days(offset->days) + seconds(offset->seconds);
    const seconds last = ahead + repeat * std::max(every, seconds(0));
    const TimeRange around{within.start - last - std::chrono::days(1), within.end - ahead + std::chrono::days(1)};
    return any_occurrence(parent, around, [&](const ical::Occurrence& o) {
        return any_trigger(within, shifted(from_end ? o.end : o.start, *offset, *zone), repeat, every);
    });
}

bool Instances::property_overlaps(const ical::Component& component, std::string_view property, const TimeRange& range) {
    const bool start = property == "DTSTART";
    const bool end = property == "DTEND" || property == "DUE";
    const bool of_main = std::ranges::find(object_.main(), &component) != object_.main().end();
    if ((start || end) && of_main && component.has("DTSTART")) {
        if (!component.has(property) && (start || !component.has("DURATION"))) return false;
        if (property == (component.name == "VTODO" ? "DTEND" : "DUE")) return false;
        return any_occurrence(component, range,
                              [&](const ical::Occurrence& o) { return overlaps(range, start ? o.start : o.end); });
    }
    const ical::Property* found = component.find(property);
    const std::optional<ical::DateTime> time = found != nullptr ? ical::date_time(*found) : std::nullopt;
    return time && overlaps(range, zones_.instant(*time));
}

}  // namespace stafett::caldav::calendar::filter
