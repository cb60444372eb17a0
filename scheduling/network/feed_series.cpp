#include "scheduling/network/feed_series.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "scheduling/network/master_instances.h"

namespace stafett::scheduling::network {
namespace {

using std::chrono::floor;

constexpr std::array<std::string_view, 7> kWeekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
// What the pattern's period holds, in its own unit (MS-OXOCAL 2.2.1.44.1).
constexpr std::int64_t kMostDays = 999;
constexpr std::int64_t kMostWeeks = 99;
constexpr std::int64_t kMostMonths = 99;
constexpr std::int64_t kMostYears = 8;
// Of the first instance: how far its series is looked at. A daily one stays within the share of one object.
constexpr std::chrono::days looked_back(366);
constexpr std::chrono::days looked_ahead(20 * 366);

bool has_parts_outlook_lacks(const ical::RecurrenceRule& rule) {
    return !rule.by_second.empty() || !rule.by_minute.empty() || !rule.by_hour.empty() || !rule.by_year_day.empty() ||
           !rule.by_week_no.empty() || rule.skip != ical::Skip::omit || rule.count == 1 || (rule.until && rule.count);
}

int weekday_of(base::LocalTime start) {
    return static_cast<int>(std::chrono::weekday(floor<std::chrono::days>(start)).c_encoding());
}

bool is_on(const std::vector<ical::WeekdayNum>& days, int weekday) {
    return std::ranges::any_of(days, [&](const ical::WeekdayNum& day) { return day.weekday == weekday; });
}

bool all_without_ordinal(const std::vector<ical::WeekdayNum>& days) {
    return std::ranges::all_of(days, [](const ical::WeekdayNum& day) { return day.ordinal == 0; });
}

// The days of `date`'s month whose weekday is one of `days`: how many there are, and the number of `date` among them.
struct Position {
    int number = 0;
    int of = 0;
};
Position position_in_month(base::Date date, const std::vector<ical::WeekdayNum>& days) {
    Position position;
    const unsigned last = static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day());
    for (unsigned day = 1; day <= last; ++day) {
        const std::chrono::weekday weekday{std::chrono::sys_days(date.year() / date.month() / static_cast<int>(day))};
        if (!is_on(days, static_cast<int>(weekday.c_encoding()))) continue;
        ++position.of;
        if (day <= static_cast<unsigned>(date.day())) ++position.number;
    }
    return position;
}

bool is_at(const Position& position, int wanted) {
    return wanted == -1 ? position.number == position.of : wanted >= 1 && wanted <= 4 && position.number == wanted;
}

// A day of the month by number, or one by weekday: "the second Friday", "the last working day".
bool fits_month(const ical::RecurrenceRule& rule, base::LocalTime start) {
    const base::Date date(floor<std::chrono::days>(start));
    if (rule.by_day.empty()) {
        if (!rule.by_set_pos.empty() || rule.by_month_day.size() > 1) return false;
        const auto day = static_cast<int>(static_cast<unsigned>(date.day()));
        const bool last = date.day() == (date.year() / date.month() / std::chrono::last).day();
        return rule.by_month_day.empty() || rule.by_month_day.front() == day ||
               (rule.by_month_day.front() == -1 && last);
    }
    if (!rule.by_month_day.empty() || !is_on(rule.by_day, weekday_of(start))) return false;
    if (rule.by_day.size() == 1 && rule.by_day.front().ordinal != 0)
        return rule.by_set_pos.empty() && is_at(position_in_month(date, rule.by_day), rule.by_day.front().ordinal);
    return all_without_ordinal(rule.by_day) && rule.by_set_pos.size() == 1 &&
           is_at(position_in_month(date, rule.by_day), rule.by_set_pos.front());
}

bool fits_year(const ical::RecurrenceRule& rule, base::LocalTime start) {
    const auto month = static_cast<int>(static_cast<unsigned>(base::Date(floor<std::chrono::days>(start)).month()));
    if (rule.by_month.size() > 1 || (rule.by_month.size() == 1 && rule.by_month.front() != month)) return false;
    // Without BYMONTH these would count from the year's beginning.
    if (rule.by_month.empty() && (!rule.by_day.empty() || !rule.by_month_day.empty())) return false;
    return fits_month(rule, start);
}

std::string number_list(const std::vector<int>& numbers) {
    std::string list;
    for (const int number : numbers) list += fmt::format("{}{}", list.empty() ? "" : ",", number);
    return list;
}

std::string day_list(const std::vector<ical::WeekdayNum>& days) {
    std::string list;
    for (const ical::WeekdayNum& day : days)
        list += fmt::format("{}{}{}", list.empty() ? "" : ",", day.ordinal == 0 ? "" : std::to_string(day.ordinal),
                            kWeekdays[static_cast<std::size_t>(day.weekday)]);
    return list;
}

std::string_view name_of(ical::Frequency frequency) {
    switch (frequency) {
        case ical::Frequency::secondly:
            return "SECONDLY";
        case ical::Frequency::minutely:
            return "MINUTELY";
        case ical::Frequency::hourly:
            return "HOURLY";
        case ical::Frequency::daily:
            return "DAILY";
        case ical::Frequency::weekly:
            return "WEEKLY";
        case ical::Frequency::monthly:
            return "MONTHLY";
        case ical::Frequency::yearly:
            return "YEARLY";
    }
    return {};
}

// Whether the instances stand as they would in the feed's zones, each on a day of its own and in the order in which
// the rule gives them.
bool keeps_order(std::vector<ical::Occurrence> list, const FeedZone& zone) {
    const auto by_rule = [](const ical::Occurrence& one) { return one.recurrence_id.time; };
    std::ranges::sort(list, {}, by_rule);
    std::optional<std::chrono::local_days> before;
    for (const ical::Occurrence& one : list) {
        const ical::DateTime start = feed_time(one.start, one.recurrence_id, zone);
        if (!one.is_override && start.time != one.recurrence_id.time) return false;
        const auto day = floor<std::chrono::days>(start.time);
        if (before && day <= *before) return false;
        before = day;
    }
    return true;
}

// Where the overrides of `object` belong; false if one of them belongs to no instance.
bool overrides_instances_alone(const ical::Object& object) {
    std::vector<ical::DateTime> wanted;
    OccurrenceIds ids(object);
    for (const ical::Component* override : object.overrides()) {
        const auto id = ids.of(*override);
        if (!id) return false;
        wanted.push_back(*id);
    }
    const MasterInstances instances(object, wanted);
    return std::ranges::all_of(wanted, [&](const ical::DateTime& id) { return instances.find(id) != nullptr; });
}

std::optional<std::vector<ical::DateTime>> exceptions_of(const ical::Component& master, const ical::DateTime& start,
                                                         ical::ObjectZones& zones, const FeedZone& zone) {
    std::vector<ical::DateTime> exceptions;
    for (const ical::Property* line : master.all("EXDATE")) {
        for (const ical::DateTime& one : ical::date_times(*line)) {
            if (one.is_date() != start.is_date()) return std::nullopt;
            exceptions.push_back(feed_time(zones.instant(one), start, zone));
        }
    }
    return exceptions;
}

}  // namespace

