// Names that Windows, Outlook and Exchange have for time zones.
#pragma once

#include <string_view>

namespace stafett::scheduling::ical {

// The IANA name of a Windows zone (any case, also numbered as by Outlook); empty if it is none.
std::string_view windows_zone(std::string_view name);

}  // namespace stafett::scheduling::ical
