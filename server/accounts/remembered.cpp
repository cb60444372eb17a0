#include "server/accounts/remembered.h"

#include <sodium.h>

#include <stdexcept>

namespace stafett::server::accounts {

Remembered::Remembered(std::chrono::seconds lifetime, std::size_t most) : lifetime_(lifetime), most_(most) {
    if (::sodium_init() < 0) throw std::runtime_error("libsodium could not be started");
    ::randombytes_buf(secret_.data(), secret_.size());
}

Remembered::Key Remembered::key(std::string_view login, std::string_view password) const {
    const auto octets = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
    crypto_generichash_state state;
    Key made{};
    ::crypto_generichash_init(&state, secret_.data(), secret_.size(), made.size());
    ::crypto_generichash_update(&state, octets(login), login.size());
    ::crypto_generichash_update(&state, octets(std::string_view("\0", 1)), 1);  // stands in neither part
    ::crypto_generichash_update(&state, octets(password), password.size());
    ::crypto_generichash_final(&state, made.data(), made.size());
    return made;
}

bool Remembered::empty() {
    const base::Lock lock(mutex_);
    return entries_.empty();
}

std::optional<model::Actor> Remembered::find(const Key& key, Time now, base::Date today) {
    const base::Lock lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return std::nullopt;
    if (found->second.until <= now || found->second.day != today) {
        entries_.erase(found);
        return std::nullopt;
    }
    return found->second.actor;
}

std::uint64_t Remembered::generation() {
    const base::Lock lock(mutex_);
    return generation_;
}

void Remembered::remember(const Key& key, const model::Actor& actor, Time now, base::Date today,
                          std::uint64_t generation) {
    const base::Lock lock(mutex_);
    if (generation != generation_ || most_ == 0) return;
    if (entries_.size() >= most_) std::erase_if(entries_, [&](const auto& entry) { return entry.second.until <= now; });
    if (entries_.size() >= most_) entries_.erase(entries_.begin());
    entries_.insert_or_assign(key, Entry{actor, now + lifetime_, today});
}

void Remembered::forget() {
    const base::Lock lock(mutex_);
    ++generation_;
    entries_.clear();
}

}  // namespace stafett::server::accounts