bool fits_outlook(const ical::RecurrenceRule& rule, base::LocalTime start) {
    if (has_parts_outlook_lacks(rule)) return false;
    switch (rule.frequency) {
        case ical::Frequency::daily:
            return rule.interval <= kMostDays && rule.by_day.empty() && rule.by_month_day.empty() &&
                   rule.by_month.empty() && rule.by_set_pos.empty();
        case ical::Frequency::weekly:
            return rule.interval <= kMostWeeks && rule.by_month_day.empty() && rule.by_month.empty() &&
                   rule.by_set_pos.empty() && all_without_ordinal(rule.by_day) &&
                   (rule.by_day.empty() || is_on(rule.by_day, weekday_of(start)));
        case ical::Frequency::monthly:
            return rule.interval <= kMostMonths && rule.by_month.empty() && fits_month(rule, start);
        case ical::Frequency::yearly:
            return rule.interval <= kMostYears && fits_year(rule, start);
        case ical::Frequency::secondly:
        case ical::Frequency::minutely:
        case ical::Frequency::hourly:
            return false;
    }
    return false;
}

std::string format_rule(const ical::RecurrenceRule& rule, const std::optional<ical::DateTime>& until) {
    std::string text = fmt::format("FREQ={}", name_of(rule.frequency));
    if (rule.count) text += fmt::format(";COUNT={}", *rule.count);
    if (until) text += ";UNTIL=" + ical::format(*until);
    if (rule.interval != 1) text += fmt::format(";INTERVAL={}", rule.interval);
    if (!rule.by_month_day.empty()) text += ";BYMONTHDAY=" + number_list(rule.by_month_day);
    if (!rule.by_day.empty()) text += ";BYDAY=" + day_list(rule.by_day);
    if (!rule.by_month.empty()) text += ";BYMONTH=" + number_list(rule.by_month);
    if (!rule.by_set_pos.empty()) text += ";BYSETPOS=" + number_list(rule.by_set_pos);
    if (rule.week_start != 1) text += fmt::format(";WKST={}", kWeekdays[static_cast<std::size_t>(rule.week_start)]);
    return text;
}

std::optional<FeedTimes> series_times(const ical::Object& object, const FeedZone& zone) {
    const ical::Component* master = object.master();
    if (master == nullptr || master->all("RRULE").size() != 1 || master->has("RDATE") || master->has("EXRULE"))
        return std::nullopt;
    const ical::Times times = ical::times_of(*master);
    // A rule in UTC would move with summer time.
    if (!times.dtstart || times.dtstart->form == ical::DateTime::Form::utc) return std::nullopt;
    const auto rule = ical::parse_rule(master->value("RRULE"));
    if (!rule || !fits_outlook(*rule, times.dtstart->time) || !overrides_instances_alone(object)) return std::nullopt;

    ical::ObjectZones zones(object, zone.zone);
    FeedTimes written;
    written.start = feed_time(zones.instant(*times.dtstart), *times.dtstart, zone);
    if (written.start.form == ical::DateTime::Form::utc) return std::nullopt;
    const base::Instant end = ical::end_of(times, zones);
    if (end > zones.instant(*times.dtstart)) written.end = feed_time(end, *times.dtstart, zone);
    // RFC 5545 §3.3.10: UNTIL is of DTSTART's type, and in UTC beside a local time.
    std::optional<ical::DateTime> until = rule->until;
    if (until && until->is_date() != times.dtstart->is_date()) return std::nullopt;
    if (until && until->form == ical::DateTime::Form::floating) {
        until = times.dtstart;
        until->time = rule->until->time;
    }
    if (until && !until->is_date()) until = ical::DateTime::utc(zones.instant(*until));
    written.rule = format_rule(*rule, until);
    auto exceptions = exceptions_of(*master, *times.dtstart, zones, zone);
    if (!exceptions) return std::nullopt;
    written.exceptions = *std::move(exceptions);

    const base::Instant first = zones.instant(*times.dtstart);
    auto work = ical::own_share(object);
    ical::Occurrences all = ical::occurrences(object, first - looked_back, first + looked_ahead, zone.zone, work);
    if (!all.complete || all.list.empty() || !keeps_order(std::move(all.list), zone)) return std::nullopt;
    return written;
}

}  // namespace stafett::scheduling::network
