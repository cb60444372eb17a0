#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/object_zones.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "scheduling/ical/length.h"
#include "scheduling/ical/rrule.h"

namespace stafett::scheduling::ical {
namespace {

using std::chrono::days;
using std::chrono::seconds;

// What makes an occurrence wanted.
enum class Match { overlaps, starts };

constexpr std::size_t kPropertiesPerStep = 8;
constexpr std::uint64_t kStepsOfInstance = 3;  // making one costs more than passing over a candidate

constexpr Instant kFirst = std::chrono::sys_days(std::chrono::year(1) / 1 / 3);
constexpr Instant kLast = std::chrono::sys_days(std::chrono::year(9999) / 12 / 28);

}  // namespace

// Instances are known by their local start in the master's zone: the key.
class RecurrenceSet::Series {
  public:
    Series(const Object& object, const ZonePtr& floating, base::WorkBudget& work)
        : object_(object), zones_(object, floating), work_(work) {
        if (const Component* const master = object.master()) read_master(*master);
        for (const Component* component : object.overrides()) read_override(*component);
        work_.spend(zones_.steps());
    }

    // Adds what matches [from, to) to `out`; with `most` it ends once so many are found.
    void collect(Instant from, Instant to, Match match, std::size_t most, Occurrences& out) {
        open_ = false;
        for (const Occurrence& occurrence : overridden_) {
            if (!work_.spend()) {
                out.complete = false;
                return;
            }
            if (matches(occurrence, from, to, match)) out.list.push_back(occurrence);
            if (out.list.size() >= most) return;
        }
        const auto wanted = [&](LocalTime key, const Length& length) {
            if (!is_plain(key)) return true;
            if (!work_.spend(kStepsOfInstance)) return false;
            const Occurrence occurrence = instance(key, length);
            if (matches(occurrence, from, to, match)) out.list.push_back(occurrence);
            return out.list.size() < most;
        };
        if (!each_key(from, to, match, wanted) || work_.exhausted()) out.complete = false;
    }

    // Whether `test` holds for any that `component` describes and that overlaps; stops at the first.
    bool any(const Component& component, Instant from, Instant to, const std::function<bool(const Occurrence&)>& test) {
        if (!work_.spend()) return false;
        if (&component != object_.master()) {
            const auto at = overridden_by_.find(&component);
            if (at == overridden_by_.end()) return false;
            const Occurrence& one = overridden_[at->second];
            return one.component == &component && matches(one, from, to, Match::overlaps) && test(one);
        }
        bool found = false;
        const auto wanted = [&](LocalTime key, const Length& length) {
            if (!is_plain(key) || !work_.spend(kStepsOfInstance)) return true;
            const Occurrence one = instance(key, length);
            found = matches(one, from, to, Match::overlaps) && test(one);
            return !found;
        };
        each_key(from, to, Match::overlaps, wanted);
        return found;
    }

    // Adds where occurrences can be (possible_occurrences); false when `most` or the budget is used up.
    bool collect_possible(Instant from, Instant to, bool in_any_zone, std::size_t most,
                          std::vector<base::TimeSpan>& out) {
        any_zone_ = in_any_zone;
        for (const Occurrence& occurrence : overridden_) out.push_back({occurrence.start, occurrence.end});
        const auto wanted = [&](LocalTime key, const Length& length) {
            if (any_zone_ || is_plain(key)) out.push_back({zone_->to_utc(key), length.end_of(*zone_, key)});
            return out.size() < most;
        };
        return each_key(from, to, Match::overlaps, wanted) && out.size() < most;
    }

    // Whether something may start at or after `at`, as far as the last collect() has seen.
    bool may_start_after(Instant at) const { return open_ || latest_ >= at; }

    static void finish(Occurrences& out) {
        const auto order = [](const Occurrence& o) { return std::tuple(o.start, o.recurrence_id.time, o.end); };
        std::ranges::sort(out.list, {}, order);
        const auto same = [](const Occurrence& a, const Occurrence& b) {
            return a.component == b.component && a.recurrence_id == b.recurrence_id;
        };
        out.list.erase(std::ranges::unique(out.list, same).begin(), out.list.end());
    }

  private:
    DateTime in_masters_form(const DateTime& id) { return start_ ? with_key(key_of(id)) : id; }

    // Calls `wanted(key, length)` for each instance that can match, until it answers false. False when the budget is
    // used up.
    template <class Wanted>
    bool each_key(Instant from, Instant to, Match match, const Wanted& wanted) {
        if (!start_) return true;
        for (const auto& [key, length] : dates_) {
            if (!work_.spend()) return false;
            if (!wanted(key, length)) return true;
        }
        // A day on each side covers every change of offset.
        const LocalTime first = zone_->to_local(std::max(from, kFirst)) -
                                (match == Match::overlaps ? length_.about() : seconds(0)) - days(1);
        const LocalTime end = zone_->to_local(std::min(to, kLast)) + days(1);
        bool complete = true;
        for (const RecurrenceRule& rule : rules_) {
            if (!run(rule, first, end, wanted, complete)) break;
        }
        return complete;
    }

