#include "caldav/calendar/filter/time_range.h"

#include <gtest/gtest.h>

namespace stafett::caldav::calendar::filter {
namespace {

Instant at(int minutes) { return Instant(std::chrono::minutes(minutes)); }
constexpr int kOpen = -1;
TimeRange range(int start, int end) {
    return {start == kOpen ? Instant::min() : at(start), end == kOpen ? Instant::max() : at(end)};
}

TEST(TimeRange, event_with_length_overlaps_by_its_inside) {
    // The event lasts from 10 to 20.
    const struct {
        int start, end;
        bool overlaps;
    } cases[] = {{0, 10, false}, {0, 11, true},     {19, 30, true},     {20, 30, false},    {12, 13, true},
                 {0, 100, true}, {kOpen, 11, true}, {kOpen, 10, false}, {20, kOpen, false}, {19, kOpen, true}};
    for (const auto& c : cases)
        EXPECT_EQ(event_overlaps(range(c.start, c.end), at(10), at(20)), c.overlaps) << c.start << "-" << c.end;
}

TEST(TimeRange, event_without_length_is_an_instant) {
    EXPECT_TRUE(event_overlaps(range(10, 20), at(10), at(10)));
    EXPECT_FALSE(event_overlaps(range(0, 10), at(10), at(10)));
    EXPECT_FALSE(event_overlaps(range(11, 20), at(10), at(10)));
}

TEST(TimeRange, todo_follows_each_row_of_the_table) {
    const auto time = [](int minutes) { return minutes == kOpen ? std::optional<Instant>{} : at(minutes); };
    const struct {
        const char* row;
        int dtstart, due, duration_end, completed, created;
        int start, end;
        bool overlaps;
    } cases[] = {
        {"start and duration, touching its end", 10, kOpen, 20, kOpen, kOpen, 20, 30, true},
        {"start and duration, after", 10, kOpen, 20, kOpen, kOpen, 21, 30, false},
        {"start and duration, before", 10, kOpen, 20, kOpen, kOpen, 0, 10, false},
        {"start and due, inside", 10, 20, kOpen, kOpen, kOpen, 12, 15, true},
        {"start and due, touching due", 10, 20, kOpen, kOpen, kOpen, 20, 30, false},
        {"start equal to due", 10, 10, kOpen, kOpen, kOpen, 10, 11, true},
        {"start equal to due, range ending there", 10, 10, kOpen, kOpen, kOpen, 0, 10, true},
        {"start only", 10, kOpen, kOpen, kOpen, kOpen, 10, 11, true},
        {"start only, after", 10, kOpen, kOpen, kOpen, kOpen, 11, 12, false},
        {"due only, at the range's end", kOpen, 20, kOpen, kOpen, kOpen, 10, 20, true},
        {"due only, at the range's start", kOpen, 20, kOpen, kOpen, kOpen, 20, 30, false},
        {"completed and created, between", kOpen, kOpen, kOpen, 30, 10, 15, 20, true},
        {"completed and created, after", kOpen, kOpen, kOpen, 30, 10, 31, 40, false},
        {"completed only", kOpen, kOpen, kOpen, 30, kOpen, 30, 40, true},
        {"completed only, before", kOpen, kOpen, kOpen, 30, kOpen, 10, 29, false},
        {"created only", kOpen, kOpen, kOpen, kOpen, 10, 50, 60, true},
        {"created only, later", kOpen, kOpen, kOpen, kOpen, 10, 0, 10, false},
        {"nothing at all", kOpen, kOpen, kOpen, kOpen, kOpen, 0, 1, true},
    };
    for (const auto& c : cases) {
        const TodoTimes todo{time(c.dtstart), time(c.due), time(c.duration_end), time(c.completed), time(c.created)};
        EXPECT_EQ(todo_overlaps(range(c.start, c.end), todo), c.overlaps) << c.row;
    }
}

TEST(TimeRange, free_busy_component_includes_its_end_and_a_period_does_not) {
    EXPECT_TRUE(free_busy_overlaps(range(20, 30), at(10), at(20)));
    EXPECT_FALSE(period_overlaps(range(20, 30), at(10), at(20)));
    EXPECT_TRUE(period_overlaps(range(19, 30), at(10), at(20)));
}

}  // namespace
}  // namespace stafett::caldav::calendar::filter
