#include "caldav/calendar/filter/param_filter.h"

#include <algorithm>

#include "caldav/calendar/filter/grammar.h"

namespace stafett::caldav::calendar::filter {

namespace ical = scheduling::ical;

Result<TextMatch> parse_text_match(const xml::Element& element) {
    const std::string_view collation_name = element.attribute("collation").value_or("i;ascii-casemap");
    const std::optional<Collation> collation = find_collation(collation_name);
    if (!collation) return fail(conditions::supported_collation, std::string(collation_name));
    const std::string_view negate = element.attribute("negate-condition").value_or("no");
    if (negate != "yes" && negate != "no") return fail(conditions::valid_filter, "negate-condition is yes or no");
    return TextMatch(element.text(), *collation, negate == "yes");
}

Result<ParamFilter> parse_param_filter(const xml::Element& element) {
    TRY_ASSIGN(std::string name, name_attribute(element));
    ParamFilter filter{std::move(name), false, std::nullopt};
    for (const xml::Element& child : element.children()) {
        if (filter.is_not_defined || filter.text) return fail(conditions::valid_filter, "param-filter holds one test");
        if (child.is(grammar::is_not_defined)) {
            filter.is_not_defined = true;
        } else if (child.is(grammar::text_match)) {
            TRY_ASSIGN(filter.text, parse_text_match(child));
        } else {
            return unexpected_element(child);
        }
    }
    return filter;
}

bool matches(const ParamFilter& filter, const ical::Property& property) {
    const ical::Parameter* parameter = property.parameter(filter.name);
    if (filter.is_not_defined) return parameter == nullptr;
    if (parameter == nullptr) return false;
    return !filter.text || std::ranges::any_of(parameter->all(), *filter.text);
}

}  // namespace stafett::caldav::calendar::filter
