// CALDAV:calendar-data as a request: which parts of an object a report gives back (RFC 4791 §9.6).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caldav/calendar/filter/time_range.h"
#include "caldav/http/condition.h"
#include "caldav/xml/element.h"
#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/base/work_budget.h"

namespace stafett::caldav::calendar::reports {

// CALDAV:comp (§9.6.1). One without any child asks for everything inside, as the example of §7.8.1 has it.
struct CompSelection {
    struct Prop {
        std::string name;  // upper case
        bool no_value = false;
    };
    std::string name;  // upper case
    bool all_props = false;
    std::vector<Prop> props;
    bool all_comps = false;
    std::vector<CompSelection> comps;
};

struct CalendarData {
    std::optional<CompSelection> comp;
    std::optional<filter::TimeRange> expand;            // §9.6.5
    std::optional<filter::TimeRange> limit_recurrence;  // §9.6.6; never together with `expand`
    bool whole() const { return !comp && !expand && !limit_recurrence; }
};

// CALDAV:supported-calendar-data for another media type or version, 400 for what the grammar forbids.
// limit-freebusy-set is accepted and changes nothing: more FREEBUSY values come back than were asked for.
Result<CalendarData> parse_calendar_data(const xml::Element& element);

// The parts of `object` that were asked for, as iCalendar text. Dates and floating times are compared in `floating`.
// 507 DAV:number-of-matches-within-limits when expansion would give more than 10,000 instances or 8 MiB, or costs more
// than `work`.
Result<std::string> select(const CalendarData& wanted, const scheduling::ical::Object& object,
                           const scheduling::ical::ZonePtr& floating, base::WorkBudget& work);

}  // namespace stafett::caldav::calendar::reports
