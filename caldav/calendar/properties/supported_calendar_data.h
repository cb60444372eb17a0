// CALDAV:supported-calendar-data (RFC 4791 §5.2.4).
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_supported_calendar_data(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty supported_calendar_data{.name = {ns::caldav, "supported-calendar-data"},
                                                              .source = "RFC 4791 5.2.4",
                                                              .on = webdav::Kind::calendar,
                                                              .read = &read_supported_calendar_data};

}  // namespace stafett::caldav::calendar::properties
