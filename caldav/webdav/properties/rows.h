// The live properties of DAV: and calendarserver.org, a file for each RFC that defines some.
#pragma once

#include <span>

#include "caldav/webdav/property.h"

namespace stafett::caldav::webdav::properties {

inline constexpr Kind kCalendars = Kind::calendar | Kind::organizer_collection;

std::span<const LiveProperty> of_rfc4918();          // properties of every resource
std::span<const LiveProperty> of_synchronisation();  // RFC 3253, 5842, 6578, CTag
std::span<const LiveProperty> of_rfc4331();          // what a home holds and may hold
std::span<const LiveProperty> of_access_control();   // RFC 3744, 5397, email-address-set

}  // namespace stafett::caldav::webdav::properties
