// Which of the passwords that wait is checked next. A check takes a quarter of a second and 64 MiB (password.h), so few
// run at once; guesses must not keep those waiting who have signed in from the same address before:
//
// - who is known goes first, has places of her own in the line, and half of the checks that run at once are never given
//   to strangers (unless there is only one), so that not even the processor is theirs alone;
// - equal credentials are checked once: a client opens several connections at a time, and the first one's answer does
//   for the others (remembered.h).
#pragma once

#include <cstdint>
#include <list>
#include <optional>

#include "server/accounts/remembered.h"

namespace stafett::server::accounts {

// Not thread-safe; CheckQueue is.
class CheckOrder {
  public:
    enum class Lane { known, stranger };
    using Id = std::uint64_t;

    // `at_once`: checks that run, at least 1. `waiting`: strangers in the line beside those that run.
    CheckOrder(unsigned at_once, unsigned waiting);

    // Who may be in the line or run, both lanes together: as many threads may be held by password checks.
    static unsigned places(unsigned at_once, unsigned waiting) { return at_once + waiting + places_of_known; }

    // A place at the end of the lane; nothing when there is none. `key` names the credentials.
    std::optional<Id> arrive(Lane lane, const Remembered::Key& key);
    // Whether its check may run. Changes with arrive() and leave() only.
    bool begun(Id id) const;
    // It has been checked, or waits no longer.
    void leave(Id id);

  private:
    static constexpr unsigned places_of_known = 8;

    struct Entry {
        Id id;
        Lane lane;
        Remembered::Key key;
        bool runs = false;
    };

    unsigned count(Lane lane) const;
    unsigned running(Lane lane) const;
    bool may_run(const Entry& entry) const;
    void start(Lane lane);
    void start_all();

    const unsigned at_once_;
    const unsigned strangers_;  // in the line and running
    const unsigned places_;
    std::list<Entry> entries_;  // in order of arrival
    Id last_ = 0;
};

}  // namespace stafett::server::accounts
