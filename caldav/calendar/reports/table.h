// The reports of RFC 4791, a line each.
#pragma once

#include <array>

#include "caldav/calendar/reports/calendar_multiget.h"
#include "caldav/calendar/reports/calendar_query.h"
#include "caldav/calendar/reports/free_busy_query.h"
#include "caldav/webdav/report.h"

namespace stafett::caldav::calendar::reports {

inline constexpr std::array table{
    webdav::report<&calendar_query>({ns::caldav, "calendar-query"}, "RFC 4791 7.8",
                                    webdav::Kind::calendar | webdav::Kind::object),
    webdav::report<&calendar_multiget>({ns::caldav, "calendar-multiget"}, "RFC 4791 7.9",
                                       webdav::Kind::calendar | webdav::Kind::object),
    webdav::report<&free_busy_query>({ns::caldav, "free-busy-query"}, "RFC 4791 7.10", webdav::Kind::calendar),
};

}  // namespace stafett::caldav::calendar::reports
