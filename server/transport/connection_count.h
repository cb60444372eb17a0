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

    // Counts one connection from `address` (numeric; under its caldav::http::address_group), unless a limit is reached.
    // Every true is followed by one leave(). An empty address (behind which many stand) counts towards all only.
    bool enter(const std::string& address);
    void leave(const std::string& address);

  private:
    const std::size_t in_all_;
    const std::size_t per_address_;
    base::Mutex mutex_;
    std::size_t all_ STAFETT_GUARDED_BY(mutex_) = 0;
    std::map<std::string, std::size_t> by_origin_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::server::transport
