// What one person, or one address, may have of a server's threads at a time.
#include <atomic>
#include <functional>
#include <latch>

#include "tests/server/transport/test_server.h"

namespace stafett::server::transport {
namespace {

using tests::HttpClient;

// Credentials that begin with "known" are known before admit(), others after it; a login that begins with "?" has been
// used here before. A request of "/hold" keeps its thread
// until release(), or until the test ends.
class ConnectionShares : public testing::Test {
  protected:
    ConnectionShares() {
        application_.on_sender = [](const http::RequestHead& head) {
            const auto credentials = head.fields.find("Authorization").value_or("");
            return std::string(credentials.starts_with("known") || credentials.starts_with('?') ? credentials : "");
        };
        application_.on_admit = [this](const http::RequestHead& head) -> std::optional<http::Response> {
            if (head.path() == "/check") hold();
            return std::nullopt;
        };
        application_.on_handle = [this](const http::RequestHead& head, std::string_view) {
            if (head.path() == "/hold") hold();
            return http::text_response(200, "done");
        };
    }
    ~ConnectionShares() override { release(); }

    void serve(const std::function<void(Settings&)>& change) {
        server_ = std::make_unique<TestServer>(application_, [&](Settings& s) {
            s.in_place = 0;
            s.reader_workers = 8;
            change(s);
        });
    }
    void hold() {
        ++held_;
        held_.notify_all();
        release_.wait();
    }
    void release() {
        if (!released_) release_.count_down();
        released_ = true;
    }
    void wait_until_held(int number) {
        for (int held = held_; held < number; held = held_) held_.wait(held);
    }

    HttpClient& send(const std::string& target, const std::string& credentials) {
        clients_.push_back(std::make_unique<HttpClient>(server_->ports.plain));
        clients_.back()->send("GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + credentials + "\r\n\r\n");
        return *clients_.back();
    }
    unsigned status(const std::string& target, const std::string& credentials) {
        return send(target, credentials).read().value_or(tests::HttpAnswer{}).status;
    }

    ScriptedApplication application_;
    std::atomic<int> held_ = 0;
    std::latch release_{1};
    bool released_ = false;
    std::unique_ptr<TestServer> server_;
    std::vector<std::unique_ptr<HttpClient>> clients_;
};

TEST_F(ConnectionShares, answer_503_to_what_overflows_ones_own_and_nobody_elses) {
    serve([](Settings& s) {
        s.limits.running_per_person = 2;
        s.limits.waiting_per_person = 0;
    });
    auto& first = send("/hold", "known anna");
    auto& second = send("/hold", "known anna");
    wait_until_held(2);
    const auto refused = send("/", "known anna").read().value_or(tests::HttpAnswer{});
    EXPECT_EQ(refused.status, 503u);
    EXPECT_EQ(refused.field("Retry-After"), "5");
    EXPECT_EQ(status("/", "known bo"), 200u);
    EXPECT_EQ(status("/", "not yet known"), 200u);
    release();
    for (HttpClient* client : {&first, &second}) EXPECT_EQ(client->read()->status, 200u);
}

TEST_F(ConnectionShares, leave_half_of_the_readers_to_others) {
    serve([](Settings& s) {
        s.reader_workers = 4;
        s.limits.running_per_person = 100;
    });
    std::vector<HttpClient*> slow;
    for (int i = 0; i < 6; ++i) slow.push_back(&send("/hold", "known anna"));
    wait_until_held(2);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status("/", "known bo"), 200u);
    EXPECT_EQ(held_, 2);
    release();
    for (HttpClient* client : slow) EXPECT_EQ(client->read()->status, 200u) << "waited for its turn";
}

TEST_F(ConnectionShares, bound_the_checks_of_an_address_and_nobody_who_is_known) {
    serve([](Settings& s) {
        s.limits.running_per_address = 1;
        s.limits.waiting_per_address = 1;
    });
    auto& checked = send("/check", "guess");
    wait_until_held(1);
    auto& waiting = send("/check", "guess");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status("/", "known anna"), 200u);
    EXPECT_EQ(held_, 1);
    release();
    for (HttpClient* client : {&checked, &waiting}) EXPECT_EQ(client->read()->status, 200u);
}

TEST_F(ConnectionShares, have_one_for_a_login_that_is_familiar_at_its_address) {
    serve([](Settings& s) { s.limits.running_per_address = 1; });
    auto& guess = send("/check", "guess");
    wait_until_held(1);
    EXPECT_EQ(status("/", "?anna"), 200u);
    EXPECT_EQ(held_, 1);
    release();
    EXPECT_EQ(guess.read()->status, 200u);
}

// The person of ScriptedApplication's admit(): her requests are hers from then on, also while a body is waited for.
TEST_F(ConnectionShares, count_a_request_to_the_person_as_soon_as_she_is_known) {
    serve([](Settings& s) {
        s.limits.running_per_address = 1;
        s.limits.waiting_per_address = 0;
        s.limits.running_per_person = 1;
        s.limits.waiting_per_person = 1;
    });
    for (const unsigned expected : {100u, 100u}) {
        clients_.push_back(std::make_unique<HttpClient>(server_->ports.plain));
        clients_.back()->send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        EXPECT_EQ(clients_.back()->read()->status, expected);
    }
    for (const auto& client : clients_) {
        client->send("12345");
        EXPECT_EQ(client->read()->status, 200u);
    }
}

}  // namespace
}  // namespace stafett::server::transport
