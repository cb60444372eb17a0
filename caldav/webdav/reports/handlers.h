// The reports of RFC 3253, 3744 and 6578 that we have, one file each; their rows are in table.cpp.
#pragma once

#include "caldav/webdav/report.h"

namespace stafett::caldav::webdav::reports {

// RFC 6578 §3.2 of a calendar or a home.
Result<http::Response> sync_collection(const Request& request, const xml::Element& report, GuardedSnapshot& snapshot,
                                       const ReadGrant& collection);

// RFC 3253 §3.8: properties whose hrefs are followed.
Result<http::Response> expand_property(const Request& request, const xml::Element& report, GuardedSnapshot& snapshot,
                                       const ReadGrant& resource);

// RFC 3744 §9.4 among the people and networks that the actor may see; CalendarServer's test="anyof" and match-type too.
Result<http::Response> principal_property_search(const Request& request, const xml::Element& report,
                                                 GuardedSnapshot& snapshot, const ReadGrant& resource);
// RFC 3744 §9.5
Result<http::Response> principal_search_property_set(const Request& request, const xml::Element& report,
                                                     GuardedSnapshot& snapshot, const ReadGrant& resource);

}  // namespace stafett::caldav::webdav::reports
