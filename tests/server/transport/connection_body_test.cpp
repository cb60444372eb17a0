// How a connection takes the body of a request.
#include <atomic>
#include <filesystem>
#include <latch>

#include "tests/server/transport/test_server.h"

namespace stafett::server::transport {
namespace {

using std::chrono::milliseconds;

http::Response text(std::string body) { return http::text_response(200, std::move(body)); }

TEST(ConnectionBody, continues_only_after_the_request_is_admitted) {
    ScriptedApplication application;
    application.on_admit = [](const http::RequestHead& head) -> std::optional<http::Response> {
        if (head.path() == "/secret") return http::text_response(401, "no");
        return std::nullopt;
    };
    const TestServer server(application);
    auto client = server.client();
    const std::string rest = " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    client.send("PUT /open" + rest);
    EXPECT_EQ(client.read()->status, 100u);
    client.send("abc");
    EXPECT_EQ(client.read()->body, "PUT /open 3");
    client.send("PUT /secret" + rest);
    const auto refused = client.read();
    EXPECT_EQ(refused->status, 401u);
    EXPECT_EQ(refused->field("Connection"), "close");
    EXPECT_TRUE(client.closed());
}

TEST(ConnectionBody, does_not_say_continue_to_who_has_sent_the_body_already) {
    ScriptedApplication application;
    const TestServer server(application);
    auto client = server.client();
    client.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(client.read()->status, 200u);
}

TEST(ConnectionBody, takes_chunked_bodies) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead&, std::string_view body) { return text(std::string(body)); };
    const TestServer server(application);
    auto client = server.tls_client();
    client.send("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n");
    client.send("A;x=y\r\n0123456789\r\n0\r\n\r\n");
    EXPECT_EQ(client.read()->body, "abcd0123456789");
    EXPECT_EQ(client.request("GET", "/next").status, 200u);
}

TEST(ConnectionBody, says_of_a_body_of_unknown_length_what_the_application_says_when_it_is_too_long) {
    ScriptedApplication application;
    application.body_limit = 10;
    application.too_large = "<max-size/>";
    const TestServer server(application);
    for (const std::string& body :
         std::vector<std::string>{"B\r\n01234567890\r\n", "6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n"}) {
        auto client = server.client();
        client.send("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        const auto refused = client.read();
        EXPECT_EQ(refused->status, 403U);
        EXPECT_EQ(refused->body, "<max-size/>");
        EXPECT_TRUE(client.closed());
    }
    auto client = server.client();
    client.send("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n");
    EXPECT_EQ(client.read()->body, "PUT /x 10");
}

TEST(ConnectionBody, gives_a_slow_body_a_408) {
    ScriptedApplication application;
    const TestServer server(application, [](Settings& s) { s.deadlines.body = milliseconds(30); });
    auto client = server.tls_client();
    client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(client.read()->status, 408u);
    EXPECT_TRUE(client.closed());
}

// The deadline comes while the body waits for a worker to write it to the disk, and so while the client is not waited
// for.
TEST(ConnectionBody, keeps_its_deadline_over_work_of_the_server) {
    ScriptedApplication application;
    std::latch held(1), release(1);
    application.on_handle = [&](const http::RequestHead& head, std::string_view) {
        if (head.path() == "/hold") {
            held.count_down();
            release.wait();
        }
        return text("done");
    };
    const TestServer server(application, [](Settings& s) {
        s.in_place = 0;
        s.reader_workers = 1;
        s.limits.body_in_memory = 1000;
        s.deadlines.body = milliseconds(20);
        s.deadlines.head = milliseconds(100);
    });
    auto sending = server.client(), holding = server.client(), clock = server.client();
    sending.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
    ASSERT_EQ(sending.read()->status, 100u);
    holding.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
    sending.send("7d0\r\n" + digits(2000) + "\r\n");
    held.wait();
    clock.send("GET / HT");
    EXPECT_EQ(clock.read()->status, 408u) << "five times the body's deadline has passed";
    release.count_down();
    EXPECT_EQ(holding.read()->body, "done");
    EXPECT_EQ(sending.read()->status, 408u);
    EXPECT_TRUE(sending.closed());
    EXPECT_TRUE(std::filesystem::is_empty(server.spool.path()));
}

TEST(ConnectionBody, spools_a_long_body) {
    const auto sent = digits(3'000'000);
    ScriptedApplication application;
    std::atomic<bool> same = false;
    application.on_handle = [&](const http::RequestHead&, std::string_view body) {
        same = body == sent;
        return text("got it");
    };
    const TestServer server(application);
    auto client = server.tls_client();
    EXPECT_EQ(client.request("PUT", "/long", "", sent).body, "got it");
    EXPECT_TRUE(same);
    EXPECT_TRUE(std::filesystem::is_empty(server.spool.path()));
    EXPECT_EQ(client.request("GET", "/next").status, 200u);
}

TEST(ConnectionBody, answers_507_when_there_is_nowhere_to_spool) {
    ScriptedApplication application;
    const TestServer server(application, [](Settings& s) { s.spool_folder = "/nonexistent/folder"; });
    auto client = server.client();
    EXPECT_EQ(client.request("PUT", "/long", "", digits(2'000'000)).status, 507u);
}

}  // namespace
}  // namespace stafett::server::transport
