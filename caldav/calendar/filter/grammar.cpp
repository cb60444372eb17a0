#include "caldav/calendar/filter/grammar.h"

#include "scheduling/ical/content_line.h"
#include "scheduling/ical/values.h"

namespace stafett::caldav::calendar::filter {

namespace ical = scheduling::ical;

namespace {

Result<Instant> utc_attribute(const xml::Element& element, std::string_view value) {
    const std::optional<ical::DateTime> time = ical::parse_date_time(value);
    if (!time || time->form != ical::DateTime::Form::utc)
        return fail(conditions::valid_filter,
                    element.name().local + " is not a date with UTC time: " + std::string(value));
    return Instant(time->time.time_since_epoch());
}

}  // namespace

Result<std::string> name_attribute(const xml::Element& element) {
    const std::optional<std::string_view> name = element.attribute("name");
    if (!name || name->empty()) return fail(conditions::valid_filter, element.name().local + " has no name");
    return ical::upper(*name);
}

Result<TimeRange> parse_time_range(const xml::Element& element) {
    const std::optional<std::string_view> start = element.attribute("start");
    const std::optional<std::string_view> end = element.attribute("end");
    if (!start && !end) return fail(conditions::valid_filter, element.name().local + " has neither start nor end");
    TimeRange range;
    if (start) {
        TRY_ASSIGN(range.start, utc_attribute(element, *start));
    }
    if (end) {
        TRY_ASSIGN(range.end, utc_attribute(element, *end));
    }
    if (range.end <= range.start)
        return fail(conditions::valid_filter, element.name().local + " ends before it starts");
    return range;
}

Result<TimeRange> parse_closed_range(const xml::Element& element) {
    if (!element.attribute("start") || !element.attribute("end"))
        return fail(conditions::valid_filter, element.name().local + " needs start and end");
    return parse_time_range(element);
}

std::unexpected<Failure> unexpected_element(const xml::Element& element) {
    return fail(conditions::valid_filter, element.name().local + " is out of place");
}

}  // namespace stafett::caldav::calendar::filter
