#include "server/transport/request_reader.h"

namespace stafett::server::transport {
namespace {

constexpr std::size_t target_limit = 100;
constexpr std::size_t head_limit = 1000;

struct Read {
    unsigned refused = 0;  // 0: a head
    ReceivedHead head;
};

Read read_head(std::string_view octets) {
    RequestReader reader(target_limit, head_limit);
    reader.input() = octets;
    auto head = reader.read_head();
    if (!head) return {.refused = head.error().status, .head = {}};
    if (!*head) return {.refused = 1, .head = {}};
    return {.refused = 0, .head = std::move(**head)};
}

TEST(RequestReader, reads_a_head) {
    const auto [refused, head] =
        read_head("PROPFIND /dav/a%20b?x=1 HTTP/1.1\r\nHost: example.test\r\nDepth:1\r\nX-Empty:\r\n\r\n");
    ASSERT_EQ(refused, 0u);
    EXPECT_EQ(head.method, "PROPFIND");
    EXPECT_EQ(head.target, "/dav/a%20b?x=1");
    EXPECT_TRUE(head.http11);
    EXPECT_TRUE(head.keep_alive);
    EXPECT_FALSE(head.has_body);
    EXPECT_EQ(head.fields.find("depth"), "1");
    EXPECT_EQ(head.fields.find("x-empty"), "");
}

TEST(RequestReader, reads_what_beast_has_no_name_for) {
    EXPECT_EQ(read_head("FROBNICATE / HTTP/1.1\r\nHost: a\r\n\r\n").head.method, "FROBNICATE");
}

TEST(RequestReader, knows_who_wants_to_keep_the_connection) {
    EXPECT_FALSE(read_head("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").head.keep_alive);
    EXPECT_FALSE(read_head("GET / HTTP/1.0\r\n\r\n").head.keep_alive);
    EXPECT_FALSE(read_head("GET / HTTP/1.0\r\n\r\n").head.http11);
}

TEST(RequestReader, skips_empty_lines_before_a_request) {
    EXPECT_EQ(read_head("\r\n\r\nGET / HTTP/1.1\r\n\r\n").refused, 0u);
    RequestReader reader(target_limit, head_limit);
    reader.input() = "\r\n\r\n\r";
    EXPECT_FALSE(reader.head_has_begun());
    reader.input() += "\nG";
    EXPECT_TRUE(reader.head_has_begun());
}

TEST(RequestReader, limits_line_fields_and_empty_lines_together) {
    const auto head_of = [](std::size_t method, std::size_t field, std::size_t empty_lines) {
        std::string octets;
        for (std::size_t i = 0; i < empty_lines; ++i) octets += "\r\n";
        return octets + std::string(method, 'M') + " / HTTP/1.1\r\nX: " + std::string(field, 'x') + "\r\n\r\n";
    };
    const std::size_t around = head_of(0, 0, 0).size();
    EXPECT_EQ(read_head(head_of(400, head_limit - around - 400, 0)).refused, 0u);
    EXPECT_EQ(read_head(head_of(400, head_limit - around - 399, 0)).refused, 431u);
    EXPECT_EQ(read_head(head_of(900, 900, 0)).refused, 431u);
    EXPECT_EQ(read_head(head_of(1, 1, 510)).refused, 400u);

    // Octet by octet, and without an end.
    RequestReader reader(target_limit, head_limit);
    std::size_t sent = 0;
    const auto endless = head_of(900, 100000, 0);
    auto head = reader.read_head();
    while (head && !*head && sent < endless.size()) {
        reader.input() += endless[sent++];
        head = reader.read_head();
    }
    EXPECT_FALSE(head);
    EXPECT_LE(sent, head_limit + 1);
}

TEST(RequestReader, takes_a_request_octet_by_octet) {
    const std::string octets =
        "\r\nPUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;ext=1\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nTrailer: t\r\n\r\n";
    RequestReader reader(target_limit, head_limit);
    std::optional<ReceivedHead> head;
    std::string body;
    bool done = false;
    for (const char c : octets) {
        reader.input() += c;
        if (!head) {
            auto read = reader.read_head();
            ASSERT_TRUE(read.has_value());
            head = std::move(*read);
        } else {
            ASSERT_FALSE(done);
            const auto complete = reader.read_body(body);
            ASSERT_TRUE(complete.has_value());
            done = *complete;
        }
    }
    ASSERT_TRUE(done);
    EXPECT_EQ(body, "abc0123456789abcdef");
    EXPECT_FALSE(head->fields.has("Trailer"));
    EXPECT_EQ(head->content_length, std::nullopt);
    EXPECT_TRUE(head->has_body);
}

TEST(RequestReader, takes_an_empty_chunked_body_octet_by_octet) {
    for (const std::string octets : {"0\r\n\r\n", "00\r\n\r\n", "0;a=b\r\nT: u\r\n\r\n"}) {
        RequestReader reader(target_limit, head_limit);
        reader.input() = "PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        ASSERT_TRUE(reader.read_head().value().has_value());
        std::string body;
        for (std::size_t i = 0; i < octets.size(); ++i) {
            reader.input() += octets[i];
            const auto complete = reader.read_body(body);
            ASSERT_TRUE(complete.has_value()) << octets;
            EXPECT_EQ(*complete, i + 1 == octets.size()) << octets;
        }
        EXPECT_EQ(body, "");
    }
}

TEST(RequestReader, leaves_the_next_request_in_the_input) {
    RequestReader reader(target_limit, head_limit);
    reader.input() = "PUT /1 HTTP/1.1\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\n\r\n";
    EXPECT_EQ((*reader.read_head())->content_length, 2u);
    std::string body;
    EXPECT_TRUE(*reader.read_body(body));
    EXPECT_EQ(body, "ab");
    reader.next();
    EXPECT_EQ((*reader.read_head())->target, "/2");
}

TEST(RequestReader, shows_a_body_that_is_here_already) {
    RequestReader reader(target_limit, head_limit);
    reader.input() = "PROPFIND /1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nab";
    const auto length = (*reader.read_head())->content_length;
    EXPECT_FALSE(reader.received_body(length));
    EXPECT_FALSE(reader.received_body({})) << "of unknown length";
    reader.input() += "cdGET /2 HTTP/1.1\r\n\r\n";
    EXPECT_EQ(reader.received_body(length), "abcd");
    std::string body;
    EXPECT_TRUE(*reader.read_body(body));
    EXPECT_EQ(body, "abcd");
}

TEST(RequestReader, refuses_with_the_status_that_tells_why) {
    struct Case {
        std::string octets;
        unsigned status;
    };
    const std::string line = "GET / HTTP/1.1\r\n";
    const std::vector<Case> cases{
        {"nonsense\r\n\r\n", 400},
        {"GET /\r\n\r\n", 400},
        {"GET / HTTP/2.0\r\n\r\n", 505},
        {"GET /a b HTTP/1.1\r\n\r\n", 400},
        {std::string("GET /\0 HTTP/1.1\r\n\r\n", 19), 400},
        {line + "Host : a\r\n\r\n", 400},
        {line + "no colon\r\n\r\n", 400},
        {line + std::string("X: a\0b\r\n\r\n", 10), 400},
        {line + "Content-Length: 3x\r\n\r\n", 400},
        {line + "Content-Length: -3\r\n\r\n", 400},
        {line + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n", 400},
        {line + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
        {line + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {line + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400},
        {line + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
        {line + "Transfer-Encoding: gzip\r\n\r\n", 501},
        {"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"GET /" + std::string(target_limit, 'a') + " HTTP/1.1\r\n\r\n", 414},
        {"GET /" + std::string(head_limit, 'a'), 414},
        {line + "X: " + std::string(head_limit, 'a') + "\r\n\r\n", 431},
        {line + "X: " + std::string(head_limit, 'a'), 431},
    };
    for (const auto& [octets, status] : cases) EXPECT_EQ(read_head(octets).refused, status) << octets;
}

TEST(RequestReader, refuses_many_fields) {
    RequestReader reader(target_limit, 64UL * 1024);
    reader.input() = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 201; ++i) reader.input() += "A: b\r\n";
    reader.input() += "\r\n";
    EXPECT_EQ(reader.read_head().error().status, 431u);
}

TEST(RequestReader, refuses_malformed_chunks) {
    const std::vector<std::string> bodies{"zz\r\n",
                                          "fffffffffffffffff\r\n",
                                          "3\r\nabcdefgh\r\n",
                                          "0\r\nContent-Length: 3\r\n\r\n",
                                          "3;" + std::string(20000, 'a'),
                                          "0\r\nX: " + std::string(20000, 'a')};
    for (const auto& octets : bodies) {
        RequestReader reader(target_limit, head_limit);
        reader.input() = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + octets;
        ASSERT_TRUE(reader.read_head().has_value());
        std::string body;
        auto complete = reader.read_body(body);
        ASSERT_FALSE(complete.has_value()) << octets.substr(0, 40);
        EXPECT_EQ(complete.error().status, 400u);
    }
}

}  // namespace
}  // namespace stafett::server::transport
