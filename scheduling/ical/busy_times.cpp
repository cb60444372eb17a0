#include "scheduling/ical/busy_times.h"
#include "scheduling/ical/object_zones.h"

#include <algorithm>
#include <tuple>

#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/values.h"

namespace stafett::scheduling::ical {
namespace {

using base::TimeSpan;

void add(Busy type, const TimeSpan& span, const TimeSpan& range, std::vector<BusyTime>& out) {
    const TimeSpan within{std::max(span.start, range.start), std::min(span.end, range.end)};
    if (within.start < within.end) out.push_back({type, within});
}

// RFC 4791 §7.10's table; nothing where the time stays free.
std::optional<Busy> busy_of(const Component& event) {
    if (upper(event.value("TRANSP")) == "TRANSPARENT") return {};
    const std::string status = upper(event.value("STATUS"));
    if (status == "CANCELLED") return {};
    return status == "TENTATIVE" ? Busy::tentative : Busy::busy;
}

bool add_events(const Object& object, const TimeSpan& range, const ZonePtr& floating, std::vector<BusyTime>& out,
                base::WorkBudget& work) {
    if (std::ranges::none_of(object.main(), [](const Component* c) { return busy_of(*c).has_value(); })) return true;
    const Occurrences found = occurrences(object, range.start, range.end, floating, work);
    for (const Occurrence& occurrence : found.list)
        if (const auto type = busy_of(*occurrence.component))
            add(*type, {occurrence.start, occurrence.end}, range, out);
    return found.complete;
}

std::optional<Busy> type_of(const Property& freebusy) {
    const std::string type = upper(freebusy.parameter_value("FBTYPE"));
    if (type == "FREE") return {};
    if (type == "BUSY-TENTATIVE") return Busy::tentative;
    return type == "BUSY-UNAVAILABLE" ? Busy::unavailable : Busy::busy;
}

bool add_free_busy(const Object& object, const TimeSpan& range, const ZonePtr& floating, std::vector<BusyTime>& out,
                   base::WorkBudget& work) {
    ObjectZones zones(object, floating);
    for (const Component* component : object.main()) {
        for (const Property* property : component->all("FREEBUSY")) {
            const auto type = type_of(*property);
            if (!type) continue;
            for (const std::string_view value : split_list(property->value)) {
                if (!work.spend()) return false;
                const auto period = parse_period(value, property->parameter_value("TZID"));
                if (!period) continue;
                const Instant start = zones.instant(period->start);
                const Duration length = period->duration.value_or(Duration{});
                const Instant end = period->end
                                        ? zones.instant(*period->end)
                                        : start + std::chrono::days(length.days) + std::chrono::seconds(length.seconds);
                add(*type, {start, end}, range, out);
            }
        }
    }
    return true;
}

std::string_view fbtype(Busy type) {
    switch (type) {
        case Busy::busy:
            return {};
        case Busy::tentative:
            return "BUSY-TENTATIVE";
        case Busy::unavailable:
            return "BUSY-UNAVAILABLE";
    }
    return {};
}

}  // namespace

bool add_busy_times(const Object& object, const TimeSpan& range, const ZonePtr& floating, std::vector<BusyTime>& out,
                    base::WorkBudget& work) {
    const auto kind = object.kind();
    if (kind == Kind::event) return add_events(object, range, floating, out, work);
    return kind != Kind::freebusy || add_free_busy(object, range, floating, out, work);
}

std::optional<OneTime> one_time(const Object& object) {
    const Component* const event = object.master();
    if (object.kind() != Kind::event || event == nullptr || object.main().size() != 1 || object.recurs() ||
        event->has("EXDATE"))
        return {};
    ObjectZones zones(object, utc_zone());
    const auto fixed = [&](const std::optional<DateTime>& time) {
        return time && (time->form == DateTime::Form::utc ||
                        (time->form == DateTime::Form::zoned && zones.find(time->tzid) != nullptr));
    };
    const Times times = times_of(*event);
    if (!fixed(times.dtstart) || (times.dtend && !fixed(times.dtend))) return {};
    auto work = own_share(object);
    const Occurrences found = first_occurrences(object, Instant::min(), 1, utc_zone(), {}, work);
    if (found.list.size() != 1) return {};
    return OneTime{{found.list[0].start, found.list[0].end}, busy_of(*event)};
}

void add_busy_time(const OneTime& event, const TimeSpan& range, std::vector<BusyTime>& out) {
    if (event.type) add(*event.type, event.span, range, out);
}

std::vector<BusyTime> merged(std::vector<BusyTime> times) {
    std::ranges::sort(times, {}, [](const BusyTime& t) { return std::tuple(t.type, t.span.start, t.span.end); });
    std::vector<BusyTime> out;
    for (const BusyTime& time : times) {
        if (!out.empty() && out.back().type == time.type && time.span.start <= out.back().span.end)
            out.back().span.end = std::max(out.back().span.end, time.span.end);
        else
            out.push_back(time);
    }
    return out;
}

std::string freebusy_lines(const std::vector<BusyTime>& times) {
    std::string out;
    for (const BusyTime& time : times) {  // at most 73 octets each: nothing to fold
        out += "FREEBUSY";
        if (const std::string_view type = fbtype(time.type); !type.empty()) out.append(";FBTYPE=").append(type);
        out += ':';
        out += format(DateTime::utc(time.span.start));
        out += '/';
        out += format(DateTime::utc(time.span.end));
        out += "\r\n";
    }
    return out;
}

}  // namespace stafett::scheduling::ical
