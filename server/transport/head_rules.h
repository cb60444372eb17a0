// What a head must be beyond its grammar (RFC 9110 §7.2, RFC 9112 §3): one Host, a target we can serve, an expectation
// we know. Makes the application's RequestHead.
#pragma once

#include <string>
#include <string_view>

#include "caldav/http/message.h"
#include "server/transport/refusal.h"
#include "server/transport/request_reader.h"

namespace stafett::server::transport {

// What the connection knows of itself.
struct Surroundings {
    bool tls = true;
    std::string peer;   // address of the client
    std::string local;  // "127.0.0.1:8443": the origin of an HTTP/1.0 request that names none
    std::string host =
        {};  // what a trusted proxy says the client asked for, an authority; empty: as the request has it
};

// Whether `text` can be a Host field's value (RFC 9110 §7.2) that may come back in our URLs.
bool is_authority(std::string_view text);

// `id` is the request's own. Refused: 400 and 417.
Result<caldav::http::RequestHead> check_head(ReceivedHead received, const Surroundings& surroundings, std::string id);

// "Expect: 100-continue" (RFC 9110 §10.1.1), which HTTP/1.0 does not have.
bool expects_continue(const ReceivedHead& received);

}  // namespace stafett::server::transport
