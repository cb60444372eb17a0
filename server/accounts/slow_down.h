// Makes guessing passwords slow without shutting anybody out: each account and each address may fail a few times at
// once and then once per interval. A try is counted from its beginning, so parallel guesses gain nothing; one that
// succeeds is given back, so right passwords are never slowed down, however many are checked at once.
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
#include "storage/base/result.h"

namespace stafett::server::accounts {

// Thread-safe. A login is in the form of login_meant(), else each spelling of it has counters of its own.
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

    // A password that is being checked, with the counters that it stands in. Ends in succeeded(), failed() or
    // undecided(), once.
    class Try {
        friend class SlowDown;
        struct Counted {
            std::string counter;
            int failures;
            std::chrono::seconds interval;
        };
        std::vector<Counted> counted_;
        std::string pair_;
    };

    // How long until this account may be tried from this address; nothing: now. Counts nothing.
    std::optional<std::chrono::seconds> wait(std::string_view login, std::string_view peer, Time now);
    // The same, as the error; else a try that counts until it ends.
    base::Result<Try, std::chrono::seconds> begin(std::string_view login, std::string_view peer, Time now);

    // Takes out of the counters exactly what begin() put in, and remembers login and address as known.
    void succeeded(const Try& ended, Time now);
    // It was a wrong password: one interval of what an account or address may fail is spent.
    void failed(const Try& ended, Time now);
    // Nobody can say whether the password was right: as if it had never begun.
    void undecided(const Try& ended);

    // Whether this login has signed in from this address lately.
    bool knows(std::string_view login, std::string_view peer, Time now);
    // Remembers that it has.
    void signed_in(std::string_view login, std::string_view peer, Time now);

  private:
    // Each failure pushes `spent_until` an interval ahead, and it may lie `failures` intervals ahead; then the counter
    // is empty again at that time.
    struct Counter {
        Time spent_until{};
        int under_way = 0;
    };

    bool is_known(const std::string& pair, Time now) const STAFETT_REQUIRES(mutex_);
    Try counters(std::string_view login, std::string_view peer, Time now) const STAFETT_REQUIRES(mutex_);
    std::optional<std::chrono::seconds> wait_for(const Try& wanted, Time now) const STAFETT_REQUIRES(mutex_);
    void take_out(const Try& ended) STAFETT_REQUIRES(mutex_);
    void remember(const std::string& pair, Time now) STAFETT_REQUIRES(mutex_);
    void make_room(Time now) STAFETT_REQUIRES(mutex_);

    const Settings settings_;
    base::Mutex mutex_;
    std::unordered_map<std::string, Counter> counters_ STAFETT_GUARDED_BY(mutex_);
    std::unordered_map<std::string, Time> known_ STAFETT_GUARDED_BY(mutex_);  // pair -> when it last signed in
};

}  // namespace stafett::server::accounts
