// A certificate for a first start without configuration: a development CA and a server certificate for localhost,
// 127.0.0.1 and ::1, signed by it. For trying things out; a real server gets its certificate from a public CA.
#pragma once

#include <chrono>
#include <string>

#include "storage/base/result.h"

namespace stafett::server::transport {

struct CertificateFiles {
    std::string ca;           // what clients are told to trust
    std::string certificate;  // PEM, server certificate first, then the CA's
    std::string key;          // PEM, mode 0600
};

// Makes `folder` (mode 0700) and the files development-ca.pem, development-server.pem and development-server.key in it,
// unless all are there and the certificate is valid for at least another 30 days after `now`. The CA's key is used once
// and kept nowhere, so that nobody can sign a second certificate for a machine that trusts this CA. The error is one
// sentence in English, for the administrator.
base::Result<CertificateFiles, std::string> development_certificate(const std::string& folder,
                                                                    std::chrono::sys_seconds now);

}  // namespace stafett::server::transport
