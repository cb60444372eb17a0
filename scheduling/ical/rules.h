// RFC 4791 §4.1 and §5.3.2.1: what a PUT must be, checked on the parsed object. Strict only where an object could not
// be stored or shown; what clients.md tells us to repair passes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "scheduling/ical/object.h"

namespace stafett::scheduling::ical {

// Each is a precondition of RFC 4791 §5.3.2.1 (supported_rscale: RFC 7529 §4.1); caldav names its XML element and
// status.
enum class Rule {
    valid_calendar_data,             // CALDAV:valid-calendar-data: not valid iCalendar
    valid_calendar_object_resource,  // CALDAV:valid-calendar-object-resource: two UIDs, two kinds, METHOD, two masters
    supported_calendar_component,    // nothing in it that a calendar can hold
    supported_rscale,                // CALDAV:supported-rscale
};

struct Violation {
    Rule rule;
    std::size_t line = 0;  // from 1; 0: the object as a whole
    std::string detail;    // English, for a person
};

// Nothing if the object may be stored in a calendar collection. Objects of overrides only are accepted, and so are
// recurrences without an instance. Pure and bounded: no expansion takes place.
std::optional<Violation> check_object_rules(const Object& object);

}  // namespace stafett::scheduling::ical
