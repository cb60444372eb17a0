#include "scheduling/network/held_part.h"

#include <algorithm>
#include <vector>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/date_lists.h"
#include "scheduling/network/master_instances.h"

namespace stafett::scheduling::network {
namespace {

const base::Instant kFirst = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
// Behind the moment: what was moved from before it to after it.
constexpr std::chrono::days kLookedAhead(400);

// RRULE's value that ends with `until`, in DTSTART's type, and in UTC beside a zone (RFC 5545 §3.3.10).
std::string ending_with(std::string_view rule, const ical::DateTime& until, ical::ObjectZones& zones) {
    std::string value;
    for (std::size_t begin = 0; begin < rule.size();) {
        const std::size_t end = std::min(rule.find(';', begin), rule.size());
        const std::string_view part = rule.substr(begin, end - begin);
        const std::string name = ical::upper(ical::trimmed(part.substr(0, part.find('='))));
        if (!part.empty() && name != "COUNT" && name != "UNTIL") value.append(part).append(";");
        begin = end + 1;
    }
    const bool in_utc = until.form == ical::DateTime::Form::zoned;
    return value + "UNTIL=" + ical::format(in_utc ? ical::DateTime::utc(zones.instant(until)) : until);
}

struct Held {
    ical::DateTime last;                  // the latest that was over, by its original start
    std::vector<ical::DateTime> not_yet;  // originally before it, and not over
};

std::optional<Held> held_of(const ical::Object& series, base::Instant at, const ical::ZonePtr& zone) {
    auto work = ical::own_share(series);
    const auto all = ical::occurrences(series, kFirst, at + kLookedAhead, zone, work);
    if (!all.complete) return std::nullopt;
    std::optional<ical::DateTime> last;
    for (const ical::Occurrence& one : all.list)
        if (one.end <= at && (!last || last->time < one.recurrence_id.time)) last = one.recurrence_id;
    if (!last) return std::nullopt;
    Held held{*last, {}};
    for (const ical::Occurrence& one : all.list)
        if (one.end > at && one.recurrence_id.time <= last->time) held.not_yet.push_back(one.recurrence_id);
    return held;
}

}  // namespace

std::optional<std::string> held_part(const ical::Object& series, base::Instant at, const ical::ZonePtr& zone) {
    const ical::Component* master = series.master();
    if (master == nullptr || !series.recurs() || series.status() == "CANCELLED") return std::nullopt;
    const auto held = held_of(series, at, zone);
    if (!held) return std::nullopt;

    ical::ObjectZones zones(series, zone);
    OccurrenceIds ids(series);
    ical::Editor editor(series);
    const auto stays = [&](const ical::DateTime& id) {
        const ical::DateTime named = ids.in_masters_form(id);
        return named.time <= held->last.time && std::ranges::find(held->not_yet, named) == held->not_yet.end();
    };
    for (const ical::Property& property : master->properties) {
        if (property.name == "RRULE")
            editor.replace(property, ical::with_value(property, ending_with(property.value, held->last, zones)));
        if (property.name == "RDATE") keep_dates(editor, property, stays);
    }
    const ical::Property& start = *master->find("DTSTART");
    for (const ical::DateTime& one : held->not_yet) {
        ical::ContentLine line("EXDATE");
        for (const ical::Parameter& parameter : start.parameters) line.parameter(parameter);
        editor.insert_after(start, line.raw(ical::format(one)));
    }
    for (const ical::Component* override : series.overrides())
        if (const auto id = ids.of(*override); !id || !stays(*id)) editor.remove(*override);
    return editor.text();
}

}  // namespace stafett::scheduling::network