    void read_master(const Component& master) {
        if (!work_.spend(1 + master.properties.size() / kPropertiesPerStep)) return;
        const Times times = times_of(master);
        start_ = ical::start_of(times);
        if (!start_) return;
        zone_ = zones_.of(*start_);
        length_ = length_of(times, *start_, zones_);
        dates_.emplace_back(start_->time, length_);
        if (const auto kind = kind_of(master.name); kind == Kind::freebusy || kind == Kind::availability)
            return note_latest();
        for (const Property& property : master.properties) {
            if (property.name == "RRULE") {
                if (auto rule = parse_rule(property.value)) rules_.push_back(*std::move(rule));
            } else if (property.name == "RDATE") {
                read_rdate(property);
            } else if (property.name == "EXDATE") {
                read_exdate(property);
            }
        }
        std::ranges::sort(excluded_);
        std::ranges::sort(excluded_days_);
        note_latest();
    }

    void note_latest() {
        for (const auto& [key, length] : dates_) latest_ = std::max(latest_, zone_->to_utc(key));
    }

    void read_rdate(const Property& property) {
        const std::string tzid = property.parameter_value("TZID");
        for (const std::string_view value : split_list(property.value)) {
            if (!work_.spend()) return;
            const auto period = parse_period(value, tzid);
            const auto date = period ? period->start : parse_date_time(value, tzid);
            if (!date) continue;
            Length length = length_;
            if (period && period->duration) length = {period->duration->days, seconds(period->duration->seconds)};
            if (period && period->end) length = {0, zones_.instant(*period->end) - zones_.instant(*date)};
            if (length.nominal_days < 0 || length.exact < seconds(0)) length = {};
            dates_.emplace_back(key_of(*date), length);
        }
    }

    // A date among times takes out whatever starts on that day: some clients write EXDATE in the wrong type.
    void read_exdate(const Property& property) {
        for (const DateTime& date : date_times(property)) {
            if (!work_.spend()) return;
            if (date.is_date() && !start_->is_date()) {
                excluded_days_.push_back(date.time);
            } else {
                excluded_.push_back(key_of(date));
            }
        }
    }

    void read_override(const Component& component) {
        if (!work_.spend(1 + component.properties.size() / kPropertiesPerStep)) return;
        const Times times = times_of(component);
        const auto start = ical::start_of(times);
        if (!start) return;
        const DateTime id = in_masters_form(times.recurrence_id.value_or(*start));
        const Length length = length_of(times, *start, zones_);
        const Occurrence occurrence{.recurrence_id = id,
                                    .start = zones_.instant(*start),
                                    .end = length.end_of(*zones_.of(*start), start->time),
                                    .local_start = start->time,
                                    .all_day = start->is_date(),
                                    .component = &component,
                                    .is_override = true};
        latest_ = std::max(latest_, occurrence.start);
        // Of two for one instance the later one in the text counts.
        if (const auto [at, fresh] =
                override_of_.try_emplace({id.time, start_ ? std::string() : id.tzid}, overridden_.size());
            !fresh) {
            overridden_[at->second] = occurrence;
            overridden_by_[&component] = at->second;
        } else {
            overridden_by_[&component] = overridden_.size();
            overridden_.push_back(occurrence);
        }
    }

    LocalTime key_of(const DateTime& id) {
        const auto day_of = [](LocalTime time) { return std::chrono::floor<days>(time); };
        if (start_->is_date())
            return day_of(id.form == DateTime::Form::utc ? zone_->to_local(zones_.instant(id)) : id.time);
        if (id.is_date()) return id.time + (start_->time - day_of(start_->time));
        if (id.form == DateTime::Form::floating || (id.form == start_->form && id.tzid == start_->tzid)) return id.time;
        return zone_->to_local(zones_.instant(id));
    }

    DateTime with_key(LocalTime key) const { return {key, start_->form, start_->tzid}; }

    // Neither excluded nor described by an override.
    bool is_plain(LocalTime key) const {
        return !std::ranges::binary_search(excluded_, key) &&
               !std::ranges::binary_search(excluded_days_, LocalTime(std::chrono::floor<days>(key))) &&
               !override_of_.contains({key, std::string()});
    }

    Occurrence instance(LocalTime key, const Length& length) const {
        return {.recurrence_id = with_key(key),
                .start = zone_->to_utc(key),
                .end = length.end_of(*zone_, key),
                .local_start = key,
                .all_day = start_->is_date(),
                .component = object_.master(),
                .is_override = false};
    }

    // RFC 4791 §9.9.
    static bool matches(const Occurrence& o, Instant from, Instant to, Match match) {
        if (match == Match::starts || o.start == o.end) return o.start >= from && o.start < to;
        return o.start < to && o.end > from;
    }

