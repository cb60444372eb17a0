#include <pthread.h>

#include <array>
#include <latch>
#include <stdexcept>

#include "tests/server/transport/test_server.h"

namespace stafett::server::transport {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;
using tests::HttpClient;

http::Response text(std::string body) { return http::text_response(200, std::move(body)); }

TEST(Connection, answers_several_requests_one_after_the_other) {
    ScriptedApplication application;
    const TestServer server(application);
    auto client = server.tls_client();
    EXPECT_EQ(client.version(), "TLSv1.3");
    EXPECT_EQ(client.request("GET", "/a?b").body, "GET /a?b 0");
    const auto answer = client.request("PUT", "/c", "", "12345");
    EXPECT_EQ(answer.body, "PUT /c 5");
    EXPECT_EQ(answer.field("Content-Length"), "8");
    EXPECT_TRUE(answer.field("Date").ends_with(" GMT"));
    EXPECT_EQ(answer.field("Connection"), "");
}

TEST(Connection, closes_when_the_client_wants_it_or_speaks_1_0) {
    ScriptedApplication application;
    const TestServer server(application);
    auto client = server.client();
    EXPECT_EQ(client.request("GET", "/", "Connection: close\r\n").field("Connection"), "close");
    EXPECT_TRUE(client.closed());
    auto old = server.client();
    old.send("GET /old HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.read()->body, "GET /old 0");
    EXPECT_TRUE(old.closed());
}

TEST(Connection, answers_pipelined_requests_in_their_order) {
    ScriptedApplication application;
    const TestServer server(application);
    auto client = server.tls_client();
    std::string requests;
    for (int i = 0; i < 20; ++i) {
        requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        requests += "PUT /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    }
    client.send(requests);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(client.read().value_or(tests::HttpAnswer{}).body, "GET /" + std::to_string(i) + " 0");
        EXPECT_EQ(client.read().value_or(tests::HttpAnswer{}).body, "PUT /" + std::to_string(i) + " 3");
    }
}

TEST(Connection, answers_head_as_get_without_the_body) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead&, std::string_view) { return text("four"); };
    const TestServer server(application);
    auto client = server.client();
    const auto head = client.request("HEAD", "/x");
    EXPECT_EQ(head.status, 200u);
    EXPECT_EQ(head.field("Content-Length"), "4");
    EXPECT_EQ(head.field("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(client.request("GET", "/x").body, "four");
}

TEST(Connection, passes_methods_it_has_no_name_for) {
    ScriptedApplication application;
    const TestServer server(application);
    EXPECT_EQ(server.client().request("FROBNICATE", "/x").body, "FROBNICATE /x 0");
}

TEST(Connection, refuses_with_the_status_that_tells_why_and_closes) {
    struct Case {
        std::string octets;
        unsigned status;
    };
    const std::vector<Case> cases{
        {"nonsense\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
        {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
        {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        {"GET /" + std::string(70000, 'a'), 414},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(70000, 'a') + "\r\n\r\n", 431},
        {"GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n", 417},
        {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505},
        {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 413},
        {"PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n", 413},
        {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + digits(1001) + "\r\n0\r\n\r\n",
         413},
    };
    ScriptedApplication application;
    application.body_limit = 1000;
    const TestServer server(application);
    for (const auto& [octets, status] : cases) {
        auto client = server.client();
        client.send(octets);
        const auto answer = client.read().value_or(tests::HttpAnswer{});
        EXPECT_EQ(answer.status, status) << octets.substr(0, 100);
        EXPECT_EQ(answer.field("Connection"), "close") << octets.substr(0, 100);
        EXPECT_TRUE(client.closed()) << octets.substr(0, 100);
    }
}

TEST(Connection, lets_the_client_read_an_early_answer_while_it_still_sends) {
    ScriptedApplication application;
    application.on_admit = [](const http::RequestHead&) { return http::text_response(403, "not you"); };
    const TestServer server(application);
    for (auto* make :
         {+[](const TestServer& s) { return std::make_unique<HttpClient>(s.ports.plain); },
          +[](const TestServer& s) { return std::make_unique<HttpClient>(s.ports.tls, test_ca_file()); }}) {
        const auto client = make(server);
        client->send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 600000\r\n\r\n");
        client->send(digits(500000));
        const auto answer = client->read().value_or(tests::HttpAnswer{});
        EXPECT_EQ(answer.status, 403u);
        EXPECT_EQ(answer.body, "not you");
        EXPECT_EQ(answer.field("Connection"), "close");
        EXPECT_TRUE(client->closed());
    }
}

TEST(Connection, stays_open_after_an_early_answer_to_a_body_that_is_here_already) {
    ScriptedApplication application;
    application.on_admit = [](const http::RequestHead&) { return http::text_response(401, "who?"); };
    const TestServer server(application);
    auto client = server.client();
    EXPECT_EQ(client.request("PROPFIND", "/x", "", "<propfind/>").status, 401u);
    EXPECT_EQ(client.request("PROPFIND", "/x", "", "<propfind/>").status, 401u);
}

TEST(Connection, gives_a_slow_head_a_408_and_an_idle_client_nothing) {
    ScriptedApplication application;
    const TestServer slow(application, [](Settings& s) { s.deadlines.head = milliseconds(30); });
    auto client = slow.client();
    client.send("GET / HTTP/1.1\r\nHo");
    EXPECT_EQ(client.read()->status, 408u);
    EXPECT_TRUE(client.closed());

    const TestServer idle(application, [](Settings& s) { s.deadlines.idle = milliseconds(30); });
    auto quiet = idle.tls_client();
    EXPECT_TRUE(quiet.closed());
    auto used = idle.client();
    EXPECT_EQ(used.request("GET", "/").status, 200u);
    EXPECT_TRUE(used.closed());
}

// An empty line is no beginning of a head (RFC 9112 §2.2); and no number of them keeps a connection.
TEST(Connection, takes_an_empty_line_between_requests_for_nothing) {
    ScriptedApplication application;
    const TestServer patient(application, [](Settings& s) { s.deadlines.head = milliseconds(1); });
    auto client = patient.client();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(client.request("GET", "/").status, 200u);
        client.send("\r\n");
    }
    const TestServer server(application, [](Settings& s) { s.deadlines.idle = milliseconds(30); });
    auto trickling = server.client();
    EXPECT_EQ(trickling.request("GET", "/").status, 200u);
    trickling.send("\r\n\r\n");
    EXPECT_TRUE(trickling.closed());
    auto flood = patient.client();
    std::string lines;
    for (int i = 0; i < 40000; ++i) lines += "\r\n";
    flood.send(lines);
    EXPECT_EQ(flood.read()->status, 400u);
}

TEST(Connection, gives_up_on_a_handshake_that_does_not_come) {
    ScriptedApplication application;
    const TestServer server(application, [](Settings& s) { s.deadlines.handshake = milliseconds(30); });
    HttpClient silent(server.ports.tls);
    EXPECT_TRUE(silent.closed());
    HttpClient plain_on_tls(server.ports.tls);
    plain_on_tls.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    // At most an alert, which is no answer.
    EXPECT_FALSE(plain_on_tls.read().has_value());
}

TEST(Connection, turns_an_exception_into_a_500_that_names_the_request) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead& head, std::string_view) -> http::Response {
        if (head.path() == "/bad") throw std::runtime_error("the reason");
        return text("fine");
    };
    const TestServer server(application);
    auto client = server.client();
    const auto answer = client.request("GET", "/bad?token=s3cret");
    EXPECT_EQ(answer.status, 500u);
    EXPECT_THAT(answer.body, Not(HasSubstr("the reason")));
    EXPECT_TRUE(server.log.wait_for("handle failed: the reason"));
    EXPECT_THAT(server.log.text(), Not(HasSubstr("s3cret")));
    const auto log = server.log.text();
    const auto id = log.substr(log.find("id=") + 3, 16);
    EXPECT_THAT(answer.body, HasSubstr(id));
    EXPECT_EQ(client.request("GET", "/good").body, "fine");
}

TEST(Connection, never_sends_a_field_that_begins_a_line_of_its_own) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead&, std::string_view) {
        auto response = text("x");
        response.fields.add("Location", "/a\r\nSet-Cookie: stolen=1");
        return response;
    };
    const TestServer server(application);
    auto client = server.client();
    const auto answer = client.request("GET", "/x");
    EXPECT_EQ(answer.status, 500u);
    EXPECT_FALSE(answer.fields.has("Set-Cookie"));
    EXPECT_FALSE(answer.fields.has("Location"));
}

