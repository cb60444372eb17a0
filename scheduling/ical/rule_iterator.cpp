#include <algorithm>
#include <utility>

#include "scheduling/ical/rrule.h"

namespace stafett::scheduling::ical {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::year;
using std::chrono::years;

const local_days kEnd{year(9999) / std::chrono::December / 31};

// The lists are sorted.
bool contains(const std::vector<int>& values, int value) { return std::ranges::binary_search(values, value); }
// Empty: no limit.
bool allows(const std::vector<int>& values, int value) { return values.empty() || contains(values, value); }

// 0 Sunday.
int weekday_of(local_days day) { return static_cast<int>(std::chrono::weekday(day).c_encoding()); }

local_days week_of(local_days day, int week_start) { return day - days((weekday_of(day) - week_start + 7) % 7); }

local_days first_week(year of, int week_start) {  // the one that holds January 4th
    return week_of(local_days(of / std::chrono::January / 4), week_start);
}

int count_of(days span) { return static_cast<int>(span.count()); }

// "The ordinal-th such weekday" between two days, counted from either end.
bool is_nth(int ordinal, local_days day, local_days first, local_days end) {
    return ordinal > 0 ? count_of(day - first) / 7 + 1 == ordinal : count_of(end - days(1) - day) / 7 + 1 == -ordinal;
}

seconds unit_of(Frequency frequency) {
    return frequency == Frequency::hourly ? seconds(3600) : frequency == Frequency::minutely ? seconds(60) : seconds(1);
}

}  // namespace

RuleIterator::RuleIterator(RecurrenceRule rule, LocalTime start, bool dates, std::optional<LocalTime> until,
                           base::WorkBudget& work)
    : rule_(std::move(rule)), start_(start), dates_(dates), until_(until), work_(work) {
    // A DATE has no clock (RFC 5545 §3.3.10): such parts mean nothing for it, and it recurs daily at most.
    if (dates_) rule_.by_hour = rule_.by_minute = rule_.by_second = {};
    if (dates_ && rule_.frequency < Frequency::daily) rule_.frequency = Frequency::daily;
    fill_in_defaults();
}

// "Information, not contained in the rule, ... is taken from DTSTART" (RFC 5545 §3.3.10).
void RuleIterator::fill_in_defaults() {
    const auto day = floor<days>(start_);
    const Date date(day);
    const bool by_days = !rule_.by_month_day.empty() || !rule_.by_year_day.empty() || !rule_.by_day.empty();
    if (!by_days && (rule_.frequency == Frequency::weekly || !rule_.by_week_no.empty())) {
        if (rule_.frequency != Frequency::daily) rule_.by_day.push_back({0, weekday_of(day)});
    } else if (!by_days && rule_.frequency >= Frequency::monthly) {
        rule_.by_month_day.push_back(static_cast<int>(static_cast<unsigned>(date.day())));
        if (rule_.frequency == Frequency::yearly && rule_.by_month.empty()) {
            rule_.by_month.push_back(static_cast<int>(static_cast<unsigned>(date.month())));
        }
    }
    const int clock = static_cast<int>((start_ - day).count());
    if (rule_.frequency > Frequency::hourly && rule_.by_hour.empty()) rule_.by_hour.push_back(clock / 3600);
    if (rule_.frequency > Frequency::minutely && rule_.by_minute.empty()) rule_.by_minute.push_back(clock / 60 % 60);
    if (rule_.frequency > Frequency::secondly && rule_.by_second.empty()) rule_.by_second.push_back(clock % 60);
    names_days_ = finds_days_by_name();
}

void RuleIterator::skip_to(LocalTime from) {
    if (rule_.count || from <= start_) return;
    const auto here = floor<days>(from);
    const auto there = floor<days>(start_);
    const Date now(here);
    const Date then(there);
    std::int64_t units = 0;  // years, months, ... between the two, rounded down
    switch (rule_.frequency) {
        case Frequency::yearly:
            units = (now.year() - then.year()).count();
            break;
        case Frequency::monthly:
            units = (now.year() - then.year()).count() * 12LL + static_cast<int>(static_cast<unsigned>(now.month())) -
                    static_cast<int>(static_cast<unsigned>(then.month()));
            break;
        case Frequency::weekly:
            units = (here - week_of(there, rule_.week_start)).count() / 7;
            break;
        case Frequency::daily:
            units = (here - there).count();
            break;
        case Frequency::hourly:
        case Frequency::minutely:
        case Frequency::secondly:
            units = (from - start_) / unit_of(rule_.frequency);
            break;
    }
    period_ = std::max<std::int64_t>(0, units / rule_.interval - 1);
}

