#include "caldav/calendar/reports/calendar_data.h"

#include "caldav/calendar/filter/grammar.h"
#include "caldav/calendar/reports/expand.h"
#include "caldav/calendar/reports/partial_retrieval.h"
#include "scheduling/ical/parse.h"

namespace stafett::caldav::calendar::reports {

namespace ical = scheduling::ical;

namespace {

constexpr QName kComp{ns::caldav, "comp"};
constexpr QName kAllcomp{ns::caldav, "allcomp"};
constexpr QName kProp{ns::caldav, "prop"};
constexpr QName kAllprop{ns::caldav, "allprop"};
constexpr QName kExpand{ns::caldav, "expand"};
constexpr QName kLimitRecurrence{ns::caldav, "limit-recurrence-set"};
constexpr QName kLimitFreebusy{ns::caldav, "limit-freebusy-set"};

std::unexpected<Failure> bad(std::string detail) { return fail(400, "calendar-data: " + std::move(detail)); }

// What a request names is compared with every line of every object. Clients name some ten of each.
constexpr std::size_t kMostSelected = 200;

Result<CompSelection> parse_comp(const xml::Element& element, std::size_t& left) {
    if (left < element.children().size() + 1) return bad("more than 200 elements in comp");
    left -= element.children().size() + 1;
    const auto name = element.attribute("name");
    if (!name || name->empty()) return bad("comp without name");
    CompSelection selection;
    selection.name = ical::upper(*name);
    selection.all_props = selection.all_comps = element.children().empty();
    for (const xml::Element& child : element.children()) {
        if (child.is(kAllprop)) {
            selection.all_props = true;
        } else if (child.is(kAllcomp)) {
            selection.all_comps = true;
        } else if (child.is(kProp)) {
            const auto property = child.attribute("name");
            if (!property || property->empty()) return bad("prop without name");
            selection.props.push_back({ical::upper(*property), child.attribute("novalue") == "yes"});
        } else if (child.is(kComp)) {
            TRY_ASSIGN(CompSelection inner, parse_comp(child, left));
            selection.comps.push_back(std::move(inner));
        } else {
            return bad(child.name().local + " in comp");
        }
    }
    return selection;
}

Result<filter::TimeRange> parse_range(const xml::Element& element) {
    auto range = filter::parse_closed_range(element);
    if (!range) return bad(range.error().log_detail);
    return *range;
}

}  // namespace

Result<CalendarData> parse_calendar_data(const xml::Element& element) {
    const std::string type = ical::lower(element.attribute("content-type").value_or("text/calendar"));
    if (ical::trimmed(std::string_view(type).substr(0, type.find(';'))) != "text/calendar")
        return fail(conditions::supported_calendar_data, type);
    if (const auto version = element.attribute("version").value_or("2.0"); version != "2.0")
        return fail(conditions::supported_calendar_data, "version " + std::string(version));
    CalendarData wanted;
    for (const xml::Element& child : element.children()) {
        if (child.is(kComp)) {
            if (wanted.comp) return bad("two comp");
            std::size_t left = kMostSelected;
            TRY_ASSIGN(wanted.comp, parse_comp(child, left));
            if (wanted.comp->name != "VCALENDAR") return bad("comp begins with VCALENDAR");
        } else if (child.is(kExpand) || child.is(kLimitRecurrence)) {
            if (wanted.expand || wanted.limit_recurrence) return bad("expand and limit-recurrence-set");
            auto& range = child.is(kExpand) ? wanted.expand : wanted.limit_recurrence;
            TRY_ASSIGN(range, parse_range(child));
        } else if (child.is(kLimitFreebusy)) {
            TRY(parse_range(child));
        } else {
            return bad(child.name().local);
        }
    }
    return wanted;
}

Result<std::string> select(const CalendarData& wanted, const ical::Object& object, const ical::ZonePtr& floating,
                           base::WorkBudget& work) {
    if (!wanted.expand && !wanted.limit_recurrence) return wanted.comp ? partial(*wanted.comp, object) : object.text();
    std::string text;
    if (wanted.expand) {
        TRY_ASSIGN(text, expand(object, *wanted.expand, floating, work));
    } else {
        TRY_ASSIGN(text, limit_recurrence_set(object, *wanted.limit_recurrence, floating, work));
    }
    if (!wanted.comp) return text;
    ical::Limits limits;
    limits.octets = text.size();
    const auto parsed = ical::parse(text, limits);
    if (!parsed) return fail(conditions::number_of_matches_within_limits, parsed.error().detail);
    return partial(*wanted.comp, **parsed);
}

}  // namespace stafett::caldav::calendar::reports
