#include "scheduling/network/programme.h"

#include <algorithm>

#include "scheduling/ical/recurrence.h"
#include "scheduling/network/meeting_id.h"
#include "scheduling/network/schedule.h"

namespace stafett::scheduling::network {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::sys_days;

const base::Instant kFirst = sys_days(base::Date(std::chrono::year(1), std::chrono::January, std::chrono::day(1)));
const base::Instant kLast = sys_days(base::Date(std::chrono::year(9999), std::chrono::December, std::chrono::day(31)));

base::Date date_of(const ical::Occurrence& one, const ical::Zone& zone) {
    // An all-day meeting is on its day wherever it is read.
    const base::LocalTime local = one.all_day ? one.local_start : zone.to_local(one.start);
    return base::Date(std::chrono::floor<days>(local));
}

base::Date plus_months(base::Date date, int months) {
    const base::Date later = date + std::chrono::months(months);
    return later.ok() ? later : base::Date(later.year() / later.month() / std::chrono::last);
}

base::Date plus_days(base::Date date, int count) { return base::Date(sys_days(date) + days(count)); }

std::string status_of(const ical::Component& component) {
    return ical::upper(ical::trimmed(component.value("STATUS")));
}

// What to look through: the horizon, widened to where rows are, with room for zones and moved occurrences.
std::pair<base::Instant, base::Instant> range_of(const Horizon& horizon, std::span<const model::Hosting> rows) {
    base::Date from = horizon.today;
    base::Date to = plus_months(horizon.today, horizon.months);
    for (const model::Hosting& row : rows) {
        from = std::min(from, row.date);
        to = std::max(to, row.date);
    }
    return {sys_days(plus_days(from, -40)), sys_days(plus_days(to, 40))};
}

void add_series(const ical::Object& object, const ical::ZonePtr& zone, const Horizon& horizon,
                std::span<const model::Hosting> rows, Programme& programme) {
    const auto [from, to] = range_of(horizon, rows);
    const base::Date end = plus_months(horizon.today, horizon.months);
    int open = 0;
    auto work = ical::own_share(object);
    for (const ical::Occurrence& one : ical::occurrences(object, from, to, zone, work).list) {
        const std::string status = status_of(*one.component);
        const model::OccurrenceId id = occurrence_id(one.recurrence_id);
        if (one.is_override && status == "CANCELLED") {
            programme.cancelled.push_back(id);
            continue;
        }
        if (one.is_override && status == "TENTATIVE") continue;
        const base::Date date = date_of(one, *zone);
        Turn turn{id, date, horizon.today <= date && date <= end && open < horizon.rows};
        if (turn.open) ++open;
        programme.turns.push_back(std::move(turn));
    }
}

}  // namespace

Programme programme_of(const ical::Object& object, const ical::ZonePtr& zone, const Horizon& horizon,
                       std::span<const model::Hosting> rows) {
    Programme programme;
    const std::string status = object.status();
    programme.preliminary = status == "TENTATIVE";
    programme.whole_cancelled = status == "CANCELLED";
    if (programme.whole_cancelled) return programme;
    if (object.recurs()) {
        add_series(object, zone, horizon, rows, programme);
        return programme;
    }
    if (const auto date = first_day(object, zone)) programme.turns.push_back({{}, *date, true});
    return programme;
}

std::optional<base::Date> first_day(const ical::Object& object, const ical::ZonePtr& zone) {
    auto work = ical::own_share(object);
    const auto first = ical::first_occurrences(object, kFirst, 1, zone, {}, work);
    if (first.list.empty()) return std::nullopt;
    return date_of(first.list.front(), *zone);
}

std::optional<base::Instant> last_end(const ical::Object& object, const ical::ZonePtr& zone) {
    // Widened bounds: they only tell whether there is an end at all.
    if (!ical::time_bounds(object).end) return std::nullopt;
    auto work = ical::own_share(object);
    const auto all = ical::occurrences(object, kFirst, kLast, zone, work);
    if (!all.complete) return std::nullopt;
    std::optional<base::Instant> end;
    for (const ical::Occurrence& one : all.list) end = std::max(end.value_or(one.end), one.end);
    return end;
}

}  // namespace stafett::scheduling::network
