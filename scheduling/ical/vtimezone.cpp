#include "scheduling/ical/vtimezone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "scheduling/ical/rrule.h"
#include "scheduling/ical/tzif.h"
#include "scheduling/ical/writer.h"
#include "storage/base/byte_bounded_cache.h"

namespace stafett::scheduling::ical {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::year;

// Onsets are worked out for these years; after the last the offset stays. Rules in the wild begin in 1601.
constexpr year kFirstYear(1970);
constexpr year kLastYear(2200);
constexpr std::size_t kObservances = 200;
constexpr std::size_t kRemembered = std::size_t{1} << 20;  // octets of zones and their texts

struct Onset {
    base::Instant at;
    seconds before;
    seconds after;
};

class EmbeddedZone final : public Zone {
  public:
    EmbeddedZone(std::string name, std::vector<Onset> onsets) : name_(std::move(name)), onsets_(std::move(onsets)) {}
    std::size_t octets() const { return sizeof *this + name_.size() + onsets_.capacity() * sizeof(Onset); }
    std::string_view name() const override { return name_; }
    seconds offset_at(base::Instant at) const override {
        const auto after = std::ranges::upper_bound(onsets_, at, {}, &Onset::at);
        return after == onsets_.begin() ? onsets_.front().before : std::prev(after)->after;
    }

  private:
    std::string name_;
    std::vector<Onset> onsets_;  // in order, at least one
};

void add_rule(const Property& property, LocalTime start, const Onset& offsets, std::vector<Onset>& out,
              base::WorkBudget& work) {
    const auto rule = parse_rule(property.value);
    if (!rule || rule->frequency < Frequency::daily) return;
    std::optional<LocalTime> until;
    if (rule->until)
        until = rule->until->time + (rule->until->form == DateTime::Form::utc ? offsets.before : seconds(0));
    RuleIterator iterator(*rule, start, false, until, work);
    iterator.skip_to(LocalTime(local_days(kFirstYear / 1 / 1)));
    const LocalTime end(local_days(kLastYear / 1 / 1));
    iterator.next();  // DTSTART, which the caller adds
    while (const auto local = iterator.next()) {
        if (*local >= end) break;
        out.push_back({base::Instant(local->time_since_epoch()) - offsets.before, offsets.before, offsets.after});
    }
}

void add_observance(const Component& observance, std::vector<Onset>& out, base::WorkBudget& work) {
    const Property* const dtstart = observance.find("DTSTART");
    const auto start = dtstart == nullptr ? std::nullopt : date_time(*dtstart);
    const auto before = parse_utc_offset(observance.value("TZOFFSETFROM"));
    const auto after = parse_utc_offset(observance.value("TZOFFSETTO"));
    if (!start || !before || !after) return;
    const Onset first{base::Instant(start->time.time_since_epoch()) - *before, *before, *after};
    out.push_back(first);
    for (const Property& property : observance.properties) {
        if (property.name == "RRULE") add_rule(property, start->time, first, out, work);
        if (property.name != "RDATE") continue;
        for (const DateTime& date : date_times(property)) {
            if (!work.spend()) return;
            const seconds shift = date.form == DateTime::Form::utc ? seconds(0) : *before;
            out.push_back({base::Instant(date.time.time_since_epoch()) - shift, *before, *after});
        }
    }
}

// The months' last or n-th weekday as BYDAY; a time before midnight or after the day's end moves it, which only a range
// of days of the month can say.
struct Written {
    std::string rule;
    LocalTime first;  // in 1970
};

Written written(const PosixChange& change) {
    static constexpr std::array<std::string_view, 7> weekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    const LocalTime first = change.in(kFirstYear);
    const auto date = base::Date(std::chrono::floor<days>(first));
    const auto month = static_cast<unsigned>(date.month());
    if (change.kind != PosixChange::Kind::month_week_day) {
        return {fmt::format("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}", month, static_cast<unsigned>(date.day())), first};
    }
    const auto shift = static_cast<int>(std::chrono::floor<days>(change.time).count());
    const auto weekday = weekdays[static_cast<std::size_t>(((change.day + shift) % 7 + 7) % 7)];
    if (shift == 0) {
        return {fmt::format("FREQ=YEARLY;BYMONTH={};BYDAY={}{}", month, change.week == 5 ? -1 : change.week, weekday),
                first};
    }
    const auto on = std::chrono::month(static_cast<unsigned>(change.month));
    const local_days month_end(kFirstYear / on / std::chrono::last);
    const auto last = static_cast<int>(static_cast<unsigned>(base::Date(month_end).day()));
    const int from = (change.week == 5 ? last - 6 : (change.week - 1) * 7 + 1) + shift;
    // Days that reach into the next month are counted from the end of the year, where leap days do not move them.
    const bool inside = from >= 1 && from + 6 <= last;
    const int to_new_year = static_cast<int>((local_days(kFirstYear / 12 / 31) - month_end).count()) + last + 1;
    std::string range;
    for (int day = from; day < from + 7; ++day) {
        range += fmt::format("{}{}", range.empty() ? "" : ",", inside ? day : day - to_new_year);
    }
    const std::string days_of =
        inside ? fmt::format("BYMONTH={};BYMONTHDAY={}", change.month, range) : "BYYEARDAY=" + range;
    return {fmt::format("FREQ=YEARLY;{};BYDAY={}", days_of, weekday), first};
}

std::string observance(std::string_view name, LocalTime start, seconds before, seconds after, const std::string& rule) {
    std::string out = begin_line(name);
    out += ContentLine("DTSTART").date_time({start, DateTime::Form::floating, {}});
    if (!rule.empty()) out += ContentLine("RRULE").raw(rule);
    out += ContentLine("TZOFFSETFROM").raw(format_utc_offset(before));
    out += ContentLine("TZOFFSETTO").raw(format_utc_offset(after));
    return out + end_line(name);
}

// A zone with what evaluating it has cost.
struct Evaluated {
    std::shared_ptr<const EmbeddedZone> zone;
    std::uint64_t steps = 0;
};

Evaluated evaluated(const Component& vtimezone, std::size_t octets, base::WorkBudget& work) {
    const std::uint64_t before = work.spent();
    std::vector<Onset> onsets;
    std::size_t observances = 0;
    work.spend_octets(octets);
    for (const Component& part : vtimezone.components) {
        if (part.name != "STANDARD" && part.name != "DAYLIGHT") continue;
        if (++observances > kObservances || !work.spend()) break;
        add_observance(part, onsets, work);
    }
    if (onsets.empty()) return {nullptr, work.spent() - before};
    std::ranges::sort(onsets, {}, [](const Onset& onset) { return std::pair(onset.at, onset.after); });
    return {std::make_shared<EmbeddedZone>(std::string(vtimezone.value("TZID")), std::move(onsets)),
            work.spent() - before};
}

}  // namespace

