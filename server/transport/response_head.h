// The octets before an answer's body (RFC 9112 §4, §6). The one place where field values become part of a stream, and
// so the one that keeps CR, LF and NUL out of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "caldav/http/message.h"

namespace stafett::server::transport {

// How the client finds the body's end.
enum class Framing { no_body, length, chunked, until_close };

struct HeadShape {
    Framing framing = Framing::length;
    std::uint64_t length = 0;       // for Framing::length
    bool close = false;             // the connection closes after this answer
    bool strict_transport = false;  // the client reached us over TLS: Strict-Transport-Security (RFC 6797 §7.2)
    std::chrono::sys_seconds date;
};

// Status line, fields and the empty line, with `X-Content-Type-Options: nosniff` on each. Fields that are the
// transport's own (Content-Length, Transfer-Encoding, Connection, Keep-Alive, Date) are left out of what the
// application gave. Throws std::invalid_argument for a name that is no token or a value with a control character in it:
// a bug above, and never sent.
std::string format_head(unsigned status, const caldav::http::Fields& fields, const HeadShape& shape);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7).
std::string http_date(std::chrono::sys_seconds instant);

}  // namespace stafett::server::transport
