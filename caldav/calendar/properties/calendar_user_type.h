// CALDAV:calendar-user-type (RFC 6638 §2.4.2): a person is INDIVIDUAL, everything else a GROUP.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_calendar_user_type(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty calendar_user_type{.name = {ns::caldav, "calendar-user-type"},
                                                         .source = "RFC 6638 2.4.2",
                                                         .on = webdav::Kind::principal,
                                                         .read = &read_calendar_user_type};

}  // namespace stafett::caldav::calendar::properties
