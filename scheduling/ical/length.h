// How long a component lasts, as a rule for all its instances. Internal to times.cpp and recurrence.cpp.
#pragma once

#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"

namespace stafett::scheduling::ical {

// RFC 5545 §3.8.5.3: DTEND gives an exact length, DURATION nominal days and exact seconds, dates nominal days.
struct Length {
    std::int64_t nominal_days = 0;
    std::chrono::seconds exact{};

    // Where an instance ends that starts at that local time.
    Instant end_of(const Zone& zone, LocalTime start) const;
    std::chrono::seconds about() const { return std::chrono::days(nominal_days) + exact; }
};

// DTSTART, else DUE, else RECURRENCE-ID.
std::optional<DateTime> start_of(const Times& times);
// Never negative; a date lasts a day at least.
Length length_of(const Times& times, const DateTime& start, ObjectZones& zones);

}  // namespace stafett::scheduling::ical
