// A blocking HTTP/1.1 client for tests: real sockets on loopback, real TLS, and octets exactly as the test wants them.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "caldav/http/message.h"

namespace stafett::tests {

struct HttpAnswer {
    unsigned status = 0;
    caldav::http::Fields fields;
    std::string body;  // transfer coding removed, content coding left
    bool chunked = false;
    bool complete = true;  // false: the connection ended before the body did

    // The field's value, or "" when there is none.
    std::string field(std::string_view name) const { return std::string(fields.find(name).value_or("")); }
};

// Waits at most ten seconds for anything; what takes longer counts as the connection's end. One thread at a time.
class HttpClient {
  public:
    // Without TLS.
    explicit HttpClient(std::uint16_t port);
    // TLS, trusting `ca_file` only, for "localhost"; `newest` is the highest version offered, e.g. TLS1_2_VERSION.
    HttpClient(std::uint16_t port, const std::string& ca_file, int newest = TLS1_3_VERSION);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // Connected, and the handshake done.
    bool good() const { return good_; }
    // "TLSv1.3"; empty without TLS.
    std::string version() const;

    // False when the connection is gone.
    bool send(std::string_view octets);
    // The next answer, interim ones (100) too. `to_head`: it has no body whatever its fields say. Nothing: the
    // connection ended before one began.
    std::optional<HttpAnswer> read(bool to_head = false);
    // Sends the request with Host (and Content-Length when there is a body) and reads its answer; status 0 when none
    // came.
    HttpAnswer request(std::string_view method, std::string_view target, std::string_view fields = {},
                       std::string_view body = {});
    // Waits for the server to close; false when it sends something instead or does nothing.
    bool closed();

  private:
    bool connect(std::uint16_t port);
    bool receive();
    std::optional<std::string> read_line();
    void read_exactly(std::uint64_t size, HttpAnswer& answer);
    void read_chunks(HttpAnswer& answer);

    int socket_ = -1;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
    bool good_ = false;
    bool timed_out_ = false;
    std::string input_;
};

}  // namespace stafett::tests
