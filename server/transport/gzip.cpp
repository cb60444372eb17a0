#include "server/transport/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>

namespace stafett::server::transport {
namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool same_text(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

// "q=0", "q=0.000": not wanted.
bool refuses(std::string_view parameters) {
    const auto q = trim(parameters);
    return (q.starts_with("q=0") || q.starts_with("Q=0")) && q.find_first_not_of(".0", 2) == std::string_view::npos;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
    bool any = false;
    while (!accept_encoding.empty()) {
        const auto comma = accept_encoding.find(',');
        const auto item = accept_encoding.substr(0, comma);
        const auto semicolon = item.find(';');
        const auto coding = trim(item.substr(0, semicolon));
        const bool wanted = semicolon == std::string_view::npos || !refuses(item.substr(semicolon + 1));
        if (same_text(coding, "gzip") || same_text(coding, "x-gzip")) return wanted;
        if (coding == "*") any = wanted;
        if (comma == std::string_view::npos) break;
        accept_encoding.remove_prefix(comma + 1);
    }
    return any;
}

struct Gzip::Stream {
    z_stream z{};
    ~Stream() { deflateEnd(&z); }
};

Gzip::Gzip() : stream_(std::make_unique<Stream>()) {
    // Level 5: on multistatus nearly what 6 gives, for two thirds of its time. 16 asks for the gzip wrapping.
    if (deflateInit2(&stream_->z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
}

Gzip::~Gzip() = default;
Gzip::Gzip(Gzip&&) noexcept = default;

void Gzip::add(std::string_view octets, bool last, std::string& out) {
    auto& z = stream_->z;
    std::array<unsigned char, 16uz * 1024> buffer;
    // zlib counts in 32 bits and takes its input as not const; it does not write there.
    constexpr std::size_t most = 1u << 30;
    do {
        const auto piece = octets.substr(0, most);
        octets.remove_prefix(piece.size());
        z.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data()));
        z.avail_in = static_cast<unsigned>(piece.size());
        const int flush = last && octets.empty() ? Z_FINISH : Z_NO_FLUSH;
        do {
            z.next_out = buffer.data();
            z.avail_out = static_cast<unsigned>(buffer.size());
            if (deflate(&z, flush) == Z_STREAM_ERROR) throw std::logic_error("a gzip stream was used after its end");
            out.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - z.avail_out);
        } while (z.avail_out == 0);
    } while (!octets.empty());
}

}  // namespace stafett::server::transport
