// The methods of RFC 4918 and RFC 3253, one file each; the rows that name them are in table.cpp.
#pragma once

#include "caldav/webdav/method.h"

namespace stafett::caldav::webdav::methods {

// RFC 9110 §9.3.7, RFC 4918 §10.1: Allow and DAV, computed from the tables.
Result<http::Response> options(const Request& request);
Result<void> admit_options(const access::Gate& gate, const Node& node);

// RFC 9110 §9.3.1 of a calendar object: its octets as this reader gets them, never content-coded.
Result<http::Response> get_object(const Request& request, GuardedSnapshot& snapshot, const ReadGrant& object);

// RFC 4918 §9.1. Depth 0 and 1; infinity (also when no Depth is sent) is 403 DAV:propfind-finite-depth.
Result<http::Response> propfind(const Request& request, GuardedSnapshot& snapshot, const ReadGrant& resource);

// RFC 4918 §9.2: all or nothing.
Result<http::Response> proppatch(const Request& request);

// RFC 4918 §9.6 of a calendar object, or of a person's own calendar with all that is in it.
Result<http::Response> delete_resource(const Request& request);

// RFC 4918 §9.8 and §9.9 of a calendar object, within and across calendars, in one transaction.
Result<http::Response> copy_object(const Request& request);
Result<http::Response> move_object(const Request& request);

// RFC 3253 §3.6: finds the report's row and runs it.
Result<http::Response> report(const Request& request);

}  // namespace stafett::caldav::webdav::methods
