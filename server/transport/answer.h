// An http::Response made ready for the wire: framing and coding chosen, the first piece at hand. Between the
// application, which knows nothing of framing, and the connection, which knows nothing of what it sends.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "caldav/http/message.h"
#include "server/transport/gzip.h"
#include "server/transport/refusal.h"

namespace stafett::server::transport {

// What of the request matters for the form of the answer.
struct AnswerTo {
    bool head = false;              // HEAD: the same head, no body (RFC 9110 §9.3.2)
    bool http11 = true;             // 1.0 has no chunked coding
    bool gzip = false;              // the client accepts it
    bool close = false;             // the connection will close after it, whatever the response says
    bool strict_transport = false;  // the host that the client reached is to be asked over TLS from now on
    std::chrono::sys_seconds date;
};

// The rest of a body that is made while it is sent.
class AnswerStream {
  public:
    AnswerStream(std::unique_ptr<caldav::http::PullSource> source, bool gzip, bool chunked);

    // Makes the next piece, framed as it goes out; for a reader worker. Throws what the source throws.
    std::string next();
    bool done() const { return done_; }

  private:
    friend class AnswerMaker;
    // The next piece without framing, never empty unless it is the last.
    std::string fill();

    std::unique_ptr<caldav::http::PullSource> source_;
    std::unique_ptr<Gzip> gzip_;
    bool chunked_;
    bool done_ = false;
};

struct Answer {
    unsigned status = 0;
    bool close = false;
    std::string start;                          // the head, and the first piece of the body
    std::size_t head_size = 0;                  // how much of it is head
    std::shared_ptr<const std::string> shared;  // goes out after `start`; may be null
    std::unique_ptr<AnswerStream> rest;         // goes out after that; may be null
};

// True when make_answer() would call the application or compress, which is for a worker and not for an I/O thread.
bool needs_worker(const caldav::http::Response& response);

// Throws what a pull source throws, and std::invalid_argument for a field that cannot be sent.
Answer make_answer(caldav::http::Response response, const AnswerTo& to);

caldav::http::Response refusal_response(const Refusal& refusal);

}  // namespace stafett::server::transport
