#include "server/transport/answer.h"

#include <atomic>
#include <future>
#include <stdexcept>

#include "tests/server/transport/gunzip.h"
#include "tests/server/transport/test_server.h"

namespace stafett::server::transport {
namespace {

constexpr std::size_t one_piece = 50'000;

// Pieces of digits; says when it is gone, and may break down in the middle.
class Pieces final : public http::PullSource {
  public:
    explicit Pieces(std::size_t count) : left_(count) {}
    ~Pieces() override {
        if (gone) gone->set_value();
    }

    More fill(std::string& out, std::size_t) override {
        if (fails_at == left_) throw std::runtime_error("the source dried up");
        if (left_ == 0) return More::no;
        if (filled) ++*filled;
        out += digits(one_piece);
        return --left_ == 0 ? More::no : More::yes;
    }

    std::optional<std::uint64_t> length() const override { return known; }

    std::optional<std::uint64_t> known;
    std::optional<std::size_t> fails_at;
    std::atomic<std::size_t>* filled = nullptr;
    std::promise<void>* gone = nullptr;

  private:
    std::size_t left_;
};

http::Response pulled(std::unique_ptr<Pieces> source, bool may_compress = false) {
    http::Response response;
    response.status = 207;
    response.body = std::move(source);
    response.may_compress = may_compress;
    return response;
}

std::string repeated(std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += digits(one_piece);
    return all;
}

TEST(Answer, sends_a_pulled_body_in_chunks) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead&, std::string_view) {
        return pulled(std::make_unique<Pieces>(100));
    };
    const TestServer server(application);
    auto client = server.tls_client();
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.request("GET", "/x");
        EXPECT_TRUE(answer.chunked);
        EXPECT_TRUE(answer.complete);
        EXPECT_EQ(answer.body, repeated(100));
    }
    const auto head = client.request("HEAD", "/x");
    EXPECT_EQ(head.status, 207u);
    EXPECT_EQ(head.field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(client.request("GET", "/x").body.size(), 100 * one_piece);
}

TEST(Answer, sends_a_pulled_body_of_known_length_without_chunks_and_pulls_nothing_for_head) {
    std::atomic<std::size_t> filled = 0;
    ScriptedApplication application;
    application.on_handle = [&](const http::RequestHead&, std::string_view) {
        auto source = std::make_unique<Pieces>(10);
        source->known = 10 * one_piece;
        source->filled = &filled;
        return pulled(std::move(source));
    };
    const TestServer server(application);
    auto client = server.tls_client();
    const auto head = client.request("HEAD", "/x");
    EXPECT_EQ(head.field("Content-Length"), std::to_string(10 * one_piece));
    EXPECT_EQ(filled, 0u);
    const auto answer = client.request("GET", "/x");
    EXPECT_FALSE(answer.chunked);
    EXPECT_EQ(answer.field("Content-Length"), std::to_string(10 * one_piece));
    EXPECT_EQ(answer.body, repeated(10));
    EXPECT_EQ(filled, 10u);
}

TEST(Answer, sends_a_pulled_body_of_one_piece_with_its_length) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead& head, std::string_view) {
        return pulled(std::make_unique<Pieces>(head.path() == "/none" ? 0 : 1));
    };
    const TestServer server(application);
    auto client = server.client();
    EXPECT_EQ(client.request("GET", "/one").field("Content-Length"), "50000");
    EXPECT_EQ(client.request("GET", "/none").field("Content-Length"), "0");
}

TEST(Answer, ends_a_pulled_body_for_1_0_by_closing) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead&, std::string_view) {
        return pulled(std::make_unique<Pieces>(3));
    };
    const TestServer server(application);
    auto client = server.client();
    client.send("GET / HTTP/1.0\r\n\r\n");
    const auto answer = client.read();
    EXPECT_FALSE(answer->chunked);
    EXPECT_EQ(answer->body, repeated(3));
}

