// What one home may hold of what people write, and what one resource may keep of properties.
#pragma once

#include <cstddef>
#include <cstdint>

namespace stafett::caldav::access {

// From configuration. The same for a person's home and for a network's. Files have bounds of their own
// (AttachmentLimits).
struct HomeLimits {
    std::uint64_t octets = 1ULL << 30;                    // of its objects' texts, as they were written
    std::uint64_t objects = 50'000;                       // in all its calendars
    std::uint64_t calendars = 100;                        // those it was made with included
    std::size_t properties = 100;                         // stored ones of one resource and reader
    std::size_t property_octets = 64uz << 10;             // of them together: names and values
    std::uint64_t history() const { return 2 * octets; }  // of texts that its objects have ceased to refer to
};

}  // namespace stafett::caldav::access
