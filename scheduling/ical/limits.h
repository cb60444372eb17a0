// How much of a hostile object is looked at. Every bound is counted while reading, so that what breaks one costs no
// more than what it took to reach it.
#pragma once

#include <cstddef>

namespace stafett::scheduling::ical {

struct Limits {
    std::size_t octets = std::size_t{1} << 20;          // of the whole text
    std::size_t line_octets = std::size_t{1} << 20;     // of one line, unfolded: Outlook writes long X-ALT-DESC
    std::size_t attach_octets = std::size_t{10} << 20;  // of an inline ATTACH, unfolded: the largest object may be one
    std::size_t depth = 8;                              // of nested components
    std::size_t components = 5'000;
    std::size_t properties = 50'000;
    std::size_t parameters = 50'000;        // of all properties together
    std::size_t parameter_values = 50'000;  // likewise
    std::size_t list_values = 20'000;       // of all EXDATE, RDATE and FREEBUSY properties together
};

}  // namespace stafett::scheduling::ical
