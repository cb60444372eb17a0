// From octets to an Object. Reading repairs what real clients send (empty lines, control characters, bare line feeds,
// lower-case names, a byte order mark); the octets stay as they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scheduling/ical/limits.h"
#include "scheduling/ical/object.h"
#include "storage/base/result.h"

namespace stafett::scheduling::ical {

enum class ParseFault {
    too_large,          // Limits::octets
    line_too_long,      // Limits::line_octets, attach_octets
    too_deep,           // Limits::depth
    too_many,           // components, properties, parameters or values
    malformed_line,     // not name *(";" param) ":" value
    not_icalendar,      // does not begin with BEGIN:VCALENDAR
    unbalanced,         // BEGIN and END do not match, or the text ends early
    several_calendars,  // something follows END:VCALENDAR
};

struct ParseError {
    ParseFault fault;
    std::size_t line = 0;  // from 1; 0: the text as a whole
    std::string detail;    // English, for a person: "line 7: END:VEVENT closes VALARM"
};

template <class T>
using Result = base::Result<T, ParseError>;

// Takes the text over. Time is linear in its size. Never null on success; calendar() is a VCALENDAR.
Result<ObjectPtr> parse(std::string text, const Limits& limits = {});

// Whether XML can carry the text: valid UTF-8 without control characters other than tab, CR and LF (model.md §4).
bool is_storable(std::string_view text);
// The text with such control characters removed, characters that folds divide made whole, and what is not UTF-8 read as
// Latin-1; equal if is_storable.
std::string storable(std::string_view text);

}  // namespace stafett::scheduling::ical
