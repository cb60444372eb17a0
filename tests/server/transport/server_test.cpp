#include "server/transport/server.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <latch>
#include <thread>

#include <fmt/format.h>
#include <boost/asio/error.hpp>

#include "server/transport/development_certificate.h"
#include "tests/server/transport/test_server.h"
#include "tests/support/descriptor_limit.h"

namespace stafett::server::transport {
namespace {

using testing::HasSubstr;
using tests::HttpClient;

TEST(Server, speaks_tls_1_2_and_1_3_and_nothing_older) {
    ScriptedApplication application;
    const TestServer server(application);
    EXPECT_EQ(server.tls_client(TLS1_3_VERSION).version(), "TLSv1.3");
    auto client = server.tls_client(TLS1_2_VERSION);
    EXPECT_EQ(client.version(), "TLSv1.2");
    EXPECT_EQ(client.request("GET", "/x").body, "GET /x 0");
    EXPECT_FALSE(server.tls_client(TLS1_1_VERSION).good());
    EXPECT_FALSE(server.tls_client(TLS1_VERSION).good());
}

TEST(Server, lets_requests_in_flight_finish_when_it_stops) {
    std::latch begun(2);
    std::latch release(1);
    ScriptedApplication application;
    application.on_handle = [&](const http::RequestHead&, std::string_view) {
        begun.count_down();
        release.wait();
        return http::text_response(200, "finished");
    };
    TestServer server(application, [](Settings& s) { s.deadlines.linger = std::chrono::milliseconds(50); });
    auto idle = server.tls_client();
    auto busy = server.tls_client();
    auto writing = server.client();
    busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    writing.send("PUT / HTTP/1.1\r\nHost: a\r\n\r\n");
    begun.wait();
    auto stopped = std::async(std::launch::async, [&] { return server.server.stop(); });
    EXPECT_TRUE(idle.closed());
    release.count_down();
    for (auto* client : {&busy, &writing}) {
        const auto answer = client->read().value_or(tests::HttpAnswer{});
        EXPECT_EQ(answer.body, "finished");
        EXPECT_EQ(answer.field("Connection"), "close");
        EXPECT_TRUE(client->closed());
    }
    EXPECT_TRUE(stopped.get());
    server.server.wait();
    EXPECT_FALSE(server.client().request("GET", "/").status);
}

TEST(Server, cuts_off_what_does_not_finish_in_time) {
    ScriptedApplication application;
    TestServer server(application);
    auto half = server.client();
    half.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    ASSERT_EQ(half.read()->status, 100u);
    EXPECT_TRUE(server.server.stop(std::chrono::milliseconds(20)));
    EXPECT_FALSE(half.read().has_value());
}

TEST(Server, tells_when_a_handler_outlives_its_patience) {
    std::latch begun(1);
    std::latch release(1);
    ScriptedApplication application;
    application.on_handle = [&](const http::RequestHead&, std::string_view) {
        begun.count_down();
        release.wait();
        return http::text_response(200, "late");
    };
    TestServer server(application);
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    begun.wait();
    EXPECT_FALSE(server.server.stop(std::chrono::milliseconds(20)));
    release.count_down();
    EXPECT_TRUE(server.server.stop());
}

// Waits for its body: there is a request, so it is not idle.
void begin_request(HttpClient& client) {
    client.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client.read()->status, 100u);
}

TEST(Server, turns_connections_away_when_all_places_are_taken_by_requests) {
    ScriptedApplication application;
    const TestServer server(application, [](Settings& s) { s.limits.connections_per_address = 2; });
    auto first = server.client();
    auto second = server.tls_client();
    begin_request(first);
    begin_request(second);
    EXPECT_EQ(server.client().request("GET", "/").status, 0u);
    EXPECT_TRUE(server.log.wait_for("turned away"));
    for (HttpClient* client : {&first, &second}) {
        client->send("12345");
        EXPECT_EQ(client->read()->status, 200u);
    }
}

TEST(Server, gives_up_who_has_been_idle_longest_for_a_new_connection) {
    for (const bool of_address : {false, true}) {
        ScriptedApplication application;
        const TestServer server(application, [&](Settings& s) {
            (of_address ? s.limits.connections_per_address : s.limits.connections) = 3;
        });
        auto first = server.client();
        EXPECT_EQ(first.request("GET", "/").status, 200u);
        auto silent = HttpClient(server.ports.tls);  // shakes no hands
        auto second = server.tls_client();
        EXPECT_EQ(second.request("GET", "/").status, 200u);
        EXPECT_EQ(first.request("GET", "/").status, 200u);

        auto third = server.client();
        EXPECT_EQ(third.request("GET", "/").status, 200u);
        EXPECT_TRUE(silent.closed());
        EXPECT_TRUE(server.log.wait_for("idle connections are given up"));
        begin_request(first);
        auto fourth = server.client();
        EXPECT_EQ(fourth.request("GET", "/").status, 200u);
        first.send("12345");
        EXPECT_EQ(first.read()->status, 200u) << "a request is never given up";
    }
}

// As whom ScriptedApplication::on_sender may take it.
std::string credentials(const http::RequestHead& head) {
    return std::string(head.fields.find("Authorization").value_or(""));
}

// Everything that reads is held, by admit() as a password check holds it and by handlers; and the first of those
// requests lay there before its connection was accepted.
TEST(Server, accepts_and_answers_what_lies_ready_while_every_reader_is_held) {
    std::latch sockets_held(2), let_sockets_go(1), readers_held(4), let_readers_go(1);
    ScriptedApplication application;
    application.on_sender = [](const http::RequestHead& head) { return credentials(head); };
    application.on_probe = [&](const http::RequestHead& head) -> std::optional<http::Response> {
        if (head.path() == "/sockets") {
            sockets_held.count_down();
            let_sockets_go.wait();
        }
        if (head.path() == "/slow" || head.path() == "/password") return std::nullopt;
        return http::text_response(head.path() == "/refused" ? 401 : 200, "ready");
    };
    const auto hold = [&] {
        readers_held.count_down();
        let_readers_go.wait();
    };
    application.on_admit = [&](const http::RequestHead& head) -> std::optional<http::Response> {
        if (head.path() == "/password") hold();
        return std::nullopt;
    };
    application.on_handle = [&](const http::RequestHead& head, std::string_view) {
        if (head.path() == "/slow") hold();
        return http::text_response(200, "done");
    };
    const TestServer server(application, [](Settings& s) {
        s.io_threads = 2;
        s.in_place = 1;
        s.reader_workers = 3;
    });
    auto first = server.client(), second = server.client();
    first.send("GET /sockets HTTP/1.1\r\nHost: a\r\n\r\n");
    second.send("GET /sockets HTTP/1.1\r\nHost: a\r\n\r\n");
    sockets_held.wait();
    std::vector<std::unique_ptr<HttpClient>> slow;
    for (int i = 0; i < 6; ++i) {
        slow.push_back(std::make_unique<HttpClient>(server.ports.plain));
        const std::string target = i % 2 == 0 ? "/slow" : "/password";
        slow.back()->send("GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: person" + std::to_string(i) +
                          "\r\n\r\n");
    }
    let_sockets_go.count_down();
    readers_held.wait();
    for (int i = 0; i < 3; ++i) {
        auto plain = server.client();
        auto tls = server.tls_client();
        for (HttpClient* client : {&plain, &tls}) {
            EXPECT_EQ(client->request("GET", "/").status, 200u);
            EXPECT_EQ(client->request("GET", "/refused").status, 401u);
        }
    }
    let_readers_go.count_down();
    for (const auto& client : slow) EXPECT_EQ(client->read().value_or(tests::HttpAnswer{}).body, "done");
}

// PROPFINDs whose short body is announced and does not come.
void announce_body(HttpClient& client, const std::string& credentials) {
    client.send("PROPFIND / HTTP/1.1\r\nHost: a\r\nAuthorization: " + credentials + "\r\nContent-Length: 9\r\n\r\n");
}

TEST(Server, gives_up_a_request_of_nobody_known_for_a_new_connection) {
    ScriptedApplication application;
    application.on_sender = [](const http::RequestHead& head) {
        return std::string(head.fields.find("Authorization").value_or("") == "right" ? "anna" : "");
    };
    std::latch checked(1), release(1), first_waits(1), known_wait(2);
    std::atomic<int> waiting = 0;
    application.on_probes_body = [&] { waiting++ == 0 ? first_waits.count_down() : known_wait.count_down(); };
    application.on_admit = [&](const http::RequestHead& head) -> std::optional<http::Response> {
        if (head.path() != "/check") return std::nullopt;
        checked.count_down();
        release.wait();
        return http::text_response(401, "no");
    };
    const TestServer server(application, [](Settings& s) { s.limits.connections = 2; });
    auto first = server.client(), second = server.tls_client();
    announce_body(first, "x");
    first_waits.wait();
    second.send("GET /check HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\n\r\n");
    checked.wait();
    auto third = server.client(), fourth = server.client();
    EXPECT_TRUE(first.closed());
    EXPECT_TRUE(second.closed());
    for (HttpClient* client : {&third, &fourth}) EXPECT_EQ(client->request("GET", "/").status, 200u);
    release.count_down();

    announce_body(third, "right");
    announce_body(fourth, "right");
    known_wait.wait();
    auto late = server.client();
    EXPECT_EQ(late.request("GET", "/").status, 0u);
    for (HttpClient* client : {&third, &fourth}) {
        client->send("<body/>..");
        EXPECT_EQ(client->read()->status, 200u) << "whose sender is known";
    }
}

TEST(Server, waits_for_no_half_request_when_it_stops) {
    ScriptedApplication application;
    TestServer server(application);
    auto half = server.client(), empty_line = server.tls_client(), no_body = server.client();
    half.send("GET / HTTP/1.1\r\nHo");
    EXPECT_EQ(empty_line.request("GET", "/").status, 200u);
    empty_line.send("\r\n");
    announce_body(no_body, "x");
    auto stopped = std::async(std::launch::async, [&] { return server.server.stop(std::chrono::minutes(1)); });
    for (HttpClient* client : {&half, &empty_line, &no_body}) EXPECT_TRUE(client->closed());
    EXPECT_TRUE(stopped.get());
}

TEST(Server, gives_up_who_has_been_idle_longest_when_no_descriptor_is_left) {
    ScriptedApplication application;
    const TestServer server(application);
    auto idle = server.client();
    EXPECT_EQ(idle.request("GET", "/").status, 200u);
    // The sanitizer opens a pipe to look at an object whose virtual functions it has not seen called before.
    EXPECT_FALSE(boost::system::error_code(EMFILE, boost::asio::error::get_system_category()).message().empty());
    const tests::DescriptorLimit limit(1);
    auto client = server.client();
    EXPECT_EQ(client.request("GET", "/").status, 200u);
    EXPECT_TRUE(server.log.wait_for("could not be accepted"));
    EXPECT_TRUE(idle.closed());
}

TEST(Server, serves_many_clients_at_once) {
    ScriptedApplication application;
    const TestServer server(application);
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            auto client = t % 2 == 0 ? std::make_unique<HttpClient>(server.ports.plain)
                                     : std::make_unique<HttpClient>(server.ports.tls, test_ca_file());
            for (int i = 0; i < 50; ++i)
                if (client->request(i % 3 == 0 ? "PUT" : "GET", "/x", "", i % 3 == 0 ? "abc" : "").status == 200)
                    ++good;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(good, 8 * 50);
}

TEST(Server, says_in_one_sentence_why_it_cannot_start) {
    ScriptedApplication application;
    KeptLog log;
    const TestServer running(application);
    const tests::TemporaryFolder folder;
    const auto certificate =
        development_certificate(folder.path().string(), std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));

