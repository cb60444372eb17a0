// The other direction, by zlib itself.
#pragma once

#include <zlib.h>

#include <array>
#include <string>
#include <string_view>

namespace stafett::server::transport {

// "not gzip" when it is not one whole gzip stream.
inline std::string gunzip(std::string_view coded) {
    z_stream z{};
    inflateInit2(&z, 15 + 16);
    z.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(coded.data()));
    z.avail_in = static_cast<unsigned>(coded.size());
    std::string plain;
    std::array<unsigned char, 4096> buffer;
    int result = Z_OK;
    while (result == Z_OK) {
        z.next_out = buffer.data();
        z.avail_out = buffer.size();
        result = inflate(&z, Z_NO_FLUSH);
        plain.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - z.avail_out);
    }
    inflateEnd(&z);
    return result == Z_STREAM_END && z.avail_in == 0 ? plain : "not gzip";
}

}  // namespace stafett::server::transport
