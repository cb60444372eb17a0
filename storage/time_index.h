// Which objects can be at a time: found by what they are, not by looking at all. ObjectWrites::put enters each object's
// spans (NewObject::times); they were worked out from its text by whoever wrote it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "storage/base/fault.h"
#include "storage/base/time_spans.h"
#include "storage/calendars.h"

namespace stafett::storage {

class TimeIndexReads {
  public:
    virtual ~TimeIndexReads() = default;
    // The objects of `wanted.kind` with a span that overlaps [wanted.start, wanted.end), by name, without their texts;
    // wanted.uid is not looked at. Costs what it finds, however many objects there are. Nothing when there are more
    // than `most`: ObjectReads::candidates() then walks through them better.
    virtual Result<std::optional<std::vector<model::StoredObject>>> within(model::CalendarId calendar, model::Form form,
                                                                           const Candidates& wanted,
                                                                           std::size_t most) = 0;
    struct Outdated {
        model::CalendarId calendar;
        model::ObjectName name;
        model::SharedText author;
        base::Digest digest;  // of it
    };
    // Objects whose spans are narrow only until before `before`, longest ago first, at most `limit`.
    virtual Result<std::vector<Outdated>> outdated(base::Instant before, std::size_t limit) = 0;
};

class TimeIndexWrites {
  public:
    virtual ~TimeIndexWrites() = default;
    // Replaces the spans of an object whose author's text is still `author`; an object that was written meanwhile, or
    // is gone, is left alone. No change that a client sees.
    virtual Result<void> set(model::CalendarId calendar, const model::ObjectName& name, const base::Digest& author,
                             const base::TimeSpans& times) = 0;
};

}  // namespace stafett::storage
