// Credentials that were right a moment ago, so that a syncing phone does not pay for argon2 on each request. Kept by a
// keyed hash with a key of this process: what lies in memory cannot be tried out elsewhere.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "storage/base/clock.h"
#include "storage/base/mutex.h"
#include "storage/model/actor.h"

namespace stafett::server::accounts {

// Thread-safe; no function blocks for longer than a look into a map.
class Remembered {
  public:
    using Time = std::chrono::steady_clock::time_point;
    using Key = std::array<std::uint8_t, 32>;

    Remembered(std::chrono::seconds lifetime, std::size_t most);

    Key key(std::string_view login, std::string_view password) const;

    // Who these credentials are, as of `today`: rights by membership begin and end with a day.
    std::optional<model::Actor> find(const Key& key, Time now, base::Date today);

    bool empty();

    // Number of the present state of accounts; read it before verifying and hand it to remember().
    std::uint64_t generation();
    // Keeps nothing if forget() was called since `generation` was read.
    void remember(const Key& key, const model::Actor& actor, Time now, base::Date today, std::uint64_t generation);
    // Accounts or memberships have changed.
    void forget();

  private:
    struct Entry {
        model::Actor actor;
        Time until;
        base::Date day;
    };

    const std::chrono::seconds lifetime_;
    const std::size_t most_;
    Key secret_;
    base::Mutex mutex_;
    std::map<Key, Entry> entries_ STAFETT_GUARDED_BY(mutex_);
    std::uint64_t generation_ STAFETT_GUARDED_BY(mutex_) = 0;
};

}  // namespace stafett::server::accounts
