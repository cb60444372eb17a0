#include "server/transport/development_certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "tests/server/transport/test_server.h"

namespace stafett::server::transport {
namespace {

constexpr std::chrono::sys_seconds some_day = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

unsigned mode_of(const std::string& path) {
    struct stat status{};
    ::stat(path.c_str(), &status);
    return status.st_mode & 0777u;
}

TEST(DevelopmentCertificate, names_this_machine_and_keeps_its_key_to_itself) {
    const tests::TemporaryFolder folder;
    const auto files = development_certificate((folder.path() / "tls").string(), some_day).value();
    EXPECT_EQ(mode_of(files.key), 0600u);
    EXPECT_EQ(mode_of((folder.path() / "tls").string()), 0700u);

    const auto pem = text_of(files.certificate);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), X509_free);
    ASSERT_TRUE(certificate);
    EXPECT_EQ(X509_check_host(certificate.get(), "localhost", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
    EXPECT_EQ(X509_check_ip_asc(certificate.get(), "::1", 0), 1);
    EXPECT_EQ(X509_check_host(certificate.get(), "example.test", 0, 0, nullptr), 0);
    EXPECT_TRUE(text_of(files.certificate).ends_with(text_of(files.ca)));
}

TEST(DevelopmentCertificate, stays_until_thirty_days_before_its_end) {
    const tests::TemporaryFolder folder;
    const auto files = development_certificate(folder.path().string(), some_day).value();
    const auto first = text_of(files.certificate);
    (void)development_certificate(folder.path().string(), some_day + std::chrono::days(760)).value();
    EXPECT_EQ(text_of(files.certificate), first);
    (void)development_certificate(folder.path().string(), some_day + std::chrono::days(780)).value();
    EXPECT_NE(text_of(files.certificate), first);
}

TEST(DevelopmentCertificate, says_where_it_cannot_be_written) {
    const auto made = development_certificate("/proc/nowhere", some_day);
    ASSERT_FALSE(made.has_value());
    EXPECT_THAT(made.error(), testing::HasSubstr("/proc/nowhere"));
}

}  // namespace
}  // namespace stafett::server::transport
