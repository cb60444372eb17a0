#include "server/transport/development_certificate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string_view>

namespace stafett::server::transport {
namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

// Apple's systems refuse certificates of more than 825 days, also below a CA that the user added herself.
constexpr auto kLifetime = std::chrono::days(800);
constexpr auto kRenewedBeforeEnd = std::chrono::days(30);

struct Named {
    int nid;
    const char* value;
};

bool add_extension(X509* certificate, X509* issuer, const Named& extension) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension made(X509V3_EXT_conf_nid(nullptr, &context, extension.nid, extension.value));
    return made && X509_add_ext(certificate, made.get(), -1) == 1;
}

// A random serial number: a new CA of the same name must not reuse an old one (RFC 5280 §4.1.2.2).
bool set_serial(X509* certificate) {
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return false;
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) == 1;
}

bool set_name(X509_NAME* name, std::string_view common_name) {
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(common_name.data()),
                                      static_cast<int>(common_name.size()), -1, 0) == 1;
}

struct Issuer {
    X509* certificate;  // null: signs itself
    EVP_PKEY* key;
};

Certificate make(EVP_PKEY* key, std::string_view common_name, const Issuer& issuer, std::chrono::sys_seconds now,
                 std::initializer_list<Named> extensions) {
    Certificate certificate(X509_new());
    X509* const x = certificate.get();
    if (!x || X509_set_version(x, X509_VERSION_3) != 1 || !set_serial(x)) return nullptr;
    // A day back: clocks of phones and servers differ.
    auto from = std::chrono::system_clock::to_time_t(now - std::chrono::days(1));
    auto until = std::chrono::system_clock::to_time_t(now + kLifetime);
    if (!ASN1_TIME_set(X509_getm_notBefore(x), from) || !ASN1_TIME_set(X509_getm_notAfter(x), until)) return nullptr;
    X509* const signer = issuer.certificate ? issuer.certificate : x;
    if (!set_name(X509_get_subject_name(x), common_name) || X509_set_pubkey(x, key) != 1 ||
        X509_set_issuer_name(x, X509_get_subject_name(signer)) != 1)
        return nullptr;
    for (const auto& extension : extensions)
        if (!add_extension(x, signer, extension)) return nullptr;
    if (X509_sign(x, issuer.key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

std::string text_of(BIO* memory) {
    char* data = nullptr;
    const auto size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    return text_of(memory.get());
}

std::string pem(EVP_PKEY* key) {
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return text_of(memory.get());
}

// Whole or not at all: written beside and renamed.
base::Result<void, std::string> write_file(const std::string& path, const std::string& text, mode_t mode) {
    const auto beside = path + ".new";
    ::unlink(beside.c_str());
    const auto failed = [&] {
        return std::unexpected(fmt::format("{} cannot be written: {}.", path, std::strerror(errno)));
    };
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) return failed();
    const File file(::fdopen(descriptor, "w"));
    if (!file || std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0 ||
        ::fsync(descriptor) != 0 || ::rename(beside.c_str(), path.c_str()) != 0)
        return failed();
    return {};
}

bool still_good(const CertificateFiles& files, std::chrono::sys_seconds now) {
    const File file(std::fopen(files.certificate.c_str(), "re"));
    if (!file || ::access(files.ca.c_str(), R_OK) != 0 || ::access(files.key.c_str(), R_OK) != 0) return false;
    const Certificate certificate(PEM_read_X509(file.get(), nullptr, nullptr, nullptr));
    if (!certificate) return false;
    auto then = std::chrono::system_clock::to_time_t(now + kRenewedBeforeEnd);
    return X509_cmp_time(X509_get0_notAfter(certificate.get()), &then) > 0;
}

base::Result<void, std::string> make_files(const CertificateFiles& files, std::chrono::sys_seconds now) {
    const Key ca_key(EVP_EC_gen("P-256"));
    const Key key(EVP_EC_gen("P-256"));
    if (!ca_key || !key) return std::unexpected("No key could be made.");
    const auto ca = make(ca_key.get(), "Stafett development CA", {nullptr, ca_key.get()}, now,
                         {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                          {NID_key_usage, "critical,keyCertSign,cRLSign"},
                          {NID_subject_key_identifier, "hash"}});
    if (!ca) return std::unexpected("The CA of the development certificate could not be made.");
    const auto certificate = make(key.get(), "localhost", {ca.get(), ca_key.get()}, now,
                                  {{NID_basic_constraints, "critical,CA:FALSE"},
                                   {NID_key_usage, "critical,digitalSignature"},
                                   {NID_ext_key_usage, "serverAuth"},
                                   {NID_subject_key_identifier, "hash"},
                                   {NID_authority_key_identifier, "keyid"},
                                   {NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1"}});
    if (!certificate) return std::unexpected("The development certificate could not be made.");
    TRY(write_file(files.key, pem(key.get()), 0600));
    TRY(write_file(files.certificate, pem(certificate.get()) + pem(ca.get()), 0644));
    return write_file(files.ca, pem(ca.get()), 0644);
}

}  // namespace

base::Result<CertificateFiles, std::string> development_certificate(const std::string& folder,
                                                                    std::chrono::sys_seconds now) {
    CertificateFiles files{.ca = folder + "/development-ca.pem",
                           .certificate = folder + "/development-server.pem",
                           .key = folder + "/development-server.key"};
    if (still_good(files, now)) return files;
    std::error_code error;
    if (std::filesystem::create_directories(folder, error))
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return std::unexpected(fmt::format("The folder {} cannot be made: {}.", folder, error.message()));
    TRY(make_files(files, now));
    return files;
}

}  // namespace stafett::server::transport
