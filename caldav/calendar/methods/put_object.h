// PUT of a calendar object (RFC 4791 §5.3.2): a pipeline of named steps, each tested by itself.
#pragma once

#include <string_view>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::calendar::methods {

// 201 or 204, with an ETag only if what is served is what was sent (RFC 4791 §5.3.4, model.md §4); 201 or 200 with the
// served text and its ETag for `Prefer: return=representation`.
Result<http::Response> put_object(const webdav::Request& request);

// Step: the media type. CALDAV:supported-calendar-data for what names another format; a missing or unspecific type is
// taken as iCalendar, because that is what it then is.
Result<void> check_media_type(const http::RequestHead& head);

// Step: parse and check (RFC 4791 §4.1, §5.3.2.1), with the condition of each rule. Only what XML cannot carry is
// changed in `text` (model.md §4). `largest` is CALDAV:max-resource-size, octets; `now` says which part of an endless
// series the time index follows.
Result<access::Incoming> read_object(std::string_view octets, std::uint64_t largest, base::Instant now);

}  // namespace stafett::caldav::calendar::methods