TEST(Answer, breaks_off_when_the_source_fails_midway_and_is_a_500_when_it_fails_at_once) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead& head, std::string_view) {
        auto source = std::make_unique<Pieces>(10);
        source->fails_at = head.path() == "/at-once" ? 10 : 5;
        return pulled(std::move(source));
    };
    const TestServer server(application);
    auto client = server.client();
    EXPECT_EQ(client.request("GET", "/at-once").status, 500u);
    const auto answer = client.request("GET", "/midway");
    EXPECT_EQ(answer.status, 207u);
    EXPECT_FALSE(answer.complete);
    EXPECT_TRUE(server.log.wait_for("broke off: the source dried up"));
}

TEST(Answer, pulls_no_faster_than_the_client_reads_and_gives_up_on_one_that_does_not) {
    std::atomic<std::size_t> filled = 0;
    std::promise<void> gone;
    ScriptedApplication application;
    application.on_handle = [&](const http::RequestHead&, std::string_view) {
        auto source = std::make_unique<Pieces>(1'000'000);
        source->filled = &filled;
        source->gone = &gone;
        return pulled(std::move(source));
    };
    const TestServer server(application, [](Settings& s) { s.deadlines.write = std::chrono::milliseconds(50); });
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_EQ(gone.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
    // What lies in the kernel's buffers of both sides.
    EXPECT_LT(filled * one_piece, 64u * 1024 * 1024);
}

TEST(Answer, compresses_what_may_be_for_those_who_accept_it) {
    ScriptedApplication application;
    application.on_handle = [](const http::RequestHead& head, std::string_view) {
        if (head.path() == "/pulled") return pulled(std::make_unique<Pieces>(100), true);
        auto response = http::text_response(207, head.path() == "/short" ? "short" : digits(200'000));
        response.may_compress = head.path() != "/never";
        if (head.path() == "/etag") response.fields.add("ETag", "\"1\"");
        return response;
    };
    const TestServer server(application);
    auto client = server.tls_client();

    for (const auto* path : {"/whole", "/pulled"}) {
        const auto coded = client.request("GET", path, "Accept-Encoding: br, gzip\r\n");
        EXPECT_EQ(coded.field("Content-Encoding"), "gzip");
        EXPECT_EQ(coded.field("Vary"), "Accept-Encoding");
        const auto plain = client.request("GET", path, "Accept-Encoding: br\r\n");
        EXPECT_EQ(plain.field("Content-Encoding"), "");
        EXPECT_EQ(plain.field("Vary"), "Accept-Encoding");
        EXPECT_LT(coded.body.size(), plain.body.size() / 2);
        EXPECT_EQ(gunzip(coded.body), plain.body);
        const auto head = client.request("HEAD", path, "Accept-Encoding: br, gzip\r\n");
        EXPECT_EQ(head.field("Content-Length"), coded.field("Content-Length"));
        EXPECT_EQ(head.field("Content-Encoding"), "gzip");
    }
    for (const auto* path : {"/short", "/never", "/etag"})
        EXPECT_EQ(client.request("GET", path, "Accept-Encoding: gzip\r\n").field("Content-Encoding"), "") << path;
    EXPECT_EQ(client.request("GET", "/never").field("Vary"), "");
}

TEST(Answer, sends_what_is_shared_without_a_copy_of_its_own_and_no_body_with_304) {
    const auto feed = std::make_shared<const std::string>(digits(300'000));
    ScriptedApplication application;
    application.on_probe = [&](const http::RequestHead& head) -> std::optional<http::Response> {
        http::Response response;
        if (head.path() == "/304") response.status = 304;
        response.fields.add("ETag", "\"1\"");
        response.body = feed;
        return response;
    };
    const TestServer server(application);
    auto client = server.tls_client();
    EXPECT_EQ(client.request("GET", "/feed").body, *feed);
    const auto unchanged = client.request("GET", "/304");
    EXPECT_EQ(unchanged.status, 304u);
    EXPECT_EQ(unchanged.field("ETag"), "\"1\"");
    EXPECT_FALSE(unchanged.fields.has("Content-Length"));
    EXPECT_EQ(client.request("GET", "/feed").body, *feed);
}

}  // namespace
}  // namespace stafett::server::transport
