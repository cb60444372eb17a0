#include "scheduling/ical/time_spans.h"
#include "scheduling/ical/object_zones.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "scheduling/ical/recurrence.h"

namespace stafett::scheduling::ical {
namespace {

using base::TimeSpan;
using base::TimeSpans;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr days kYear(366);
constexpr days kBefore = 10 * kYear;
constexpr days kAfter = 5 * kYear;
constexpr days kAhead(91);  // how long the spans of a series are good for

constexpr Instant kFirst = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
constexpr Instant kLast = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);

bool floats(const Property& property, ObjectZones& zones) {
    const std::vector<DateTime> times = date_times(property);
    return std::ranges::any_of(times, [&](const DateTime& time) {
        return time.form != DateTime::Form::utc && !(time.form == DateTime::Form::zoned && zones.find(time.tzid));
    });
}

// Whether some time of it depends on the zone that is asked in.
bool floats(const Object& object) {
    constexpr std::array<std::string_view, 6> names{"DTSTART", "DTEND", "DUE", "RDATE", "EXDATE", "RECURRENCE-ID"};
    ObjectZones zones(object, utc_zone());
    for (const Component* component : object.main())
        for (const Property& property : component->properties)
            if (std::ranges::find(names, property.name) != names.end() && floats(property, zones)) return true;
    return false;
}

TimeSpan widened(const TimeSpan& span, seconds margin) {
    const Instant end = std::max(span.start, span.end);
    return {span.start < kFirst ? Instant::min() : span.start - margin, end > kLast ? Instant::max() : end + margin};
}

// Sorted, each apart from the next.
std::vector<TimeSpan> joined(std::vector<TimeSpan> spans) {
    std::ranges::sort(spans, {}, [](const TimeSpan& span) { return std::tuple(span.start, span.end); });
    std::vector<TimeSpan> out;
    for (const TimeSpan& span : spans) {
        if (!out.empty() && span.start <= out.back().end)
            out.back().end = std::max(out.back().end, span.end);
        else
            out.push_back(span);
    }
    return out;
}

// The bits of `index` in the other direction: orders numbers so that any first few of them lie spread evenly.
std::uint32_t scattered(std::uint32_t index) {
    std::uint32_t out = 0;
    for (int bit = 0; bit < 32; ++bit) out |= (index >> bit & 1U) << (31 - bit);
    return out;
}

// At most `most` of them: the widest gaps stay. Of equal ones (a weekly series has nothing else) those that divide it
// evenly, for one long span would be met by every question about its time.
std::vector<TimeSpan> coalesced(const std::vector<TimeSpan>& spans, std::size_t most) {
    if (spans.size() <= most) return spans;
    struct Gap {
        seconds width;
        std::uint32_t order;
        std::uint32_t behind;  // index of the span before it
    };
    std::vector<Gap> gaps;
    for (std::uint32_t i = 0; i + 1 < spans.size(); ++i)
        // Days, so that a change between summer and winter time makes no gap wider than its like.
        gaps.push_back({std::chrono::round<days>(spans[i + 1].start - spans[i].end), scattered(i), i});
    const auto kept = gaps.begin() + static_cast<std::ptrdiff_t>(most - 1);
    std::ranges::nth_element(gaps, kept, [](const Gap& a, const Gap& b) {
        return std::tuple(-a.width, a.order) < std::tuple(-b.width, b.order);
    });
    std::sort(gaps.begin(), kept, [](const Gap& a, const Gap& b) { return a.behind < b.behind; });
    std::vector<TimeSpan> out;
    Instant start = spans.front().start;
    for (auto gap = gaps.begin(); gap != kept; ++gap) {
        out.push_back({start, spans[gap->behind].end});
        start = spans[gap->behind + 1].start;
    }
    out.push_back({start, spans.back().end});
    return out;
}

// Whether occurrences() is all that a time-range asks of the object. A task's override without dates is matched by when
// it was completed.
bool told_by_occurrences(const Object& object) {
    const auto kind = object.kind();
    if (kind != Kind::event && kind != Kind::todo && kind != Kind::journal) return false;
    if (!object.recurs() && object.main().size() < 2) return false;
    return std::ranges::all_of(object.main(), [](const Component* component) { return component->has("DTSTART"); });
}

std::vector<TimeSpan> narrowed(std::vector<TimeSpan> spans, seconds margin, std::size_t most) {
    for (TimeSpan& span : spans) span = widened(span, margin);
    return coalesced(joined(std::move(spans)), most);
}

}  // namespace

TimeSpans time_spans(const Object& object, Instant now) {
    const TimeBounds bounds = time_bounds(object);
    const TimeSpan whole{bounds.start.value_or(Instant::min()), bounds.end.value_or(Instant::max())};
    // An hour, so that a zone whose rules change moves nothing out of its span; a day covers every zone there is.
    if (!told_by_occurrences(object)) return {{widened(whole, hours(1))}, std::nullopt};
    const bool in_any_zone = floats(object);
    const seconds margin = in_any_zone ? seconds(days(1)) : seconds(hours(1));
    if (bounds.start && bounds.end) {
        auto work = own_share(object);
        if (auto all = possible_occurrences(object, kFirst, kLast, in_any_zone, work))
            return {narrowed(*std::move(all), margin, TimeSpans::kMost), std::nullopt};
    }

    const TimeSpan window{now - kBefore, now + kAfter + kAhead};
    auto work = own_share(object);
    auto within = possible_occurrences(object, window.start - margin, window.end + margin, in_any_zone, work);
    if (!within) return {{widened(whole, hours(1))}, std::nullopt};  // hourly and the like: tomorrow too
    std::vector<TimeSpan> spans = narrowed(*std::move(within), margin, TimeSpans::kMost - 2);
    if (whole.start < window.start) spans.push_back(widened({whole.start, window.start}, hours(1)));
    if (whole.end > window.end) spans.push_back(widened({window.end, whole.end}, hours(1)));
    return {joined(std::move(spans)), window.end};
}

Instant spans_needed_until(Instant now) { return now + kAfter; }

}  // namespace stafett::scheduling::ical
