// Whether a meeting is digital, as far as its text says (model.md §4).
#pragma once

#include <string>
#include <string_view>

namespace stafett::scheduling::network {

// Whether `text` (unescaped) holds a link to join a video meeting of a known service: Teams, Zoom, Meet, Webex, ...,
// also one that a mail filter has wrapped in a link of its own.
bool has_meeting_link(std::string_view text);

// `text` with each such link replaced, whole.
std::string without_meeting_links(std::string_view text, std::string_view replacement);

}  // namespace stafett::scheduling::network
