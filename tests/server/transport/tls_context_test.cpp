#include "server/transport/tls_context.h"

#include <openssl/ssl.h>

#include "server/transport/development_certificate.h"
#include "tests/server/transport/test_server.h"
#include "tests/support/temporary_folder.h"

namespace stafett::server::transport {
namespace {

using testing::ElementsAre;

std::shared_ptr<TlsContext> context() {
    const tests::TemporaryFolder folder;
    const auto files =
        development_certificate(folder.path().string(), std::chrono::sys_days(std::chrono::year(2026) / 11 / 22));
    return TlsContext::load(files.value().certificate, files.value().key).value();
}

// https://wiki.mozilla.org/Security/Server_Side_TLS, "Intermediate compatibility".
TEST(TlsContext, offers_the_suites_of_mozillas_intermediate_list_and_no_others) {
    const auto loaded = context();
    std::vector<std::string> suites;
    const STACK_OF(SSL_CIPHER)* all = SSL_CTX_get_ciphers(loaded->native());
    for (int i = 0; i < sk_SSL_CIPHER_num(all); ++i) {
        const SSL_CIPHER* one = sk_SSL_CIPHER_value(all, i);
        if (SSL_CIPHER_get_version(one) != std::string_view("TLSv1.3")) suites.emplace_back(SSL_CIPHER_get_name(one));
    }
    EXPECT_THAT(
        suites,
        ElementsAre("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                    "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
                    "DHE-RSA-AES128-GCM-SHA256", "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-CHACHA20-POLY1305"));
}

TEST(TlsContext, leaves_the_order_of_suites_to_the_client) {
    EXPECT_EQ(SSL_CTX_get_options(context()->native()) & SSL_OP_CIPHER_SERVER_PREFERENCE, 0U);
}

}  // namespace
}  // namespace stafett::server::transport
