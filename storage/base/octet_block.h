// Sixteen octets looked at together, for long texts in which little is special. Compare a block as if it were one
// octet; what comes out has every bit set where the comparison holds.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace stafett::base {

using OctetBlock = unsigned char __attribute__((vector_size(16)));
constexpr std::size_t kOctetBlock = sizeof(OctetBlock);

// `octets`: as many as a block has, at any address.
inline OctetBlock octet_block(const char* octets) {
    OctetBlock block;
    std::memcpy(&block, octets, sizeof block);
    return block;
}

// Where the first octet stands for which `comparison` holds; kOctetBlock if there is none.
template <class Comparison>
std::size_t first_that_holds(const Comparison& comparison) {
    static_assert(sizeof comparison == kOctetBlock && std::endian::native == std::endian::little);
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &comparison, sizeof halves);
    if (halves[0] != 0) return static_cast<std::size_t>(std::countr_zero(halves[0])) / 8;
    if (halves[1] != 0) return 8 + static_cast<std::size_t>(std::countr_zero(halves[1])) / 8;
    return kOctetBlock;
}

}  // namespace stafett::base