bool RuleIterator::step() {
    if (work_.spend()) return true;
    exhausted_ = ended_ = true;
    return false;
}

bool RuleIterator::begins_in_time(LocalTime period) {
    // A day before the first of a month may be the day before its period.
    const days before(rule_.skip == Skip::backward ? 1 : 0);
    if (!stop_ || period - before < *stop_) return true;
    stopped_ = ended_ = true;
    return false;
}

std::optional<LocalTime> RuleIterator::next() {
    if (given_ == 0) {
        ++given_;
        return last_ = start_;
    }
    while (!ended_ && (!rule_.count || given_ < *rule_.count)) {
        if (at_ == pending_.size()) {
            if (!fill()) break;
            continue;
        }
        const LocalTime candidate = pending_[at_++];
        if (until_ && candidate > *until_) break;
        if (candidate <= last_) continue;  // before DTSTART, or a day that one of the period before was moved to
        ++given_;
        return last_ = candidate;
    }
    ended_ = true;
    return {};
}

// Expands the present period and goes to the next; false at the end of time, of the steps or of what is wanted.
bool RuleIterator::fill() {
    pending_.clear();
    at_ = 0;
    if (!step()) return false;
    const std::int64_t units = period_++ * rule_.interval;
    const auto day = floor<days>(start_);
    const Date date(day);
    bool inside = true;
    if (rule_.frequency == Frequency::yearly) {
        if (units > 9999 - static_cast<int>(date.year())) return false;
        const year of = date.year() + years(static_cast<int>(units));
        const local_days first(of / 1 / 1);
        if (!begins_in_time(first)) return false;
        const local_days end((of + years(1)) / 1 / 1);
        inside = expand_days(first, end) && add_moved_days(first, end);
    } else if (rule_.frequency == Frequency::monthly) {
        if (units > 12LL * (9999 - static_cast<int>(date.year()))) return false;
        const auto first = date.year() / date.month() / 1 + months(static_cast<int>(units));
        if (!begins_in_time(local_days(first))) return false;
        const local_days end(first + months(1));
        inside = expand_days(local_days(first), end) && add_moved_days(local_days(first), end);
    } else if (rule_.frequency == Frequency::weekly || rule_.frequency == Frequency::daily) {
        const bool weekly = rule_.frequency == Frequency::weekly;
        if (units > (kEnd - day).count()) return false;
        const local_days first = weekly ? week_of(day, rule_.week_start) + days(units * 7) : day + days(units);
        if (first > kEnd || !begins_in_time(first)) return false;
        inside = expand_days(first, first + days(weekly ? 7 : 1));
    } else {
        const seconds unit = unit_of(rule_.frequency);
        const LocalTime base = start_ - (start_ - day) % unit;
        if (units > (LocalTime(kEnd) - base) / unit) return false;
        if (!begins_in_time(base + unit * units)) return false;
        inside = expand_clock(base + unit * units);
    }
    keep_positions();
    // What was expanded before the steps ran out is whole only without BYSETPOS; it is given up with the rest.
    if (!inside) pending_.clear();
    return inside;
}

// RFC 7529 §4.1: SKIP comes after BYMONTHDAY and before BYDAY. It is about days that parts of the rule name, so that
// only months and years are concerned; what a part merely limits is never invalid.
bool RuleIterator::add_moved_days(Day first, Day end) {
    if (rule_.skip == Skip::omit || rule_.frequency < Frequency::monthly || !rule_.by_week_no.empty()) return true;
    std::vector<Day> moved;
    if (rule_.by_year_day.empty()) {
        for (Day month = first; month < end;
             month = Day(Date(month).year() / Date(month).month() / std::chrono::last) + days(1)) {
            if (!step()) return false;
            add_moved_month_days(Date(month), moved);
        }
    } else if (rule_.by_month_day.empty() && rule_.frequency == Frequency::yearly) {
        add_moved_year_days(Date(first).year(), moved);
    }
    for (const Day day : moved) {
        if (day <= kEnd && (rule_.by_day.empty() || matches_weekday(day, Date(day))) && !add_times(day)) return false;
    }
    std::ranges::sort(pending_);
    return true;
}

