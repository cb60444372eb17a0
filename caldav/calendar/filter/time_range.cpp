#include "caldav/calendar/filter/time_range.h"

#include <algorithm>

namespace stafett::caldav::calendar::filter {

TimeRange intersection(const TimeRange& a, const TimeRange& b) {
    return {std::max(a.start, b.start), std::min(a.end, b.end)};
}

bool event_overlaps(const TimeRange& range, Instant start, Instant end) {
    if (end <= start) return overlaps(range, start);
    return range.start < end && range.end > start;
}

bool todo_overlaps(const TimeRange& range, const TodoTimes& todo) {
    const auto& [dtstart, due, duration_end, completed, created] = todo;
    if (dtstart && duration_end)
        return range.start <= *duration_end && (range.end > *dtstart || range.end >= *duration_end);
    if (dtstart && due)
        return (range.start < *due || range.start <= *dtstart) && (range.end > *dtstart || range.end >= *due);
    if (dtstart) return overlaps(range, *dtstart);
    if (due) return range.start < *due && range.end >= *due;
    if (completed && created)
        return (range.start <= *created || range.start <= *completed) &&
               (range.end >= *created || range.end >= *completed);
    if (completed) return range.start <= *completed && range.end >= *completed;
    if (created) return range.end > *created;
    return true;
}

bool free_busy_overlaps(const TimeRange& range, Instant start, Instant end) {
    return range.start <= end && range.end > start;
}

bool period_overlaps(const TimeRange& range, Instant start, Instant end) {
    return range.start < end && range.end > start;
}

}  // namespace stafett::caldav::calendar::filter
