// Digests, random values and the text forms they travel in. libcrypto does the work, in digest.cpp alone.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stafett::base {

// SHA-256 of some octets: the name under which a body is kept, and what an ETag is made of.
struct Digest {
    std::array<std::uint8_t, 32> bytes{};
    friend bool operator==(const Digest&, const Digest&) = default;
    friend std::strong_ordering operator<=>(const Digest&, const Digest&) = default;
};

Digest digest(std::string_view octets);

// The same of octets that come in pieces. One thread.
class Digester {
  public:
    Digester();
    ~Digester();
    Digester(const Digester&) = delete;
    Digester& operator=(const Digester&) = delete;
    void add(std::string_view octets);
    // Of all that was added; once.
    Digest digest();

  private:
    void* context_;
};

// Lower-case hexadecimal, 64 characters.
std::string to_hex(const Digest& digest);
std::optional<Digest> digest_from_hex(std::string_view hex);

// RFC 4648 §5 without padding.
std::string to_base64url(std::string_view octets);
// RFC 4648 §4; nothing for anything that is not base64. Line breaks are not skipped.
std::optional<std::string> from_base64(std::string_view text);
std::string to_base64(std::string_view octets);

// UUID version 5 (RFC 4122 §4.3) of `name` in `space`, in its usual lower-case form.
std::string uuid_v5(std::string_view space_uuid, std::string_view name);
// A random UUID, version 4.
std::string uuid_v4();

// `count` octets from the system's random generator; throws only if that fails, which is a broken machine.
std::string random_octets(std::size_t count);

}  // namespace stafett::base
