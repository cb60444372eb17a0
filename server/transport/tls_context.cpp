#include "server/transport/tls_context.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <string_view>

namespace stafett::server::transport {
namespace {

std::string last_error() {
    std::array<char, 256> text{};
    const auto code = ERR_peek_last_error();
    if (code == 0) return "unknown error";
    ERR_error_string_n(code, text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

// RFC 7301: we speak HTTP/1.1 only; a client that offers something else too is told so, one that offers nothing we know
// goes on without.
int select_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size,
                    void*) {
    static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_size, ours.data(), ours.size(), in, in_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

// Mozilla's Server Side TLS, "intermediate" (version 5.7): forward secrecy and authenticated encryption only. The order
// is the client's: all of them are strong, and it knows which one its processor is quick at. TLS 1.3 has good suites
// only.
constexpr const char* tls_1_2_suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305";

bool configure(SSL_CTX* context) {
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
    static constexpr std::string_view name = "stafett";
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, tls_1_2_suites) == 1 &&
           SSL_CTX_set_dh_auto(context, 1) == 1 &&  // the groups of RFC 7919, as long as the certificate's key
           SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(name.data()),
                                          static_cast<unsigned>(name.size())) == 1;
}

}  // namespace

base::Result<std::shared_ptr<TlsContext>, std::string> TlsContext::load(const std::string& certificate_file,
                                                                        const std::string& key_file) {
    ERR_clear_error();
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context || !configure(context.get()))
        return std::unexpected(fmt::format("TLS could not be set up: {}.", last_error()));
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1)
        return std::unexpected(fmt::format("The certificate {} cannot be read: {}.", certificate_file, last_error()));
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        return std::unexpected(fmt::format("The key {} cannot be read or does not belong to the certificate: {}.",
                                           key_file, last_error()));
    return std::shared_ptr<TlsContext>(new TlsContext(std::move(context)));
}

}  // namespace stafett::server::transport
