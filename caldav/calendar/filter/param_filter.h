// CALDAV:param-filter (RFC 4791 §9.7.3).
#pragma once

#include <optional>
#include <string>

#include "caldav/calendar/filter/text_match.h"
#include "caldav/http/condition.h"
#include "caldav/xml/element.h"
#include "scheduling/ical/content_line.h"

namespace stafett::caldav::calendar::filter {

struct ParamFilter {
    std::string name;  // upper case
    bool is_not_defined = false;
    std::optional<TextMatch> text;  // neither: the parameter only has to be there
};

// CALDAV:valid-filter for what the grammar forbids, CALDAV:supported-collation for a collation we lack.
Result<ParamFilter> parse_param_filter(const xml::Element& element);
// CALDAV:text-match itself, of a property or a parameter.
Result<TextMatch> parse_text_match(const xml::Element& element);

// A parameter with several values matches if one of them does.
bool matches(const ParamFilter& filter, const scheduling::ical::Property& property);

}  // namespace stafett::caldav::calendar::filter