// Which thread answers: one of those that serve sockets, or a worker named reader-0 and so on.
http::Response name_of_thread() {
    std::array<char, 16> name{};
    ::pthread_getname_np(::pthread_self(), name.data(), name.size());
    return text(std::string(name.data()).starts_with("reader-") ? "worker" : "sockets");
}

TEST(Connection, reads_where_it_serves_the_socket_while_a_thread_is_left_for_the_others) {
    ScriptedApplication application;
    std::latch blocked(1), release(1);
    application.on_handle = [&](const http::RequestHead& head, std::string_view) {
        if (head.path() == "/slow") {
            blocked.count_down();
            release.wait();
        }
        return name_of_thread();
    };
    const TestServer server(application, [](Settings& s) {
        s.io_threads = 2;
        s.reader_workers = 4;
        s.in_place = 9;  // one thread stays for the sockets, whatever is asked for
    });
    auto slow = server.client();
    auto quick = server.client();
    EXPECT_EQ(quick.request("GET", "/").body, "sockets");
    EXPECT_EQ(server.client().request("GET", "/", "Authorization: x\r\n").body, "worker")
        << "a password's check is slow";
    slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    blocked.wait();
    EXPECT_EQ(quick.request("GET", "/").body, "worker");
    release.count_down();
    EXPECT_EQ(slow.read()->body, "sockets");
    EXPECT_EQ(quick.request("GET", "/").body, "sockets");
}

