// How the CalDAV layers learn who asks. Implemented in server/accounts; identity is a value from then on.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "caldav/http/application.h"
#include "caldav/http/condition.h"
#include "caldav/http/message.h"
#include "storage/model/actor.h"

namespace stafett::caldav::access {

class Authentication {
  public:
    virtual ~Authentication() = default;
    // Who sent this request, or why not: unauthenticated() for missing and for wrong credentials alike, 429 or 503
    // where guesses are slowed down. Thread-safe; may block (argon2), so never called on an I/O thread.
    virtual std::variant<model::Actor, Failure> authenticate(const http::RequestHead& head) = 0;

    // The same, if its credentials were right a moment ago and nothing about accounts has changed since: for the I/O
    // thread. Never blocks; nothing means go on to authenticate().
    virtual std::optional<model::Actor> remembered(const http::RequestHead&) { return std::nullopt; }

    // The login of this request if somebody has signed in with it from the same address lately, in a form that is equal
    // for equal logins: for the I/O thread. Never blocks.
    virtual std::optional<std::string> familiar_login(const http::RequestHead&) { return std::nullopt; }

    // Whom a request counts for, by the two above.
    std::optional<http::Sender> sender(const http::RequestHead& head);
};

// 401 with `WWW-Authenticate: Basic realm="Stafett", charset="UTF-8"` (RFC 7617 §2.1).
Failure unauthenticated(std::string log_detail);

}  // namespace stafett::caldav::access
