// GET of a calendar: its objects as one iCalendar stream, for whoever looks at it with something that knows no CalDAV.
#pragma once

#include <set>
#include <string>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::calendar::methods {

// Each VTIMEZONE once, the objects by name. The tag is weak and follows the calendar's token: the stream is made page
// by page from the present state, so no octets can be promised.
Result<http::Response> get_calendar(const webdav::Request& request, webdav::GuardedSnapshot& snapshot,
                                    const webdav::ReadGrant& calendar);

// Appends the components of one object's text to `out`, with CRLF; of a VTIMEZONE only what `zones` (TZIDs written so
// far) lacks. `text` is one that parse() accepted when it was stored.
void append_components(std::string& out, const std::string& text, std::set<std::string>& zones);

}  // namespace stafett::caldav::calendar::methods
