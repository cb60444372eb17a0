// How many connections there are, in all and from one address, and whether one more may be.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace stafett::server::transport {

// Thread-safe.
class ConnectionCount {
  public:
    ConnectionCount(std::size_t in_all, std::size_t per_address) : in_all_(in_all), per_address_(per_address) {}

    // Counts one connection from `address` (numeric), unless a limit is reached. Every true is followed by one leave().
    bool enter(const std::string& address);
    void leave(const std::string& address);

    // What connections from an address are counted under: an IPv4 address itself (also when mapped into IPv6), the /64
    // of an IPv6 address, since that is what one household or office gets.
    static std::string origin(const std::string& address);

  private:
    const std::size_t in_all_;
    const std::size_t per_address_;
    std::mutex mutex_;
    std::size_t all_ = 0;                           // under mutex_
    std::map<std::string, std::size_t> by_origin_;  // under mutex_
};

}  // namespace stafett::server::transport