// Of the month's days that BYMONTHDAY names and it does not have, counted from either end.
void RuleIterator::add_moved_month_days(Date month, std::vector<Day>& moved) const {
    if (!allows(rule_.by_month, static_cast<int>(static_cast<unsigned>(month.month())))) return;
    const Day first(month.year() / month.month() / 1);
    const Day last(month.year() / month.month() / std::chrono::last);
    const int length = count_of(last - first) + 1;
    const bool forward = rule_.skip == Skip::forward;
    if (!rule_.by_month_day.empty() && rule_.by_month_day.back() > length)
        moved.push_back(forward ? last + days(1) : last);
    if (!rule_.by_month_day.empty() && rule_.by_month_day.front() < -length)
        moved.push_back(forward ? first : first - days(1));
}

void RuleIterator::add_moved_year_days(year of, std::vector<Day>& moved) const {
    if (of.is_leap()) return;
    const Day first(of / 1 / 1);
    const Day last(of / 12 / 31);
    const bool forward = rule_.skip == Skip::forward;
    if (contains(rule_.by_year_day, 366) && allows(rule_.by_month, 12))
        moved.push_back(forward ? last + days(1) : last);
    if (contains(rule_.by_year_day, -366) && allows(rule_.by_month, 1))
        moved.push_back(forward ? first : first - days(1));
}

bool RuleIterator::expand_days(Day first, Day end) {
    for (Day day = first; day < end; ++day) {
        // Whole months that BYMONTH excludes cost one step, and so do those whose days BYMONTHDAY or BYDAY names.
        if (const Date date(day); !allows(rule_.by_month, static_cast<int>(static_cast<unsigned>(date.month())))) {
            day = Day(date.year() / date.month() / std::chrono::last);
        } else if (names_days_) {
            for (const Day named : named_days(date))
                if (!add_times(named)) return false;
            day = Day(date.year() / date.month() / std::chrono::last);
        } else if (matches(day) && !add_times(day)) {
            return false;
        }
        if (!step()) return false;
    }
    return true;
}

// Whether the days of a month follow from BYMONTHDAY alone, or from BYDAY with ordinals that count within the month:
// the others need not be looked at. A year of 366 steps becomes one of a few.
bool RuleIterator::finds_days_by_name() const {
    if (rule_.frequency < Frequency::monthly || !rule_.by_year_day.empty() || !rule_.by_week_no.empty()) return false;
    if (rule_.by_day.empty()) return !rule_.by_month_day.empty();
    const bool in_month = rule_.frequency == Frequency::monthly || !rule_.by_month.empty();
    return in_month && rule_.by_month_day.empty() &&
           std::ranges::all_of(rule_.by_day, [](const WeekdayNum& one) { return one.ordinal != 0; });
}

