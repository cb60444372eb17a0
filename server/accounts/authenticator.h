// Who asks: Basic credentials (RFC 7617) in, an Actor out; the only maker of Actors (model.md §2).
//
// A login names a person, with her password or an app password of hers, and then she acts for herself; or it is a
// network's id, with an app password made for the pair, and then she acts for the network as long as she is its chair
// or secretary. Unknown login, wrong password and a right that has ended cannot be told apart, by answer or time.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "caldav/access/authentication.h"
#include "caldav/http/message.h"
#include "server/accounts/check_queue.h"
#include "server/accounts/credentials.h"
#include "server/accounts/password.h"
#include "server/accounts/remembered.h"
#include "server/accounts/slow_down.h"
#include "storage/base/clock.h"
#include "storage/model/actor.h"
#include "storage/store.h"

namespace stafett::server::accounts {

struct Settings {
    PasswordCost cost;  // of the check that an unknown login pays for
    std::chrono::seconds remember = std::chrono::minutes(10);
    std::size_t remembered = 20000;  // credentials kept
    unsigned at_once = 4;            // passwords checked at a time, each of which takes `cost.memory`
    unsigned waiting = 64;           // requests that wait for their check; one more is 503 (CheckOrder says who waits)
    SlowDown::Settings slow_down;
};

// Thread-safe.
class Authenticator final : public caldav::access::Authentication {
  public:
    using Time = std::chrono::steady_clock::time_point;

    // `store` outlives it, and listens to no commits after it: make one per store. `today` is the day in the
    // association's zone; `ticks` is the time that remembering and slowing down go by. Both from any thread, quick.
    Authenticator(storage::Store& store, Settings settings, std::function<base::Date()> today,
                  std::function<Time()> ticks = std::chrono::steady_clock::now);
    ~Authenticator() override;

    // May block for a password check; never on an I/O thread. 401 for missing and wrong credentials, 429 after too many
    // failures and 503 when too many wait, both with Retry-After.
    std::variant<model::Actor, caldav::Failure> authenticate(const caldav::http::RequestHead& head) override;

    std::optional<model::Actor> remembered(const caldav::http::RequestHead& head) override;

    // For a day after signing in (SlowDown): who comes from there need not wait behind those who guess there.
    std::optional<std::string> familiar_login(const caldav::http::RequestHead& head) override;

  private:
    struct Attempt;
    class Checking;

    std::variant<model::Actor, caldav::Failure> verify(const Attempt& attempt);
    // In the turn of the attempt.
    std::variant<model::Actor, caldav::Failure> check_password(const Attempt& attempt);
    storage::Result<std::optional<model::Actor>> by_app_password(storage::Snapshot& snapshot, const Attempt& attempt);
    storage::Result<std::optional<model::Actor>> by_password(const Attempt& attempt);
    storage::Result<bool> leads(storage::Snapshot& snapshot, const model::PersonId& person,
                                const model::PrincipalId& network, base::Date today);

    storage::Store& store_;
    const Settings settings_;
    const std::function<base::Date()> today_;
    const std::function<Time()> ticks_;
    const std::string nobodys_hash_;          // what a login without a password is checked against
    std::shared_ptr<Remembered> remembered_;  // shared with the commit listener, which cannot be taken away
    SlowDown slow_down_;
    CheckQueue checks_;
};

}  // namespace stafett::server::accounts