TEST(Connection, answers_503_when_the_queue_is_full_except_from_memory) {
    ScriptedApplication application;
    application.on_probe = [](const http::RequestHead& head) -> std::optional<http::Response> {
        if (head.path() == "/ready") return text("at hand");
        return std::nullopt;
    };
    const TestServer server(application, [](Settings& s) {
        s.limits.reader_queue = 0;
        s.in_place = 0;
    });
    auto client = server.client();
    const auto answer = client.request("GET", "/x");
    EXPECT_EQ(answer.status, 503u);
    EXPECT_EQ(answer.field("Retry-After"), "5");
    EXPECT_EQ(client.request("GET", "/ready").body, "at hand");
}

TEST(Connection, asks_memory_with_the_body_that_came_along) {
    ScriptedApplication application;
    application.on_probe_with_body = [](const http::RequestHead& head,
                                        std::optional<std::string_view> body) -> std::optional<http::Response> {
        if (head.method != "PROPFIND" || !body) return std::nullopt;
        return text("ready " + std::string(*body));
    };
    const TestServer server(application, [](Settings& s) {
        s.limits.reader_queue = 0;
        s.in_place = 0;
    });
    auto client = server.client();
    for (const auto* body : {"question", "", "other"})
        EXPECT_EQ(client.request("PROPFIND", "/", "", body).body, std::string("ready ") + body);
    EXPECT_EQ(client.request("PROPFIND", "/", "Expect: 100-continue\r\n", "here").body, "ready here");
    client.send(
        "PROPFIND /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\naPROPFIND /2 HTTP/1.1\r\nHost: x\r\n"
        "Content-Length: 1\r\n\r\nb");
    EXPECT_EQ(client.read()->body, "ready a");
    EXPECT_EQ(client.read()->body, "ready b");
}

TEST(Connection, waits_for_a_short_body_that_comes_later_before_it_asks_memory) {
    ScriptedApplication application;
    application.on_probe_with_body = [](const http::RequestHead&, std::optional<std::string_view> body) {
        return body ? std::optional(text("ready " + std::string(*body))) : std::nullopt;
    };
    const TestServer server(application, [](Settings& s) {
        s.limits.reader_queue = 0;
        s.in_place = 0;
        s.deadlines.body = std::chrono::milliseconds(100);
    });
    // Each piece is a packet, or a TLS record: the answer to the first request tells that the next head has been read.
    const auto ask = [](HttpClient& client) {
        client.send(
            "PROPFIND /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\naPROPFIND /2 HTTP/1.1\r\nHost: x\r\n"
            "Content-Length: 8\r\n\r\nques");
        EXPECT_EQ(client.read()->body, "ready a");
        client.send("tion");
        EXPECT_EQ(client.read()->body, "ready question");
        client.send("PROPFIND / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nques");
        EXPECT_EQ(client.read()->status, 408u);
        EXPECT_TRUE(client.closed());
    };
    auto plain = server.client();
    ask(plain);
    auto tls = server.tls_client();
    ask(tls);
    auto client = server.client();
    client.send("PROPFIND / HTTP/1.1\r\nHost: x\r\nContent-Length: 16385\r\n\r\n");
    EXPECT_EQ(client.read()->status, 503u) << "a longer one is not waited for";
}

TEST(Connection, tells_the_application_how_it_was_reached) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead& head, std::string_view) {
        return text(head.origin + " " + head.peer + (head.secure ? " secure" : " open"));
    };
    const TestServer server(application);
    EXPECT_EQ(server.client().request("GET", "/").body, "http://localhost 127.0.0.1 secure");
    EXPECT_EQ(server.tls_client().request("GET", "/").body, "https://localhost 127.0.0.1 secure");
}

TEST(Connection, logs_each_request_without_its_secrets) {
    ScriptedApplication application;
    const TestServer server(application);
    auto client = server.client();
    client.request("PUT", "/feeds/s3cret/a.ics?key=s3cret", "", "12345");
    EXPECT_TRUE(server.log.wait_for("person=anna for=skolchefer PUT /feeds/***/a.ics?key=*** 200 in=5 out="));
    EXPECT_THAT(server.log.text(), Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace stafett::server::transport
