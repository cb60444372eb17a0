// What a browser finds: a page in Swedish that says what this is and how a calendar program is connected, and
// robots.txt. Nothing on it tells of people or networks: who they are is for those who have signed in (model.md §8).
#pragma once

#include <string>
#include <string_view>

#include "caldav/http/message.h"

namespace stafett::server::web {

// The answer to a request that no other part claims: "/" and "/robots.txt", 405 for other methods on them, else 404.
// `origin`: where this server is reached, "https://kalender.kommun.se".
caldav::http::Response page(const caldav::http::RequestHead& head, std::string_view origin);

// Text as it may stand in HTML, between tags and in quoted attributes.
std::string escaped(std::string_view text);

}  // namespace stafett::server::web
