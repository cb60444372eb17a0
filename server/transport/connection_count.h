// How many connections there are, in all and from one address, and whether one more may be.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "storage/base/mutex.h"

namespace stafett::server::transport {

// Thread-safe.
class ConnectionCount {
  public:
    ConnectionCount(std::size_t in_all, std::size_t per_address) : in_all_(in_all), per_address_(per_address) {}

    enum class Entry { counted, all_full, address_full };

    // Counts one connection from `address` (numeric; under its caldav::http::address_group), unless a limit is reached.
    // One that is counted leaves once. An empty address (behind which many stand) counts towards all only.
    Entry enter(const std::string& address);
    // Counts it whatever the limits are: in the place of one that is about to leave.
    void enter_anyway(const std::string& address);
    void leave(const std::string& address);

  private:
    void count(const std::string& from) STAFETT_REQUIRES(mutex_);

    const std::size_t in_all_;
    const std::size_t per_address_;
    base::Mutex mutex_;
    std::size_t all_ STAFETT_GUARDED_BY(mutex_) = 0;
    std::map<std::string, std::size_t> by_origin_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::server::transport
