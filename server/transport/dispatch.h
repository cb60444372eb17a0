// One request through the application: probe, admit, handle, each with its errors caught. The two-step dispatch without
// sockets; the connection decides on which thread each step runs.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "caldav/http/application.h"
#include "server/log/access.h"
#include "server/transport/answer.h"
#include "server/transport/shared.h"

namespace stafett::server::transport {

class Dispatch {
  public:
    // `shared` outlives it. `to` says how answers are framed.
    Dispatch(Shared& shared, caldav::http::RequestHead head, const AnswerTo& to);

    const caldav::http::RequestHead& head() const { return head_; }
    // The connection will close after the answer, whatever it is. Before answer().
    void will_close() { to_.close = true; }

    // On the I/O thread: who sends this, as far as the application knows it before it admits.
    std::optional<caldav::http::Sender> sender();
    // Who it turned out to be, as far as the application has said so.
    const caldav::http::Who& who() const { return who_; }

    // Whether probe() could have an answer once the body is here.
    bool probes_body() const { return shared_.application.probes_body(head_); }
    // On the I/O thread; `body` is the whole body if it is here already, "" if there is none. True: there is a
    // response.
    bool probe(std::optional<std::string_view> body);
    // On a reader worker: admits, and goes on to the handler when the whole body is here (`body`, as for probe()) and
    // no writer is needed. True: answered.
    bool admit(std::optional<std::string_view> body);
    // After admit() said false.
    caldav::http::Pool pool() const { return admitted_.pool; }
    std::uint64_t body_limit() const { return admitted_.body_limit; }
    // On a worker of pool(), with the whole body.
    void handle(caldav::http::Body body);

    // The body was longer than body_limit(): what the application has said to that, or `otherwise`.
    void respond_too_large(caldav::http::Response otherwise) {
        response_ = admitted_.when_too_large ? std::move(*admitted_.when_too_large) : std::move(otherwise);
    }
    // Instead of the application's.
    void respond(caldav::http::Response response) { response_ = std::move(response); }

    bool has_response() const { return response_.has_value() || answer_.has_value(); }
    // Whether answer() would pull from a source or compress, which is for a reader worker.
    bool answer_needs_worker() const { return response_ && needs_worker(*response_); }
    // The answer for the wire, made of the response; a 500 when making it throws. Once.
    Answer answer();

    // For the log, without what only the connection knows.
    log::Access access() const;

  private:
    template <class Step>
    void guarded(const char* where, Step step);
    void fail(const char* where, const std::exception& problem);
    void make();

    Shared& shared_;
    caldav::http::RequestHead head_;
    AnswerTo to_;
    caldav::http::Who who_;
    caldav::http::Admitted admitted_;
    std::optional<caldav::http::Response> response_;
    std::function<std::uint64_t()> steps_;
    std::optional<Answer> answer_;  // made already, on the worker that made the response
};

}  // namespace stafett::server::transport
