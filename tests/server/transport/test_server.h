// A server on free ports of loopback with an application that a test scripts, and a log that it can read.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "server/transport/server.h"
#include "tests/support/http_client.h"
#include "tests/support/temporary_folder.h"

namespace stafett::server::transport {

namespace http = caldav::http;

// Answers "METHOD target n" with n the octets of the body, unless a test says otherwise. Methods other than GET and
// HEAD go to the writers. Set before the server starts.
class ScriptedApplication final : public http::Application {
  public:
    std::function<std::optional<http::Response>(const http::RequestHead&)> on_probe;
    std::function<std::optional<http::Response>(const http::RequestHead&, std::optional<std::string_view>)>
        on_probe_with_body;
    std::function<std::optional<http::Response>(const http::RequestHead&)> on_admit;
    // Who is known before admit(); "": nobody. A "?" before the name: her credentials may have to be checked.
    std::function<std::string(const http::RequestHead&)> on_sender;
    std::function<http::Response(const http::RequestHead&, std::string_view)> on_handle;
    std::uint64_t body_limit = 8UL * 1024 * 1024;
    std::string too_large;  // the body of a 403 to what is longer after all; empty: none

    std::function<void()> on_probes_body;

    bool probes_body(const http::RequestHead& head) const override {
        if (on_probes_body) on_probes_body();
        return head.method == "PROPFIND";
    }
    std::optional<http::Sender> sender(const http::RequestHead& head) override;
    std::optional<http::Response> probe(const http::RequestHead& head, std::optional<std::string_view> body,
                                        http::Who& who) override;
    std::variant<http::Response, http::Admitted> admit(const http::RequestHead& head, http::Arrival,
                                                       http::Who& who) override;
    http::Response handle(const http::RequestHead& head, http::Body body, http::Admitted admitted) override;
};

// Keeps its lines. Thread-safe.
class KeptLog final : public log::Log {
  public:
    void write(log::Level level, std::string_view text) override;
    // Every line so far, each ended by a line feed.
    std::string text() const;
    // Waits for a line with this in it; false after ten seconds.
    bool wait_for(std::string_view piece) const;

  private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::string text_;
};

// A certificate made once for the whole run.
const std::string& test_ca_file();

class TestServer {
  public:
    // Starts at once; two workers in each pool. `change` sets limits and deadlines.
    explicit TestServer(ScriptedApplication& application, const std::function<void(Settings&)>& change = {});

    tests::HttpClient client() const { return tests::HttpClient(ports.plain); }
    tests::HttpClient tls_client(int newest = TLS1_3_VERSION) const {
        return tests::HttpClient(ports.tls, test_ca_file(), newest);
    }

    tests::TemporaryFolder spool;
    KeptLog log;
    Server server;
    Ports ports;

  private:
    static Settings settings(const std::string& spool, const std::function<void(Settings&)>& change);
};

// "0123456789012…" of that size.
std::string digits(std::size_t size);

}  // namespace stafett::server::transport