ZonePtr embedded_zone(const Object& object, const Component& vtimezone, base::WorkBudget& work) {
    static base::ByteBoundedCache<std::string, Evaluated> remembered(kRemembered);
    const std::string text = object.text().substr(vtimezone.raw.begin, vtimezone.raw.end - vtimezone.raw.begin);
    if (const auto known = remembered.find(text); known && known->steps <= work.left()) {
        work.spend(known->steps);
        return known->zone;
    }
    const Evaluated found = evaluated(vtimezone, text.size(), work);
    // A zone that the budget cut short is not what the text means to whoever has more left.
    if (!work.exhausted()) remembered.put(text, found, text.size() + (found.zone ? found.zone->octets() : 0));
    return found.zone;
}

std::string vtimezone(std::string_view iana, std::string_view tzid) {
    const ZonePtr zone = find_zone(iana);
    if (!zone) return {};
    // Without a footer (or for UTC) the offset in force from the far future on is all there is to say.
    PosixRule rule{.standard = zone->offset_at(base::Instant(local_days(kLastYear / 1 / 1).time_since_epoch())),
                   .daylight = {}};
    if (const auto* file = dynamic_cast<const TzifZone*>(zone.get()); file != nullptr && file->rule())
        rule = *file->rule();
    std::string out = begin_line("VTIMEZONE") + ContentLine("TZID").raw(tzid);
    if (rule.daylight) {
        // Ireland's footer calls winter the exception; STANDARD is what has the smaller offset.
        const bool turned = rule.daylight->offset < rule.standard;
        const Written begins = written(rule.daylight->begins);
        const Written ends = written(rule.daylight->ends);
        out +=
            observance(turned ? "DAYLIGHT" : "STANDARD", ends.first, rule.daylight->offset, rule.standard, ends.rule);
        out += observance(turned ? "STANDARD" : "DAYLIGHT", begins.first, rule.standard, rule.daylight->offset,
                          begins.rule);
    } else {
        out += observance("STANDARD", LocalTime(local_days(kFirstYear / 1 / 1)), rule.standard, rule.standard, {});
    }
    return out + end_line("VTIMEZONE");
}

}  // namespace stafett::scheduling::ical
