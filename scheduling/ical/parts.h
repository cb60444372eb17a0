// The parts of a calendar object that has been read before, found without reading it again: for who only passes them
// on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/content_line.h"

namespace stafett::scheduling::ical {

// A component directly in the VCALENDAR.
struct Part {
    Range raw;                        // from BEGIN's first octet to behind END's line end
    std::optional<std::string> tzid;  // of a VTIMEZONE, as Component::text() gives it; none: another component
    bool crlf = true;                 // each of its lines ends with CRLF and none is empty (RFC 5545 §3.1)
    friend bool operator==(const Part&, const Part&) = default;
};

// What parse() would find, for a text that it accepts.
std::vector<Part> parts_of(std::string_view text);

}  // namespace stafett::scheduling::ical
