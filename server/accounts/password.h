// Passwords at rest: argon2id in its encoded form, by libsodium, in password.cpp alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stafett::server::accounts {

// What one check costs. The defaults are libsodium's "interactive" (about a quarter of a second); tests use less.
struct PasswordCost {
    unsigned passes = 2;                      // at least 1
    std::size_t memory = 64UL * 1024 * 1024;  // octets, at least 8192
};

// Longer passwords are refused when set and never match: hashing time must not depend on a stranger's patience.
inline constexpr std::size_t kLongestPassword = 1024;

// argon2id of `password` with a random salt. Slow on purpose: never on an I/O thread, never in a write body. Throws
// std::bad_alloc when there is no memory for it. Thread-safe.
std::string hash_password(std::string_view password, const PasswordCost& cost);

// Whether `hash`, made by hash_password with any cost, is of `password`. As slow as making it. Thread-safe.
bool matches(const std::string& hash, std::string_view password);

// A new app password: five groups of four letters, 90 bits, easily typed on a phone ("kqxd-mwzt-…").
std::string new_app_password();

// What of a typed app password counts: letters in lower case, without hyphens and blanks.
std::string plain_app_password(std::string_view typed);

}  // namespace stafett::server::accounts
