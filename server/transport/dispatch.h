// One request through the application: probe, admit, handle, each with its errors caught. The two-step dispatch without
// sockets; the connection decides on which thread each step runs.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "caldav/http/application.h"
#include "server/log/access.h"
#include "server/transport/answer.h"
#include "server/transport/shared.h"

namespace stafett::server::transport {

class Dispatch {
  public:
    // `shared` outlives it. `to` says how answers are framed.
    Dispatch(Shared& shared, caldav::http::RequestHead head, AnswerTo to);

    const caldav::http::RequestHead& head() const { return head_; }
    // The connection will close after the answer, whatever it is.
    void will_close() { to_.close = true; }

    // On the I/O thread. True: response() is there.
    bool probe();
    // On a reader worker: admits, and goes on to the handler when it needs neither a body nor a writer. True: answered.
    bool admit();
    // After admit() said false.
    caldav::http::Pool pool() const { return admitted_.pool; }
    std::uint64_t body_limit() const { return admitted_.body_limit; }
    // On a worker of pool().
    void handle(caldav::http::Body body);

    // Instead of the application's.
    void respond(caldav::http::Response response) { response_ = std::move(response); }
    void fail(const char* where, const std::exception& problem);

    bool has_response() const { return response_.has_value(); }
    bool response_needs_worker() const { return needs_worker(*response_); }
    // The answer for the wire, made of the response; a 500 when that throws. Pull sources and compression are for a
    // reader worker (response_needs_worker()).
    Answer answer();

    // For the log, without what only the connection knows.
    log::Access access() const;

  private:
    template <class Step>
    void guarded(const char* where, Step step);

    Shared& shared_;
    caldav::http::RequestHead head_;
    AnswerTo to_;
    caldav::http::Who who_;
    caldav::http::Admitted admitted_;
    std::optional<caldav::http::Response> response_;
};

}  // namespace stafett::server::transport
