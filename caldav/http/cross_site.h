// Cross-site request forgery: a browser that has once been given a password for this server sends it along with every
// request, also with one that another site's page has it make. What another site can make a browser send it cannot make
// it deny: Sec-Fetch-Site (Fetch Metadata) and Origin (RFC 6454 §7, Fetch) are the browser's own. Calendar programs
// send neither, and are not touched.
#pragma once

#include <optional>
#include <string_view>

#include "caldav/http/message.h"

namespace stafett::caldav::http {

// The 403 for an unsafe request that a browser sends for another origin's page; nothing: it may go on. Ours is where
// the client reached us (head.origin) and `public_url`, which may be empty.
std::optional<Response> refuse_cross_site(const RequestHead& head, std::string_view public_url);

}  // namespace stafett::caldav::http
