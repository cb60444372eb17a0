#include "server/transport/byte_stream.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <array>

namespace stafett::server::transport {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;

namespace {

constexpr std::size_t kOneRead = 16uz * 1024;

class PlainStream final : public ByteStream {
  public:
    using ByteStream::ByteStream;

    awaitable<bool> handshake() override { co_return true; }

    awaitable<bool> receive(std::string& out) override {
        for (;;) {
            const auto now = take(out);
            if (now != Now::nothing) co_return now == Now::some;
            if (!co_await wait_readable()) co_return false;
        }
    }

    awaitable<bool> send(std::string_view octets) override { return send_raw(octets); }

    awaitable<void> finish() override {
        shutdown_raw();
        co_return;
    }

  private:
    Now take(std::string& out) {
        std::array<char, kOneRead> buffer;
        std::size_t received = 0;
        const auto now = read_now(buffer.data(), buffer.size(), received);
        out.append(buffer.data(), received);
        return now;
    }
};

}  // namespace

ByteStream::ByteStream(Socket socket) : socket_(std::move(socket)) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

// Reading is tried first, since the next request is often here already; waiting comes after, and keeps no buffer for a
// connection that is idle.
ByteStream::Now ByteStream::read_now(char* to, std::size_t size, std::size_t& received) {
    error_code ec;
    received = socket_.read_some(asio::buffer(to, size), ec);
    if (ec == asio::error::would_block || ec == asio::error::interrupted) return Now::nothing;
    return ec || received == 0 ? Now::end : Now::some;
}

awaitable<bool> ByteStream::wait_readable() {
    if (expired_) co_return false;
    error_code ec;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, ec));
    co_return !ec;
}

awaitable<bool> ByteStream::send_raw(std::string_view octets) {
    while (!octets.empty()) {
        error_code ec;
        octets.remove_prefix(socket_.write_some(asio::buffer(octets.data(), octets.size()), ec));
        if (!ec) continue;
        if (expired_ || (ec != asio::error::would_block && ec != asio::error::interrupted)) co_return false;
        unsent_ = unsent();
        stalled_since_ = std::chrono::steady_clock::now();
        co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(asio::use_awaitable, ec));
        stalled_since_.reset();
        if (ec) co_return false;
    }
    co_return true;
}

awaitable<void> ByteStream::drain(std::size_t most) {
    std::string rubbish(kOneRead, '\0');
    std::size_t drained = 0;
    while (drained < most) {
        std::size_t received = 0;
        const auto now = read_now(rubbish.data(), rubbish.size(), received);
        drained += received;
        if (now == Now::end || (now == Now::nothing && !co_await wait_readable())) co_return;
    }
}

void ByteStream::shutdown_raw() {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

// Not yet acknowledged. A socket becomes writable again only when much of its buffer is free, so a slow client may make
// us wait for long and still read all the time.
int ByteStream::unsent() const {
    int octets = 0;
    ::ioctl(const_cast<Socket&>(socket_).native_handle(), SIOCOUTQ, &octets);
    return octets;
}

std::chrono::steady_clock::duration ByteStream::stalled() {
    if (!stalled_since_) return {};
    const auto now = std::chrono::steady_clock::now();
    const int left = unsent();
    if (left != unsent_) stalled_since_ = now;
    unsent_ = left;
    return now - *stalled_since_;
}

void ByteStream::expire() {
    expired_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

void ByteStream::close() {
    error_code ignored;
    socket_.close(ignored);
}

std::unique_ptr<ByteStream> plain_stream(ByteStream::Socket socket) {
    return std::make_unique<PlainStream>(std::move(socket));
}

}  // namespace stafett::server::transport
