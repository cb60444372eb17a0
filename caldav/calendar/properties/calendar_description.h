// CALDAV:calendar-description (RFC 4791 §5.2.1). A network's is the network's, not each reader's (model.md §1).
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

inline constexpr webdav::LiveProperty calendar_description{.name = {ns::caldav, "calendar-description"},
                                                           .source = "RFC 4791 5.2.1",
                                                           .on = webdav::Kind::calendar,
                                                           .stored = true,
                                                           .scope = webdav::Scope::resource,
                                                           .write = &webdav::any_value};

}  // namespace stafett::caldav::calendar::properties
