// What all TLS connections share: certificate, key, versions (TLS 1.2 and later), suites, ALPN "http/1.1".
#pragma once

#include <memory>
#include <string>

#include "storage/base/result.h"

struct ssl_ctx_st;

namespace stafett::server::transport {

// Thread-safe once loaded. Connections keep a context alive that has been replaced meanwhile.
class TlsContext {
  public:
    // PEM files; the certificate's chain with the server's own first. The error is one sentence in English.
    static base::Result<std::shared_ptr<TlsContext>, std::string> load(const std::string& certificate_file,
                                                                       const std::string& key_file);

    ssl_ctx_st* native() const { return context_.get(); }

  private:
    explicit TlsContext(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}
    std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace stafett::server::transport
