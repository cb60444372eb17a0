// CALDAV:calendar-multiget REPORT (RFC 4791 §7.9).
#pragma once

#include <string>
#include <vector>

#include "caldav/webdav/wanted.h"

namespace stafett::caldav::calendar::reports {

struct CalendarMultiget {
    webdav::Wanted wanted;
    std::vector<std::string> hrefs;  // as they were written, at least one
};
Result<CalendarMultiget> parse_calendar_multiget(const xml::Element& report, const webdav::Preferences& preferences);

// On a calendar or one object. Each href is looked up by itself, with the actor's right to that object, and answered as
// it was written; what lies elsewhere, is unknown or may not be read is a response with status 404.
Result<http::Response> calendar_multiget(const webdav::Request& request, const xml::Element& report,
                                         webdav::GuardedSnapshot& snapshot, const webdav::ReadGrant& target);

}  // namespace stafett::caldav::calendar::reports
