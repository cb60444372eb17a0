// What bodies take in memory is bounded, and who does not read pays for it first.
#include <atomic>
#include <thread>

#include "tests/server/transport/test_server.h"

namespace stafett::server::transport {
namespace {

using tests::HttpClient;

constexpr std::size_t kMib = 1024uz * 1024;

// Longer than what the sockets of both ends take by themselves.
constexpr std::size_t kBig = 64 * kMib;

class ConnectionMemory : public testing::Test {
  protected:
    void serve(const std::function<void(Settings&)>& change) {
        application_.on_handle = [](const http::RequestHead& head, std::string_view) {
            return http::text_response(200, std::string(head.path() == "/big" ? kBig : 5, 'x'));
        };
        server_ = std::make_unique<TestServer>(application_, change);
    }
    // Asks again until the answer is that; the server says when none comes for long.
    static bool becomes(HttpClient& client, unsigned status) {
        for (int tries = 0; tries < 100000; ++tries) {
            const auto answer = client.request("GET", "/");
            if (answer.status == status) return true;
            if (answer.status == 0) return false;
        }
        return false;
    }

    ScriptedApplication application_;
    std::unique_ptr<TestServer> server_;
};

TEST_F(ConnectionMemory, answers_503_while_bodies_take_all_they_may) {
    serve([](Settings& s) { s.limits.bodies_in_flight = 32 * kMib; });
    auto reading = server_->client();
    auto client = server_->client();
    reading.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(becomes(client, 503));
    EXPECT_EQ(client.request("GET", "/").field("Retry-After"), "5");
    const auto answer = reading.read().value_or(tests::HttpAnswer{});
    EXPECT_TRUE(answer.complete);
    EXPECT_EQ(answer.body.size(), kBig);
    EXPECT_TRUE(becomes(client, 200));
}

TEST_F(ConnectionMemory, is_got_back_from_who_reads_nothing) {
    serve([](Settings& s) {
        s.limits.bodies_in_flight = 32 * kMib;
        s.deadlines.stalled = std::chrono::milliseconds(100);
    });
    auto plain = server_->client();
    auto tls = server_->tls_client();
    auto client = server_->client();
    for (HttpClient* stalled : {&plain, &tls}) {
        stalled->send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_TRUE(becomes(client, 503));
        EXPECT_TRUE(becomes(client, 200));
        EXPECT_FALSE(stalled->read().value_or(tests::HttpAnswer{.complete = false}).complete);
    }
    EXPECT_TRUE(server_->log.wait_for("clients that read nothing are cut off"));
}

// Pieces without an end, so that one that is not taken is the last that is made.
class Endless final : public http::PullSource {
  public:
    explicit Endless(std::atomic<int>& made) : made_(made) {}
    More fill(std::string& out, std::size_t) override {
        ++made_;
        out.append(kMib, 'x');
        return More::yes;
    }

  private:
    std::atomic<int>& made_;
};

TEST_F(ConnectionMemory, is_not_taken_by_pieces_that_nobody_waits_for) {
    std::atomic<int> made = 0;
    application_.on_admit = [&](const http::RequestHead& head) -> std::optional<http::Response> {
        if (head.path() != "/endless") return std::nullopt;
        http::Response response;
        response.body = std::make_unique<Endless>(made);
        return response;
    };
    serve([](Settings& s) {
        s.limits.bodies_in_flight = 1;
        s.deadlines.stalled = std::chrono::milliseconds(100);
    });
    auto silent = server_->client(), other = server_->client();
    silent.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
    // Only once it has its part of the memory do others ask: else one of them could have it, and the answer be 503.
    while (made == 0) std::this_thread::yield();
    // The line of its request comes when it has been cut off.
    for (int tries = 0; tries < 100000 && !server_->log.text().contains("/endless"); ++tries)
        EXPECT_NE(other.request("GET", "/").status, 0u);
    EXPECT_FALSE(silent.read().value_or(tests::HttpAnswer{.complete = false}).complete);
    EXPECT_LE(made, 64) << "no more than the buffers of two sockets take";
}

}  // namespace
}  // namespace stafett::server::transport
