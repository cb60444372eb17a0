// Makes guessing passwords slow without shutting anybody out: each account and each address may fail a few times at
// once and then once per interval. Tries are counted when they begin, so parallel guesses gain nothing, and a try that
// succeeds is given back: who succeeds is never slowed down.
//
// Somebody who has signed in from an address before is counted apart, by the pair of both: neither a stranger who
// guesses at her account nor a neighbour's broken phone behind the same address stops her.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/base/mutex.h"

namespace stafett::server::accounts {

class SlowDown {
  public:
    using Time = std::chrono::steady_clock::time_point;

    struct Settings {
        int account_failures = 10;  // at once
        std::chrono::seconds account_interval{5};
        int address_failures = 30;
        std::chrono::seconds address_interval{2};
        std::chrono::seconds known_for = std::chrono::hours(24);  // how long a pair is remembered
        std::size_t most = 50000;                                 // counters and pairs kept
    };

    explicit SlowDown(const Settings& settings) : settings_(settings) {}

    // How long until this account may be tried from this address; nothing: now. Counts nothing.
    std::optional<std::chrono::seconds> wait(std::string_view login, std::string_view peer, Time now);
    // The same, and counts a try as failed until succeeded() says otherwise.
    std::optional<std::chrono::seconds> begin(std::string_view login, std::string_view peer, Time now);
    // Gives back what the last begin() counted, and remembers the pair.
    void succeeded(std::string_view login, std::string_view peer, Time now);

  private:
    struct Counter {
        std::string key;
        int failures;
        std::chrono::seconds interval;
    };
    std::vector<Counter> counters(std::string_view login, std::string_view peer, Time now) const
        STAFETT_REQUIRES(mutex_);
    std::optional<std::chrono::seconds> wait_for(const std::vector<Counter>& counters, Time now) const
        STAFETT_REQUIRES(mutex_);
    void make_room(Time now) STAFETT_REQUIRES(mutex_);

    const Settings settings_;
    base::Mutex mutex_;
    std::unordered_map<std::string, Time> spent_until_
        STAFETT_GUARDED_BY(mutex_);                                           // a counter is empty again at that time
    std::unordered_map<std::string, Time> known_ STAFETT_GUARDED_BY(mutex_);  // pair -> when it last succeeded
};

}  // namespace stafett::server::accounts
