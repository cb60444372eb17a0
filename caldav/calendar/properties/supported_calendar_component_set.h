// CALDAV:supported-calendar-component-set (RFC 4791 §5.2.3): protected, but given when the calendar is made.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_supported_components(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

// The set that MKCALENDAR asks for; component types we do not know are left out. CALDAV:supported-calendar-component
// when nothing is left, 409 for what the grammar forbids.
Result<model::ComponentSet> parse_component_set(const xml::Element& value);

inline constexpr webdav::LiveProperty supported_calendar_component_set{
    .name = {ns::caldav, "supported-calendar-component-set"},
    .source = "RFC 4791 5.2.3",
    .on = webdav::Kind::calendar,
    .read = &read_supported_components};

}  // namespace stafett::caldav::calendar::properties