    const auto start = [&](const std::string& address, std::uint16_t port, const std::string& key) {
        Settings settings;
        settings.addresses = {address};
        settings.port = port;
        settings.certificate_file = certificate->certificate;
        settings.key_file = key;
        Server server(settings, application, log);
        const auto started = server.start();
        return started ? std::string("started") : started.error();
    };
    EXPECT_THAT(start("127.0.0.1", running.ports.tls, certificate->key),
                HasSubstr("127.0.0.1:" + std::to_string(running.ports.tls)));
    EXPECT_THAT(start("localhost", 0, certificate->key), HasSubstr("localhost is no IP address"));
    EXPECT_THAT(start("127.0.0.1", 0, "/nonexistent.key"), HasSubstr("/nonexistent.key"));
    EXPECT_EQ(start("127.0.0.1", 0, certificate->key), "started");
}

TEST(Server, keeps_the_certificate_in_use_while_its_new_files_cannot_be_read) {
    const tests::TemporaryFolder folder;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    ScriptedApplication application;
    const auto files = development_certificate(folder.path().string(), now).value();
    TestServer server(application, [&](Settings& s) {
        s.certificate_file = files.certificate;
        s.key_file = files.key;
    });
    EXPECT_FALSE(server.server.reload_replaced_certificate().value());
    const auto aside = files.certificate + ".good";
    std::filesystem::rename(files.certificate, aside);
    std::ofstream(files.certificate) << "-----BEGIN CERTIFICATE-----\nhalf a";
    const auto broken = server.server.reload_replaced_certificate();
    ASSERT_FALSE(broken.has_value());
    EXPECT_THAT(broken.error(), HasSubstr(files.certificate));
    EXPECT_FALSE(server.server.reload_replaced_certificate().value()) << "told once";
    EXPECT_EQ(HttpClient(server.ports.tls, files.ca).request("GET", "/").status, 200u);
    std::filesystem::rename(aside, files.certificate);
    EXPECT_TRUE(server.server.reload_replaced_certificate().value());
    EXPECT_EQ(HttpClient(server.ports.tls, files.ca).request("GET", "/").status, 200u);
}

