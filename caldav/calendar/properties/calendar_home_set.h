// CALDAV:calendar-home-set (RFC 4791 §6.2.1): exactly one home, which Apple's clients insist on.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_calendar_home_set(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty calendar_home_set{.name = {ns::caldav, "calendar-home-set"},
                                                        .source = "RFC 4791 6.2.1",
                                                        .on = webdav::Kind::principal,
                                                        .read = &read_calendar_home_set};

}  // namespace stafett::caldav::calendar::properties
