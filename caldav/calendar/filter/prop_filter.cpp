#include "caldav/calendar/filter/prop_filter.h"

#include <algorithm>
#include <array>

#include "caldav/calendar/filter/grammar.h"
#include "scheduling/ical/values.h"

namespace stafett::caldav::calendar::filter {

namespace ical = scheduling::ical;

namespace {

// RFC 4791 §9.9: the properties a time-range may test.
constexpr std::array<std::string_view, 7> kTimes{"COMPLETED", "CREATED", "DTEND",        "DTSTAMP",
                                                 "DTSTART",   "DUE",     "LAST-MODIFIED"};

Result<void> read_child(PropFilter& filter, const xml::Element& child) {
    if (child.is(grammar::param_filter)) {
        TRY_ASSIGN(ParamFilter param, parse_param_filter(child));
        filter.params.push_back(std::move(param));
        return {};
    }
    if (filter.is_not_defined || filter.range || filter.text)
        return fail(conditions::valid_filter, "prop-filter holds one test of its value");
    if (child.is(grammar::is_not_defined)) {
        filter.is_not_defined = true;
    } else if (child.is(grammar::time_range)) {
        if (std::ranges::find(kTimes, filter.name) == kTimes.end())
            return fail(conditions::valid_filter, filter.name + " holds no time");
        TRY_ASSIGN(filter.range, parse_time_range(child));
    } else if (child.is(grammar::text_match)) {
        TRY_ASSIGN(filter.text, parse_text_match(child));
    } else {
        return unexpected_element(child);
    }
    return {};
}

}  // namespace

Result<PropFilter> parse_prop_filter(const xml::Element& element) {
    TRY_ASSIGN(std::string name, name_attribute(element));
    PropFilter filter{std::move(name), false, std::nullopt, std::nullopt, {}};
    for (const xml::Element& child : element.children()) TRY(read_child(filter, child));
    if (filter.is_not_defined && !filter.params.empty())
        return fail(conditions::valid_filter, "is-not-defined stands alone");
    return filter;
}

bool text_and_params_match(const PropFilter& filter, const ical::Property& property, base::WorkBudget& work) {
    // Folding the case of a text costs about four times what comparing it does.
    if ((filter.text || !filter.params.empty()) &&
        !work.spend_octets(4 * (property.raw.end - property.raw.begin) + 8 * filter.params.size()))
        return false;
    if (filter.text && !(*filter.text)(ical::unescape_text(property.value))) return false;
    return std::ranges::all_of(filter.params, [&](const ParamFilter& param) { return matches(param, property); });
}

}  // namespace stafett::caldav::calendar::filter
