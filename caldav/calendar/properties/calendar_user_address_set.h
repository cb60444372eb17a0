// CALDAV:calendar-user-address-set (RFC 6638 §2.4.1).
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

// The preferred address stands first and once more at the end, with preferred="1": Apple takes the last as its own,
// others the first. Who may act for a network has its address too, after her own and never preferred (model.md §2).
Result<bool> read_calendar_user_addresses(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty calendar_user_address_set{.name = {ns::caldav, "calendar-user-address-set"},
                                                                .source = "RFC 6638 2.4.1",
                                                                .on = webdav::Kind::principal,
                                                                .read = &read_calendar_user_addresses};

}  // namespace stafett::caldav::calendar::properties
