// TLS as a machine between two memory buffers (OpenSSL's BIO_s_mem): many records go out in one write to the socket,
// and no template is instantiated per kind of stream.
#include <openssl/buffer.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <new>

#include "server/transport/byte_stream.h"

namespace stafett::server::transport {

namespace asio = boost::asio;
using asio::awaitable;

namespace {

constexpr std::size_t kOneRecord = 16uz * 1024;
constexpr std::size_t kMostKeptAtRest = 16uz * 1024;
constexpr std::size_t kMostPerReceive = 64uz * 1024;
constexpr std::size_t kMostPerWrite = 64uz * 1024;  // octets that become records before they are sent

class TlsStream final : public ByteStream {
  public:
    TlsStream(Socket socket, std::shared_ptr<TlsContext> context)
        : ByteStream(std::move(socket)), context_(std::move(context)), ssl_(SSL_new(context_->native()), SSL_free) {
        from_client_ = BIO_new(BIO_s_mem());
        to_client_ = BIO_new(BIO_s_mem());
        if (!ssl_ || !from_client_ || !to_client_) {
            BIO_free(from_client_);
            BIO_free(to_client_);
            throw std::bad_alloc();
        }
        SSL_set_bio(ssl_.get(), from_client_, to_client_);
        SSL_set_accept_state(ssl_.get());
    }

    awaitable<bool> handshake() override {
        for (;;) {
            ERR_clear_error();
            const int done = SSL_do_handshake(ssl_.get());
            const bool wants_more = done != 1 && SSL_get_error(ssl_.get(), done) == SSL_ERROR_WANT_READ;
            // Also after a failure: the alert tells the client why.
            const bool sent = co_await flush();
            if (done == 1) co_return sent;
            if (!sent || !wants_more) {
                broken_ = true;
                shutdown_raw();
                co_return false;
            }
            if (!co_await fill()) co_return false;
        }
    }

    awaitable<bool> receive(std::string& out) override {
        for (;;) {
            bool wants_more = false;
            const bool got = decrypt(out, wants_more);
            if (BIO_ctrl_pending(to_client_) > 0 && !co_await flush()) co_return false;
            if (got) co_return true;
            if (!wants_more || !co_await fill()) co_return false;
        }
    }

    awaitable<bool> send(std::string_view octets) override {
        while (!octets.empty()) {
            const auto piece = octets.substr(0, kMostPerWrite);
            if (!encrypt(piece) || !co_await flush()) {
                broken_ = true;
                co_return false;
            }
            octets.remove_prefix(piece.size());
        }
        co_return true;
    }

    awaitable<void> finish() override {
        if (!broken_) {
            ERR_clear_error();
            SSL_shutdown(ssl_.get());
            co_await flush();
        }
        shutdown_raw();
    }

    // What a long answer has made grow.
    void rest() override {
        BUF_MEM* buffer = nullptr;
        BIO_get_mem_ptr(to_client_, &buffer);
        if (buffer == nullptr || buffer->max <= kMostKeptAtRest || BIO_ctrl_pending(to_client_) > 0) return;
        BIO* fresh = BIO_new(BIO_s_mem());
        if (fresh == nullptr) return;
        to_client_ = fresh;
        SSL_set0_wbio(ssl_.get(), fresh);
    }

  private:
    // Appends what can be had without the socket.
    bool decrypt(std::string& out, bool& wants_more) {
        std::array<char, kOneRecord> record;
        std::size_t got = 0;
        std::size_t all = 0;
        ERR_clear_error();
        int good = 1;
        while (all < kMostPerReceive && (good = SSL_read_ex(ssl_.get(), record.data(), record.size(), &got)) == 1) {
            out.append(record.data(), got);
            all += got;
        }
        if (good == 1) return true;
        const int error = SSL_get_error(ssl_.get(), good);
        wants_more = error == SSL_ERROR_WANT_READ;
        // After these, not even close_notify may be sent.
        if (error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL) broken_ = true;
        return all > 0;
    }

    bool encrypt(std::string_view octets) {
        std::size_t written = 0;
        ERR_clear_error();
        return SSL_write_ex(ssl_.get(), octets.data(), octets.size(), &written) == 1 && written == octets.size();
    }

    // What the machine wants to say goes out.
    awaitable<bool> flush() {
        char* data = nullptr;
        const auto size = BIO_get_mem_data(to_client_, &data);
        if (size <= 0) co_return true;
        const bool sent = co_await send_raw({data, static_cast<std::size_t>(size)});
        (void)BIO_reset(to_client_);
        if (!sent) broken_ = true;
        co_return sent;
    }

    // What the client said goes in.
    awaitable<bool> fill() {
        for (;;) {
            const auto now = take();
            if (now != Now::nothing) co_return now == Now::some;
            if (!co_await wait_readable()) co_return false;
        }
    }

    Now take() {
        std::array<char, kOneRecord> octets;
        std::size_t received = 0;
        const auto now = read_now(octets.data(), octets.size(), received);
        if (received > 0) BIO_write(from_client_, octets.data(), static_cast<int>(received));
        return now;
    }

    std::shared_ptr<TlsContext> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    BIO* from_client_ = nullptr;  // both are ssl_'s
    BIO* to_client_ = nullptr;
    bool broken_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> tls_stream(ByteStream::Socket socket, std::shared_ptr<TlsContext> context) {
    return std::make_unique<TlsStream>(std::move(socket), std::move(context));
}

}  // namespace stafett::server::transport
