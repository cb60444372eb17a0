// What a transport serves. Dispatch has two steps: admit(head) comes before 100-continue and before the body is read,
// handle(…) gets the finished body. Implemented by caldav/routing for /dav and by server/app for the whole server.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "caldav/http/message.h"

namespace stafett::caldav::http {

// What admit() found out and handle() needs: route, actor, row. Defined by whoever made it.
class Ticket {
  public:
    virtual ~Ticket() = default;
};

// Which pool runs handle(): writers mostly wait for the shared fsync, and must not keep readers waiting.
enum class Pool { readers, writers };

// Of a request's body. `here`: all of it, or there is none, so that handle() follows admit() at once and on the same
// thread if that is one of the pool's.
enum class Arrival { here, coming };

struct Admitted {
    Pool pool = Pool::readers;
    std::uint64_t body_limit = 0;  // octets; more is 413
    std::unique_ptr<Ticket> ticket;
    // The answer to a body of unknown length that turns out longer than that; none: a plain 413.
    std::unique_ptr<Response> when_too_large = {};
};

// Who a request turned out to be from: for the log line, and for what the transport lets somebody have at a time. Never
// a secret.
struct Who {
    std::string person;
    std::string acts_for;
    bool by_link = false;  // nobody signed in, but a secret link was right

    bool known() const { return !person.empty() || by_link; }
};

// Whom a request counts for before it has been admitted.
struct Sender {
    std::string name;  // of the person; of a login and an address where she is not known for certain
    bool checked =
        false;  // her credentials were right a moment ago; else they may be somebody's who guesses at her login
};

// All are called from many threads at once. An exception becomes a 500 with the request's id. A HEAD is answered
// as the GET would be: the transport leaves the body out and keeps the fields.
class Application {
  public:
    virtual ~Application() = default;

    // Always the first call for a request. On the I/O thread, for what lies ready in memory; must not block. `body` is
    // the whole body if it came along with the head, "" if there is none; nothing while it is still on its way.
    // Nothing: go on to admit().
    virtual std::optional<Response> probe(const RequestHead& head, std::optional<std::string_view> body, Who& who) = 0;

    // On the I/O thread: who sent this, as far as memory tells; must not block. Grants nothing: admit() decides.
    // Nothing: not known before admit() has said so.
    virtual std::optional<Sender> sender(const RequestHead&) { return std::nullopt; }

    // On the I/O thread: whether probe() could have an answer to this head once the body is here. A short one is then
    // waited for.
    virtual bool probes_body(const RequestHead& head) const = 0;

    // On a reader worker, before the body: the answer already (the connection closes if a body is unread), or go on.
    virtual std::variant<Response, Admitted> admit(const RequestHead& head, Arrival body, Who& who) = 0;

    // On a worker of the pool that admit() named.
    virtual Response handle(const RequestHead& head, Body body, Admitted admitted) = 0;
};

}  // namespace stafett::caldav::http
