// RFC 5545 §3.3.10: a recurrence rule, read strictly and expanded by our own engine under a budget of steps (every
// candidate period and day is one), in local time without a zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/values.h"
#include "storage/base/result.h"
#include "storage/base/work_budget.h"

namespace stafett::scheduling::ical {

enum class Frequency { secondly, minutely, hourly, daily, weekly, monthly, yearly };

struct WeekdayNum {
    int ordinal = 0;  // 0: every such day; 2: the second, -1: the last
    int weekday = 0;  // 0 Sunday to 6 Saturday
    friend bool operator==(const WeekdayNum&, const WeekdayNum&) = default;
};

// RFC 7529 §4.1: what becomes of days that a month or year does not have.
enum class Skip { omit, backward, forward };

struct RecurrenceRule {
    Frequency frequency = Frequency::daily;
    std::int64_t interval = 1;
    std::optional<std::int64_t> count;
    std::optional<DateTime> until;
    int week_start = 1;  // WKST, 0 Sunday
    Skip skip = Skip::omit;
    std::vector<int> by_second, by_minute, by_hour, by_month_day, by_year_day, by_week_no, by_month, by_set_pos;
    std::vector<WeekdayNum> by_day;
};

// Why a rule is refused.
struct RuleFault {
    bool rscale = false;  // RFC 7529: a calendar scale other than Gregorian
    std::string detail;
};

// SKIP is read without RSCALE too. Refuses what RFC 5545 forbids, INTERVAL and COUNT beyond 1..1,000,000, and FREQ
// below DAILY together with BYMONTH, BYMONTHDAY, BYYEARDAY or BYWEEKNO (no client writes such, and they are slow to
// find empty).
base::Result<RecurrenceRule, RuleFault> parse_rule(std::string_view value);

// Gives the instances of one rule in order. A local engine: `start` is DTSTART in local time, instances are in the
// same. DTSTART itself is the first instance even if the rule does not match it, and counts against COUNT. No instance
// lies beyond the year 9999. Week 53 exists only in years that have it, whatever SKIP says.
class RuleIterator {
  public:
    // `dates`: DTSTART is a DATE. `until` is in local time, inclusive. `work` outlives the iterator; each candidate
    // period, day and time costs a step.
    RuleIterator(RecurrenceRule rule, LocalTime start, bool dates, std::optional<LocalTime> until,
                 base::WorkBudget& work);
    // Lets instances before `from` (DTSTART aside) be left out without looking at them where the rule allows that (no
    // COUNT). To be called before next().
    void skip_to(LocalTime from);
    // Lets next() end with the first period that begins at or after `end`, without looking further: a rule that matches
    // nothing there costs no more than one that does.
    void stop_at(LocalTime end) { stop_ = end; }
    // Nothing at the rule's end, where stopped(), or when `work` is used up: then exhausted().
    std::optional<LocalTime> next();
    bool exhausted() const { return exhausted_; }
    bool stopped() const { return stopped_; }

  private:
    using Day = std::chrono::local_days;

    void fill_in_defaults();
    bool step();
    bool fill();
    // Whether the period that begins then is to be looked at.
    bool begins_in_time(LocalTime period);
    bool expand_days(Day first, Day end);
    bool expand_clock(LocalTime period);
    bool finds_days_by_name() const;
    std::vector<Day> named_days(Date in) const;
    bool add_times(Day day);
    bool add_moved_days(Day first, Day end);
    void add_moved_month_days(Date month, std::vector<Day>& moved) const;
    void add_moved_year_days(std::chrono::year of, std::vector<Day>& moved) const;
    bool matches(Day day) const;
    bool matches_weekday(Day day, Date date) const;
    bool matches_week_number(Day day) const;
    void keep_positions();

    RecurrenceRule rule_;
    LocalTime start_;
    bool dates_;
    std::optional<LocalTime> until_;
    base::WorkBudget& work_;
    bool names_days_ = false;
    std::optional<LocalTime> stop_;
    std::int64_t period_ = 0;         // intervals since DTSTART's own year, month, week, ...
    std::vector<LocalTime> pending_;  // instances of the present period, in order
    std::size_t at_ = 0;
    std::int64_t given_ = 0;
    LocalTime last_{};  // given
    bool ended_ = false;
    bool exhausted_ = false;
    bool stopped_ = false;
};

}  // namespace stafett::scheduling::ical
