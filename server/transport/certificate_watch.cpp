#include "server/transport/certificate_watch.h"

#include <sys/stat.h>

#include <utility>

namespace stafett::server::transport {

CertificateWatch::CertificateWatch(std::string certificate, std::string key)
    : certificate_(std::move(certificate)),
      key_(std::move(key)),
      certificate_stamp_(stamp_of(certificate_)),
      key_stamp_(stamp_of(key_)) {}

bool CertificateWatch::changed() {
    const Stamp certificate = stamp_of(certificate_);
    const Stamp key = stamp_of(key_);
    const bool other = certificate != certificate_stamp_ || key != key_stamp_;
    certificate_stamp_ = certificate;
    key_stamp_ = key;
    return other;
}

CertificateWatch::Stamp CertificateWatch::stamp_of(const std::string& file) {
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) return {};
    return {static_cast<std::int64_t>(status.st_ino), status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace stafett::server::transport
