// Apple's colour and place of a calendar, kept for each reader as her client wrote them (symbolic-color included).
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

inline constexpr webdav::LiveProperty calendar_color{.name = {ns::apple_ical, "calendar-color"},
                                                     .source = "Apple calendar-color",
                                                     .on = webdav::Kind::calendar,
                                                     .stored = true,
                                                     .scope = webdav::Scope::reader,
                                                     .write = &webdav::any_value};
inline constexpr webdav::LiveProperty calendar_order{.name = {ns::apple_ical, "calendar-order"},
                                                     .source = "Apple calendar-order",
                                                     .on = webdav::Kind::calendar,
                                                     .stored = true,
                                                     .scope = webdav::Scope::reader,
                                                     .write = &webdav::any_value};

}  // namespace stafett::caldav::calendar::properties
