// Tells when the files of a certificate have been replaced, by looking at them: renewal programs write new files or
// move a link, and few can be taught to send a signal.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace stafett::server::transport {

// One thread.
class CertificateWatch {
  public:
    // Remembers the files as they are now.
    CertificateWatch(std::string certificate, std::string key);

    // Whether one of them is another than at the last look: other contents' time, size or inode, gone or back. True
    // once per change, so that a broken file is reported once.
    bool changed();

  private:
    using Stamp = std::array<std::int64_t, 4>;  // inode, size, seconds and nanoseconds; zeros when there is none
    static Stamp stamp_of(const std::string& file);

    std::string certificate_;
    std::string key_;
    Stamp certificate_stamp_;
    Stamp key_stamp_;
};

}  // namespace stafett::server::transport
