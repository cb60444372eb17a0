// Range requests (RFC 9110 §14): one range of octets.
#pragma once

#include <cstdint>
#include <string_view>

namespace stafett::caldav::http {

struct ByteRange {
    enum class Kind {
        whole,          // no Range, or one that is not for us: several ranges, another unit, malformed
        part,           // 206
        unsatisfiable,  // 416
    } kind = Kind::whole;
    std::uint64_t first = 0;
    std::uint64_t length = 0;  // of what is to be sent
};

// What a Range field asks of a representation of `size` octets. `field` is empty where there is none.
ByteRange byte_range(std::string_view field, std::uint64_t size);

}  // namespace stafett::caldav::http
