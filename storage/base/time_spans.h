// The stretches of time in which something can be: what a time index keeps of an object.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "storage/base/clock.h"

namespace stafett::base {

// [start, end), UTC. The widest one is everything.
struct TimeSpan {
    Instant start = Instant::min();
    Instant end = Instant::max();
    friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

// A prefilter, never an answer: wherever the object can match a time, some span lies, and elsewhere some may.
struct TimeSpans {
    static constexpr std::size_t kMost = 64;  // spans of one object, whatever its rule

    std::vector<TimeSpan> spans;  // by start, apart from each other
    // Up to when they are as narrow as they can be; what comes later is one span without end. None: for ever. They stay
    // right after it, only too wide.
    std::optional<Instant> until;
    friend bool operator==(const TimeSpans&, const TimeSpans&) = default;
};

}  // namespace stafett::base