// In order, each once. `in` is any day of the month.
std::vector<RuleIterator::Day> RuleIterator::named_days(Date in) const {
    const Day first(in.year() / in.month() / 1);
    const Day last(in.year() / in.month() / std::chrono::last);
    std::vector<Day> found;
    for (const int day : rule_.by_month_day) found.push_back(day > 0 ? first + days(day - 1) : last + days(day + 1));
    for (const WeekdayNum& one : rule_.by_day)
        found.push_back(one.ordinal > 0
                            ? first + days((one.weekday - weekday_of(first) + 7) % 7 + 7 * (one.ordinal - 1))
                            : last - days((weekday_of(last) - one.weekday + 7) % 7 + 7 * (-one.ordinal - 1)));
    std::erase_if(found, [&](Day day) { return day < first || day > last; });
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

bool RuleIterator::add_times(Day day) {
    if (dates_) {
        pending_.emplace_back(day);
        return true;
    }
    for (const int hour : rule_.by_hour) {
        for (const int minute : rule_.by_minute) {
            for (const int second : rule_.by_second) {
                if (!step()) return false;
                pending_.push_back(LocalTime(day) + seconds(hour * 3600 + minute * 60 + std::min(second, 59)));
            }
        }
    }
    return true;
}

// FREQ below DAILY: one hour, minute or second; clock parts above the frequency limit, those below expand.
bool RuleIterator::expand_clock(LocalTime period) {
    const auto day = floor<days>(period);
    const int clock = static_cast<int>((period - day).count());
    const bool by_weekday =
        std::ranges::any_of(rule_.by_day, [&](const WeekdayNum& d) { return d.weekday == weekday_of(day); });
    if (!allows(rule_.by_hour, clock / 3600) || (!rule_.by_day.empty() && !by_weekday)) return true;
    if (rule_.frequency < Frequency::hourly && !allows(rule_.by_minute, clock / 60 % 60)) return true;
    if (rule_.frequency == Frequency::secondly) {
        if (allows(rule_.by_second, clock % 60)) pending_.push_back(period);
        return true;
    }
    const std::vector<int> this_minute{clock / 60 % 60};
    for (const int minute : rule_.frequency == Frequency::hourly ? rule_.by_minute : this_minute) {
        for (const int second : rule_.by_second) {
            if (!step()) return false;
            pending_.push_back(period - seconds(clock % 3600) + seconds(minute * 60 + std::min(second, 59)));
        }
    }
    return true;
}

bool RuleIterator::matches(Day day) const {
    const Date date(day);
    const int month_day = static_cast<int>(static_cast<unsigned>(date.day()));
    if (!rule_.by_month_day.empty()) {
        const Date last(date.year() / date.month() / std::chrono::last);
        const int from_end = month_day - static_cast<int>(static_cast<unsigned>(last.day())) - 1;
        if (!contains(rule_.by_month_day, month_day) && !contains(rule_.by_month_day, from_end)) return false;
    }
    if (!rule_.by_year_day.empty()) {
        const int year_day = count_of(day - Day(date.year() / 1 / 1)) + 1;
        const int from_end = year_day - (date.year().is_leap() ? 366 : 365) - 1;
        if (!contains(rule_.by_year_day, year_day) && !contains(rule_.by_year_day, from_end)) return false;
    }
    return (rule_.by_week_no.empty() || matches_week_number(day)) &&
           (rule_.by_day.empty() || matches_weekday(day, date));
}

// ISO 8601 weeks, but beginning at WKST. Counted in the year that the week belongs to.
bool RuleIterator::matches_week_number(Day day) const {
    const Day week = week_of(day, rule_.week_start);
    const year of = Date(week + days(3)).year();
    const Day first = first_week(of, rule_.week_start);
    const int number = count_of(week - first) / 7 + 1;
    const int weeks = count_of(first_week(of + years(1), rule_.week_start) - first) / 7;
    return contains(rule_.by_week_no, number) || contains(rule_.by_week_no, number - weeks - 1);
}

// An ordinal counts within the month for MONTHLY and for YEARLY with BYMONTH, within the year for YEARLY; it means
// nothing elsewhere and is ignored there.
bool RuleIterator::matches_weekday(Day day, Date date) const {
    const bool in_year = rule_.frequency == Frequency::yearly && rule_.by_month.empty();
    const bool counts = rule_.frequency >= Frequency::monthly && rule_.by_week_no.empty();
    const Day first = in_year ? Day(date.year() / 1 / 1) : Day(date.year() / date.month() / 1);
    const Day end =
        in_year ? Day((date.year() + years(1)) / 1 / 1) : Day(date.year() / date.month() / std::chrono::last) + days(1);
    return std::ranges::any_of(rule_.by_day, [&, weekday = weekday_of(day)](const WeekdayNum& wanted) {
        return wanted.weekday == weekday && (wanted.ordinal == 0 || !counts || is_nth(wanted.ordinal, day, first, end));
    });
}

// BYSETPOS, over the whole period's set (in order, each once).
void RuleIterator::keep_positions() {
    pending_.erase(std::ranges::unique(pending_).begin(), pending_.end());
    if (rule_.by_set_pos.empty()) return;
    std::vector<LocalTime> kept;
    const int size = static_cast<int>(pending_.size());
    for (int i = 0; i < size; ++i) {
        if (contains(rule_.by_set_pos, i + 1) || contains(rule_.by_set_pos, i - size)) {
            kept.push_back(pending_[static_cast<std::size_t>(i)]);
        }
    }
    pending_ = std::move(kept);
}

}  // namespace stafett::scheduling::ical
