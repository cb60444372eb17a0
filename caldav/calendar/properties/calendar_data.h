// CALDAV:calendar-data (RFC 4791 §9.6): an element of reports that is asked for like a property.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

// The text as this reader is served it, or the parts that `asked` names. An object that cannot be parsed comes whole,
// and so does one of which the budget of work did not decide whether it matches. 507 when selecting the parts costs
// more than the share of one object.
Result<bool> read_calendar_data(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty calendar_data{.name = {ns::caldav, "calendar-data"},
                                                    .source = "RFC 4791 9.6",
                                                    .on = webdav::Kind::object,
                                                    .cost = webdav::Cost::text,
                                                    .in_propfind = false,
                                                    .read = &read_calendar_data};

}  // namespace stafett::caldav::calendar::properties
