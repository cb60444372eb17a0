// The properties of RFC 4791, RFC 6638's that calendars need, and Apple's: a line each.
#pragma once

#include <array>

#include "caldav/calendar/properties/apple.h"
#include "caldav/calendar/properties/calendar_data.h"
#include "caldav/calendar/properties/calendar_description.h"
#include "caldav/calendar/properties/calendar_home_set.h"
#include "caldav/calendar/properties/calendar_timezone.h"
#include "caldav/calendar/properties/calendar_user_address_set.h"
#include "caldav/calendar/properties/calendar_user_type.h"
#include "caldav/calendar/properties/managed_attachments_server_url.h"
#include "caldav/calendar/properties/max_attachment_size.h"
#include "caldav/calendar/properties/max_attachments_per_resource.h"
#include "caldav/calendar/properties/max_resource_size.h"
#include "caldav/calendar/properties/schedule_calendar_transp.h"
#include "caldav/calendar/properties/supported_calendar_component_set.h"
#include "caldav/calendar/properties/supported_calendar_data.h"
#include "caldav/calendar/properties/supported_collation_set.h"

namespace stafett::caldav::calendar::properties {

inline constexpr std::array table{
    calendar_description,
    calendar_timezone,
    supported_calendar_component_set,
    supported_calendar_data,
    max_resource_size,
    supported_collation_set,
    calendar_home_set,
    calendar_data,
    calendar_user_address_set,
    calendar_user_type,
    schedule_calendar_transp,
    calendar_color,
    calendar_order,
    managed_attachments_server_url,
    max_attachment_size,
    max_attachments_per_resource,
};
static_assert(webdav::distinct(table));

}  // namespace stafett::caldav::calendar::properties
