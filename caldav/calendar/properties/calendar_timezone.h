// CALDAV:calendar-timezone (RFC 4791 §5.2.2): where dates and floating times lie. Unset, it is the association's zone.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_calendar_timezone(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);
// CALDAV:valid-calendar-data unless it is an iCalendar text with exactly one usable VTIMEZONE.
Result<void> write_calendar_timezone(const xml::Element& value);

inline constexpr webdav::LiveProperty calendar_timezone{.name = {ns::caldav, "calendar-timezone"},
                                                        .source = "RFC 4791 5.2.2",
                                                        .on = webdav::Kind::calendar,
                                                        .stored = true,
                                                        .scope = webdav::Scope::resource,
                                                        .read = &read_calendar_timezone,
                                                        .write = &write_calendar_timezone};

}  // namespace stafett::caldav::calendar::properties