    // UNTIL in local time. In another type than DTSTART it is read as the author's client shows it: a date holds the
    // whole day, a moment for all-day meetings its date where the reader is.
    std::optional<LocalTime> until_of(const RecurrenceRule& rule) {
        if (!rule.until) return {};
        const DateTime& until = *rule.until;
        const LocalTime local = until.form == DateTime::Form::utc ? zone_->to_local(zones_.instant(until)) : until.time;
        // In some zone a day starts that much later than in UTC.
        if (any_zone_) return (until.is_date() ? local + days(1) : local) + days(1);
        if (start_->is_date()) return std::chrono::floor<days>(local);
        return until.is_date() ? local + days(1) - seconds(1) : local;
    }

    template <class Wanted>
    bool run(const RecurrenceRule& rule, LocalTime first, LocalTime end, const Wanted& wanted, bool& complete) {
        RuleIterator iterator(rule, start_->time, start_->is_date(), until_of(rule), work_);
        iterator.skip_to(first);
        iterator.stop_at(end);
        iterator.next();  // DTSTART, which stands among the dates
        while (const auto key = iterator.next()) {
            if (*key >= end) {
                open_ = true;
                return true;
            }
            if (*key >= first && !wanted(*key, length_)) return false;
        }
        if (iterator.stopped()) open_ = true;
        if (iterator.exhausted()) complete = false;
        return true;
    }

    const Object& object_;
    ObjectZones zones_;
    base::WorkBudget& work_;
    std::optional<DateTime> start_;  // the master's; none: overrides only
    ZonePtr zone_;
    Length length_;
    std::vector<RecurrenceRule> rules_;
    std::vector<std::pair<LocalTime, Length>> dates_;  // DTSTART and RDATEs
    std::vector<LocalTime> excluded_;
    std::vector<LocalTime> excluded_days_;
    std::vector<Occurrence> overridden_;
    std::map<std::pair<LocalTime, std::string>, std::size_t> override_of_;
    std::map<const Component*, std::size_t> overridden_by_;  // index into overridden_
    Instant latest_ = Instant::min();                        // start of what is not made by a rule
    bool any_zone_ = false;                                  // what a zone for floating times could bring counts too
    bool open_ = false;                                      // a rule went on behind the last window
};

RecurrenceSet::RecurrenceSet(const Object& object, const ZonePtr& floating, base::WorkBudget& work)
    : series_(std::make_unique<Series>(object, floating, work)) {}

RecurrenceSet::~RecurrenceSet() = default;

Occurrences RecurrenceSet::within(Instant from, Instant to, std::size_t most) {
    Occurrences out;
    series_->collect(from, to, Match::overlaps, most + 1, out);
    Series::finish(out);
    if (out.list.size() > most) {
        out.list.resize(most);
        out.complete = false;
    }
    return out;
}

bool RecurrenceSet::any(const Component& component, Instant from, Instant to,
                        const std::function<bool(const Occurrence&)>& test) {
    return series_->any(component, from, to, test);
}

bool RecurrenceSet::any(Instant from, Instant to) {
    Occurrences out;
    series_->collect(from, to, Match::overlaps, 1, out);
    return !out.list.empty();
}

Occurrences occurrences(const Object& object, Instant from, Instant to, const ZonePtr& floating, base::WorkBudget& work,
                        std::size_t most) {
    return RecurrenceSet(object, floating, work).within(from, to, most);
}

Occurrences first_occurrences(const Object& object, Instant from, std::size_t count, const ZonePtr& floating,
                              std::optional<Instant> before, base::WorkBudget& work) {
    RecurrenceSet::Series series(object, floating, work);
    Occurrences out;
    const Instant end = std::min(before.value_or(kLast), kLast);
    // Windows that grow: a weekly series needs one, a rule of leap days a few.
    days width(400);
    for (Instant low = std::max(from, kFirst); low < end && out.list.size() < count && out.complete; width *= 2) {
        const Instant high = std::min(low + width, end);
        Occurrences part;
        series.collect(low, high, Match::starts, kMostOccurrences, part);
        RecurrenceSet::Series::finish(part);
        out.complete = part.complete && part.list.size() < kMostOccurrences;
        out.list.insert(out.list.end(), part.list.begin(), part.list.end());
        if (!series.may_start_after(high)) break;
        low = high;
    }
    if (out.list.size() >= count) {
        out.list.resize(count);
        out.complete = true;
    }
    return out;
}

bool occurs_within(const Object& object, Instant from, Instant to, const ZonePtr& floating, base::WorkBudget& work) {
    return RecurrenceSet(object, floating, work).any(from, to);
}

std::optional<std::vector<base::TimeSpan>> possible_occurrences(const Object& object, Instant from, Instant to,
                                                                bool in_any_zone, base::WorkBudget& work) {
    std::vector<base::TimeSpan> out;
    RecurrenceSet::Series series(object, utc_zone(), work);
    if (!series.collect_possible(from, to, in_any_zone, kMostOccurrences, out)) return {};
    return out;
}

}  // namespace stafett::scheduling::ical
