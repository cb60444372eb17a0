#include "scheduling/ical/cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rrule.h"

namespace stafett::scheduling::ical {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr std::uint64_t kStepsOfInstance = 4;
constexpr days kYear(366);
// Years of a rule that are looked at one by one: leap days come within eight.
constexpr int kYearsLookedAt = 8;

// What the filter of RFC 4791 §9.9 looks at around a year for one alarm.
seconds reach_of(const Component& alarm) {
    constexpr std::int64_t most_days = 3'660;
    const auto within = [](std::int64_t value, std::int64_t most) { return std::clamp(value, -most, most); };
    const auto length = [&](std::string_view value) {
        const Duration duration = parse_duration(value).value_or(Duration{});
        return std::abs(within(duration.days, most_days) * 86'400 + within(duration.seconds, most_days * 86'400));
    };
    const std::int64_t repeat = std::clamp<std::int64_t>(parse_integer(alarm.value("REPEAT")).value_or(0), 0, 10'080);
    return seconds(length(alarm.value("TRIGGER")) + repeat * length(alarm.value("DURATION")));
}

std::uint64_t at_least_one(std::size_t count) { return std::max<std::size_t>(count, 1); }

// Steps that no year of the rule exceeds, and instances likewise.
struct Bound {
    std::uint64_t steps = 0;
    std::uint64_t instances = 0;
};

Bound bound_of(const RecurrenceRule& rule) {
    const std::uint64_t seconds_of_minute = at_least_one(rule.by_second.size());
    const std::uint64_t times_of_hour = at_least_one(rule.by_minute.size()) * seconds_of_minute;
    const std::uint64_t times = at_least_one(rule.by_hour.size()) * times_of_hour;
    const auto interval = static_cast<std::uint64_t>(rule.interval);
    const auto periods = [&](std::uint64_t in_year) { return in_year / interval + 2; };
    switch (rule.frequency) {
        case Frequency::yearly:
            return {2 * (1 + 366 + 366 * times), 366 * times};
        case Frequency::monthly:
            return {periods(12) * (1 + 31 + 31 * times), std::min<std::uint64_t>(periods(12) * 31, 366) * times};
        case Frequency::weekly:
            return {periods(53) * (1 + 7 + 7 * times), std::min<std::uint64_t>(periods(53) * 7, 366) * times};
        case Frequency::daily:
            return {periods(366) * (2 + times), periods(366) * times};
        case Frequency::hourly:
            return {periods(366 * 24) * (1 + times_of_hour), periods(366 * 24) * times_of_hour};
        case Frequency::minutely:
            return {periods(366 * 1'440) * (1 + seconds_of_minute), periods(366 * 1'440) * seconds_of_minute};
        case Frequency::secondly:
            return {periods(366 * 86'400), periods(366 * 86'400)};
    }
    return {};
}

// A rule with COUNT is followed from its beginning, however far off the year is; how many steps there are to an
// instance is plain only where nothing but weekdays limits it.
std::uint64_t steps_to_end(const RecurrenceRule& rule, std::uint64_t share) {
    if (!rule.count) return 0;
    const bool plain = rule.by_month.empty() && rule.by_month_day.empty() && rule.by_year_day.empty() &&
                       rule.by_week_no.empty() && rule.by_set_pos.empty() && rule.by_hour.empty() &&
                       rule.by_minute.empty() && rule.by_second.empty() && rule.frequency >= Frequency::daily &&
                       rule.frequency <= Frequency::weekly;
    return plain ? static_cast<std::uint64_t>(*rule.count) * 15 : share + 1;
}

class Measurement {
  public:
    explicit Measurement(const Object& object)
        : object_(object), share_(base::WorkBudget::share_of(object.text().size())), zones_(object, utc_zone()) {}

    std::optional<Excess> run() {
        look_at_lines();
        if (zones_.exhausted()) return Excess{false, "its time zones cost more to evaluate than one object may"};
        // Each instance is made once for itself and once for each alarm.
        const std::uint64_t steps_of_instances = (alarms_ + 1) * kStepsOfInstance * at_least_one(bound_.instances);
        const bool cheap = steps_of_instances + bound_.steps + fixed_ <= share_;
        if (cheap && bound_.instances <= kMostOccurrences) return {};
        return measure();
    }

  private:
    void look_at_lines() {
        for (const Component* component : object_.main()) {
            fixed_ += 2 + component->properties.size() / 4;
            for (const Property& property : component->properties) look_at(property, component == object_.master());
            for (const Component& inner : component->components)
                if (inner.name == "VALARM") look_at_alarm(inner, component == object_.master());
        }
        fixed_ += zones_.steps();
    }

    void look_at(const Property& property, bool of_master) {
        if (const Parameter* tzid = property.parameter("TZID")) zones_.find(tzid->value());
        const bool dates = property.name == "RDATE" || property.name == "EXDATE";
        if (dates) fixed_ += 2 * static_cast<std::uint64_t>(1 + std::ranges::count(property.value, ','));
        if (!of_master) return;
        if (dates && property.name == "RDATE") bound_.instances += fixed_;
        if (property.name != "RRULE") return;
        const auto rule = parse_rule(property.value);
        if (!rule) return;
        if (rule->count) counted_.push_back(*rule);
        const Bound bound = bound_of(*rule);
        bound_.steps += bound.steps + steps_to_end(*rule, share_);
        bound_.instances += bound.instances;
    }

    // An alarm of the master is tried on each occurrence within its reach, one of an override on that alone.
    void look_at_alarm(const Component& alarm, bool of_master) {
        ++fixed_;
        if (of_master) alarms_ += 2 + static_cast<std::uint64_t>(reach_of(alarm) / seconds(kYear));
    }

    std::optional<Excess> measure() {
        const Times times = object_.master() != nullptr ? times_of(*object_.master()) : Times{};
        if (!times.dtstart) return {};
        const Instant start = zones_.instant(*times.dtstart);
        std::uint64_t most = 0;
        for (int year = 0; year < kYearsLookedAt; ++year) {
            base::WorkBudget work(share_);
            const Occurrences found =
                occurrences(object_, start + year * kYear, start + (year + 1) * kYear, utc_zone(), work);
            if (found.list.size() >= kMostOccurrences && !found.complete)
                return Excess{true, fmt::format("more than {} instances in one year", kMostOccurrences)};
            if (work.exhausted()) return Excess{false, "its recurrence costs more to follow than one object may"};
            most = std::max(most, work.spent() + alarms_ * kStepsOfInstance * found.list.size());
        }
        if (most > share_) return Excess{false, "its alarms cost more to follow than one object may"};
        // The last year of a rule with COUNT costs as much as all years before it.
        base::WorkBudget to_end(share_);
        for (const RecurrenceRule& rule : counted_) {
            RuleIterator iterator(rule, times.dtstart->time, times.dtstart->is_date(), {}, to_end);
            while (iterator.next()) {
            }
        }
        if (to_end.exhausted()) return Excess{false, "its recurrence costs more to follow than one object may"};
        return {};
    }

    const Object& object_;
    const std::uint64_t share_;
    ObjectZones zones_;
    std::vector<RecurrenceRule> counted_;  // rules with COUNT
    Bound bound_;                          // of all rules
    std::uint64_t fixed_ = 0;              // of what is not made by a rule, and of the zones
    std::uint64_t alarms_ = 0;             // how often each occurrence of a year is tried for an alarm
};

}  // namespace

std::optional<Excess> exceeds_share(const Object& object) { return Measurement(object).run(); }

}  // namespace stafett::scheduling::ical
