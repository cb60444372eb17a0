// What the filter elements of RFC 4791 §9.7 share: their names, and the attributes they are read from.
#pragma once

#include <string>

#include "caldav/calendar/filter/time_range.h"
#include "caldav/http/conditions.h"
#include "caldav/xml/element.h"

namespace stafett::caldav::calendar::filter {

namespace grammar {
inline constexpr QName filter{ns::caldav, "filter"};
inline constexpr QName comp_filter{ns::caldav, "comp-filter"};
inline constexpr QName prop_filter{ns::caldav, "prop-filter"};
inline constexpr QName param_filter{ns::caldav, "param-filter"};
inline constexpr QName is_not_defined{ns::caldav, "is-not-defined"};
inline constexpr QName text_match{ns::caldav, "text-match"};
inline constexpr QName time_range{ns::caldav, "time-range"};
}  // namespace grammar

// The name attribute, upper-cased; CALDAV:valid-filter when it is missing or empty.
Result<std::string> name_attribute(const xml::Element& element);

// Start and end of a CALDAV:time-range (RFC 4791 §9.9): "date with UTC time", at least one, end after start.
// CALDAV:valid-filter otherwise.
Result<TimeRange> parse_time_range(const xml::Element& element);
// The same for elements that must have both: CALDAV:expand and its kind (§9.6.5-7).
Result<TimeRange> parse_closed_range(const xml::Element& element);

// CALDAV:valid-filter that names an element out of place.
std::unexpected<Failure> unexpected_element(const xml::Element& element);

}  // namespace stafett::caldav::calendar::filter
