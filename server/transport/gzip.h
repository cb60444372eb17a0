// gzip (RFC 1952) as a content coding (RFC 9110 §8.4.1.3).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace stafett::server::transport {

// Whether an Accept-Encoding field's value takes gzip (RFC 9110 §12.5.3).
bool accepts_gzip(std::string_view accept_encoding);

// One stream of octets, compressed piece by piece.
class Gzip {
  public:
    Gzip();
    ~Gzip();
    Gzip(Gzip&&) noexcept;

    // Appends to `out` what the compressor gives away so far; with `last`, all of it.
    void add(std::string_view octets, bool last, std::string& out);

  private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace stafett::server::transport
