#include "tests/support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>

namespace stafett::tests {
namespace {

constexpr timeval patience{.tv_sec = 10, .tv_usec = 0};

std::uint64_t number(std::string_view text, int base) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
}

}  // namespace

HttpClient::HttpClient(std::uint16_t port) { good_ = connect(port); }

HttpClient::HttpClient(std::uint16_t port, const std::string& ca_file, int newest) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    // Security level 0, so that it is the server who refuses an old version.
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), newest);
    SSL_CTX_set_options(context_.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_locations(context_.get(), ca_file.c_str(), nullptr) != 1 || !connect(port)) return;
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_tlsext_host_name(ssl_.get(), "localhost");
    SSL_set1_host(ssl_.get(), "localhost");
    SSL_set_fd(ssl_.get(), socket_);
    ERR_clear_error();
    good_ = SSL_connect(ssl_.get()) == 1;
}

HttpClient::~HttpClient() {
    if (ssl_ && good_) SSL_shutdown(ssl_.get());
    if (socket_ >= 0) ::close(socket_);
}

std::string HttpClient::version() const { return ssl_ ? SSL_get_version(ssl_.get()) : ""; }

bool HttpClient::connect(std::uint16_t port) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to a socket that the server may have closed
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return false;
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool HttpClient::send(std::string_view octets) {
    while (!octets.empty()) {
        std::size_t written = 0;
        if (ssl_) {
            ERR_clear_error();
            if (SSL_write_ex(ssl_.get(), octets.data(), octets.size(), &written) != 1) return false;
        } else {
            const auto sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            written = static_cast<std::size_t>(sent);
        }
        octets.remove_prefix(written);
    }
    return true;
}

bool HttpClient::receive() {
    std::array<char, 16UL * 1024> buffer;
    std::size_t got = 0;
    errno = 0;
    if (ssl_) {
        ERR_clear_error();
        if (SSL_read_ex(ssl_.get(), buffer.data(), buffer.size(), &got) != 1) got = 0;
    } else {
        const auto received = ::recv(socket_, buffer.data(), buffer.size(), 0);
        got = received > 0 ? static_cast<std::size_t>(received) : 0;
    }
    if (got == 0) timed_out_ = errno == EAGAIN;
    input_.append(buffer.data(), got);
    return got > 0;
}

std::optional<std::string> HttpClient::read_line() {
    for (;;) {
        if (const auto end = input_.find("\r\n"); end != std::string::npos) {
            auto line = input_.substr(0, end);
            input_.erase(0, end + 2);
            return line;
        }
        if (!receive()) return std::nullopt;
    }
}

void HttpClient::read_exactly(std::uint64_t size, HttpAnswer& answer) {
    while (input_.size() < size && receive()) {
    }
    answer.complete = input_.size() >= size;
    answer.body += input_.substr(0, size);
    input_.erase(0, size);
}

void HttpClient::read_chunks(HttpAnswer& answer) {
    answer.chunked = true;
    answer.complete = false;
    while (const auto line = read_line()) {
        const auto size = number(*line, 16);
        read_exactly(size, answer);
        const auto end = read_line();
        if (!answer.complete || !end || !end->empty()) break;
        if (size == 0) return;
        answer.complete = false;
    }
    answer.complete = false;
}

std::optional<HttpAnswer> HttpClient::read(bool to_head) {
    auto line = read_line();
    if (!line || line->size() < 12) return std::nullopt;
    HttpAnswer answer;
    answer.status = static_cast<unsigned>(number(std::string_view(*line).substr(9, 3), 10));
    while ((line = read_line()) && !line->empty()) {
        const auto colon = line->find(": ");
        if (colon == std::string::npos) return std::nullopt;
        answer.fields.add(line->substr(0, colon), line->substr(colon + 2));
    }
    if (to_head || answer.status < 200 || answer.status == 204 || answer.status == 304) return answer;
    if (answer.fields.has("Transfer-Encoding")) {
        read_chunks(answer);
    } else if (const auto length = answer.fields.find("Content-Length")) {
        read_exactly(number(*length, 10), answer);
    } else {
        while (receive()) {
        }
        answer.body = std::exchange(input_, {});
    }
    return answer;
}

HttpAnswer HttpClient::request(std::string_view method, std::string_view target, std::string_view fields,
                               std::string_view body) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
    text += fields;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    text += body;
    send(text);
    return read(method == "HEAD").value_or(HttpAnswer{});
}

bool HttpClient::closed() { return input_.empty() && !receive() && !timed_out_; }

}  // namespace stafett::tests
