// URL paths as they stand in DAV:href, Location and Destination: percent-encoded, absolute, without scheme and
// authority.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/strong.h"

namespace stafett::caldav::http {

using Href = base::Text<struct HrefTag>;  // "/dav/calendars/user01/calendar/a%20b.ics"

// One path segment, encoded: everything outside RFC 3986 "unreserved", '@', and a few sub-delims becomes %XX.
std::string encode_segment(std::string_view decoded);
void append_encoded_segment(std::string& out, std::string_view decoded);

// One path segment, decoded once. Nothing for a malformed escape, an encoded '/' or '\', a control character (NUL
// included), "." or "..", and for what is not UTF-8: none of these may reach a name.
std::optional<std::string> decode_segment(std::string_view encoded);

// The segments of an absolute path, each decoded once; a trailing slash and empty segments count for nothing.
// Nothing when the path does not begin with '/' or a segment is refused.
std::optional<std::vector<std::string>> split_path(std::string_view path);

// The path of an absolute URI or of an absolute path, without query and fragment. `authority` is empty for a path.
struct Reference {
    std::string_view authority;
    std::string_view path;
};
std::optional<Reference> parse_reference(std::string_view uri);

bool valid_utf8(std::string_view text);

}  // namespace stafett::caldav::http

namespace stafett::caldav {
using http::Href;
}
