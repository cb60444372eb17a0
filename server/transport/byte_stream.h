// Octets to and from one client, plain or over TLS, behind one virtual interface: what is above is compiled once, not
// once per kind of stream. Included by the few files that may know Asio.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/transport/tls_context.h"

namespace stafett::server::transport {

// Used from its socket's strand only, by one coroutine at a time; expire() and close() also while that one waits.
class ByteStream {
  public:
    using Socket = boost::asio::ip::tcp::socket;

    explicit ByteStream(Socket socket);
    virtual ~ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;

    // False when the client is not one of ours, or went away.
    virtual boost::asio::awaitable<bool> handshake() = 0;
    // Appends at least one octet; false at the end, after an error, or when there is no time left to wait for one.
    virtual boost::asio::awaitable<bool> receive(std::string& out) = 0;
    // All of it, or false.
    virtual boost::asio::awaitable<bool> send(std::string_view octets) = 0;
    // Says that nothing more comes, and sends that.
    virtual boost::asio::awaitable<void> finish() = 0;

    // Waits for the client to close, throwing away up to `most` octets: closing at once would reset the connection and
    // take our last answer from under the client's eyes (RFC 9112 §9.6).
    boost::asio::awaitable<void> drain(std::size_t most);

    // There is no time left to wait for the client: what waits now fails, and until renew() nothing begins to wait. So
    // a deadline that comes while nobody waits, as between two octets that are there at once, is not lost.
    void expire();
    void renew() { expired_ = false; }
    bool expired() const { return expired_; }
    void close();
    // For how long the client has taken nothing of what is being sent to it; zero while nothing waits for it.
    std::chrono::steady_clock::duration stalled();
    // Nothing is sent or received for a while: gives back what memory only that needs.
    virtual void rest() {}

  protected:
    // The socket without TLS. What is there now, without waiting.
    enum class Now { some, nothing, end };
    Now read_now(char* to, std::size_t size, std::size_t& received);
    // False after expire().
    boost::asio::awaitable<bool> wait_readable();
    boost::asio::awaitable<bool> send_raw(std::string_view octets);
    void shutdown_raw();

    Socket socket_;

  private:
    int unsent() const;

    bool expired_ = false;
    std::optional<std::chrono::steady_clock::time_point> stalled_since_;  // while it waits to send
    int unsent_ = 0;                                                      // octets, then
};

std::unique_ptr<ByteStream> plain_stream(ByteStream::Socket socket);
std::unique_ptr<ByteStream> tls_stream(ByteStream::Socket socket, std::shared_ptr<TlsContext> context);

}  // namespace stafett::server::transport
