// What caldav/calendar brings: the rows of RFC 4791 (and of the extensions that calendar clients use), put together
// with those of caldav/webdav in caldav/routing.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "caldav/calendar/methods/put_object.h"
#include "caldav/webdav/method.h"

namespace stafett::caldav::calendar {

std::span<const webdav::MethodRow> method_rows();
std::span<const webdav::ReportRow> report_rows();
std::span<const webdav::LiveProperty> property_rows();

// How the octets of a calendar object are read and checked (webdav::Tables::read_object).
using methods::read_object;

// Tokens of the DAV field (RFC 4918 §10.1) that these rows make true.
inline constexpr std::array<std::string_view, 3> compliance{"calendar-access", "extended-mkcol",
                                                            "calendar-managed-attachments"};

}  // namespace stafett::caldav::calendar
