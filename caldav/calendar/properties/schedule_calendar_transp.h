// CALDAV:schedule-calendar-transp (RFC 6638 §9.1): whether the calendar makes its reader busy; hers alone.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_schedule_calendar_transp(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);
// 409 unless it holds CALDAV:opaque or CALDAV:transparent.
Result<void> write_schedule_calendar_transp(const xml::Element& value);

inline constexpr webdav::LiveProperty schedule_calendar_transp{.name = {ns::caldav, "schedule-calendar-transp"},
                                                               .source = "RFC 6638 9.1",
                                                               .on = webdav::Kind::calendar,
                                                               .stored = true,
                                                               .scope = webdav::Scope::reader,
                                                               .read = &read_schedule_calendar_transp,
                                                               .write = &write_schedule_calendar_transp};

}  // namespace stafett::caldav::calendar::properties