TEST(Server, believes_a_trusted_proxy_about_its_clients_and_counts_it_for_none) {
    ScriptedApplication application;
    application.on_handle = [](const auto& head, std::string_view) {
        return http::text_response(200, head.peer + " " + head.origin);
    };
    TestServer server(application, [](Settings& s) {
        s.trusted_proxies = {"127.0.0.0/8", "::1"};
        s.limits.connections_per_address = 1;
    });
    auto one = server.client();
    auto two = server.client();
    const auto answer = one.request("GET", "/", "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n");
    EXPECT_THAT(answer.body, HasSubstr("203.0.113.7 https://"));
    EXPECT_EQ(two.request("GET", "/").status, 200u);
    EXPECT_TRUE(server.log.wait_for("peer=203.0.113.7"));
}

TEST(Server, says_nosniff_on_every_answer_refusals_included) {
    ScriptedApplication application;
    const TestServer server(application);
    for (const char* target : {"/x", "nonsense"})
        EXPECT_EQ(server.client().request("GET", target).field("X-Content-Type-Options"), "nosniff") << target;
}

TEST(Server, asks_browsers_for_tls_where_they_came_by_tls_but_not_on_a_developers_machine) {
    ScriptedApplication application;
    const TestServer server(application, [](Settings& s) { s.trusted_proxies = {"127.0.0.0/8"}; });
    const auto asked = [](HttpClient&& client, std::string_view host, std::string_view fields = {}) {
        client.send(fmt::format("GET / HTTP/1.1\r\nHost: {}\r\n{}\r\n", host, fields));
        const auto answer = client.read();
        return answer ? answer->field("Strict-Transport-Security") : "no answer";
    };
    EXPECT_EQ(asked(HttpClient(server.ports.tls, test_ca_file()), "kalender.example"), "max-age=31536000");
    EXPECT_EQ(asked(HttpClient(server.ports.plain), "kalender.example"), "");
    EXPECT_EQ(asked(HttpClient(server.ports.tls, test_ca_file()), "localhost:8443"), "");
    EXPECT_EQ(asked(HttpClient(server.ports.tls, test_ca_file()), "localhost.example"), "max-age=31536000");
    // Behind a proxy that speaks TLS with the client.
    EXPECT_EQ(asked(HttpClient(server.ports.plain), "kalender.example", "X-Forwarded-Proto: https\r\n"),
              "max-age=31536000");
}

TEST(Server, takes_up_a_renewed_certificate_while_it_runs) {
    const tests::TemporaryFolder folder;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    ScriptedApplication application;
    const auto old = development_certificate(folder.path().string(), now - std::chrono::days(700)).value();
    TestServer server(application, [&](Settings& s) {
        s.certificate_file = old.certificate;
        s.key_file = old.key;
    });
    HttpClient before(server.ports.tls, old.ca);
    EXPECT_TRUE(before.good());
    std::filesystem::remove(old.certificate);
    const auto renewed = development_certificate(folder.path().string(), now).value();
    EXPECT_FALSE(HttpClient(server.ports.tls, renewed.ca).good());
    ASSERT_TRUE(server.server.reload_certificate().has_value());
    EXPECT_TRUE(HttpClient(server.ports.tls, renewed.ca).good());
    EXPECT_EQ(before.request("GET", "/").status, 200u);
}

}  // namespace
}  // namespace stafett::server::transport
