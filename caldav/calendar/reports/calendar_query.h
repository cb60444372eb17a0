// CALDAV:calendar-query REPORT (RFC 4791 §7.8).
#pragma once

#include "caldav/calendar/filter/comp_filter.h"
#include "caldav/webdav/wanted.h"

namespace stafett::caldav::calendar::reports {

struct CalendarQuery {
    webdav::Wanted wanted;
    filter::CompFilter filter;
    scheduling::ical::ZonePtr timezone;  // of CALDAV:timezone; null: the calendar's own
};

// Every precondition of §7.8 that the request alone decides.
Result<CalendarQuery> parse_calendar_query(const xml::Element& report, const webdav::Preferences& preferences);

// What a report asks of its resources; each CALDAV:calendar-data in it is checked (CALDAV:supported-calendar-data).
Result<webdav::Wanted> read_wanted_data(const xml::Element& report, const webdav::Preferences& preferences);

// On a calendar or one object. The answer is made page by page; an object that cannot be parsed matches no filter that
// looks inside it.
Result<http::Response> calendar_query(const webdav::Request& request, const xml::Element& report,
                                      webdav::GuardedSnapshot& snapshot, const webdav::ReadGrant& target);

}  // namespace stafett::caldav::calendar::reports
