#include "server/transport/body_memory.h"

#include <utility>

namespace stafett::server::transport {

void BodyMemory::Part::hold(std::size_t octets) {
    if (octets == held_) return;
    memory_.used_ += octets - held_;  // modulo 2^n: less is a subtraction
    held_ = octets;
}

void BodyMemory::Part::share(std::shared_ptr<const std::string> body) {
    if (body) memory_.add(*body);
    if (shared_) memory_.remove(*shared_);
    shared_ = std::move(body);
}

void BodyMemory::Part::clear() {
    hold(0);
    share(nullptr);
}

void BodyMemory::add(const std::string& shared) {
    const base::Lock lock(mutex_);
    if (shared_[&shared]++ == 0) used_ += shared.size();
}

void BodyMemory::remove(const std::string& shared) {
    const base::Lock lock(mutex_);
    const auto found = shared_.find(&shared);
    if (--found->second > 0) return;
    used_ -= shared.size();
    shared_.erase(found);
}

}  // namespace stafett::server::transport
