// The name a collection or principal shows until somebody gives it one.
#pragma once

#include <string>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::webdav {

// A network's calendar is called what the network is called; a person's two first calendars have Swedish names; any
// other is called as it is in its URL. Of a calendar, a home or a principal.
Result<std::string> default_name(GuardedSnapshot& snapshot, const ReadGrant& grant);

}  // namespace stafett::caldav::webdav
