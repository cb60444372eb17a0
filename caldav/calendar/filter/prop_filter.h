// CALDAV:prop-filter (RFC 4791 §9.7.2).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caldav/calendar/filter/param_filter.h"
#include "caldav/calendar/filter/time_range.h"
#include "storage/base/work_budget.h"

namespace stafett::caldav::calendar::filter {

struct PropFilter {
    std::string name;  // upper case
    bool is_not_defined = false;
    std::optional<TimeRange> range;  // of a property that holds a time; never together with `text`
    std::optional<TextMatch> text;
    std::vector<ParamFilter> params;
};

// CALDAV:valid-filter for what the grammar forbids, a time-range in a property without a time included.
Result<PropFilter> parse_prop_filter(const xml::Element& element);

// Whether this one property satisfies text and parameters; its name and time are the caller's. Spends what comparing
// the octets costs; false when `work` does not suffice.
bool text_and_params_match(const PropFilter& filter, const scheduling::ical::Property& property,
                           base::WorkBudget& work);

}  // namespace stafett::caldav::calendar::filter
