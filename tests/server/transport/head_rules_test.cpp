#include "server/transport/head_rules.h"

namespace stafett::server::transport {
namespace {

ReceivedHead received(std::string target, std::optional<std::string> host, std::string method = "GET") {
    ReceivedHead head;
    head.method = std::move(method);
    head.target = std::move(target);
    if (host) head.fields.add("Host", *host);
    return head;
}

const Surroundings over_tls{.tls = true, .peer = "192.0.2.7", .local = "192.0.2.1:8443"};

TEST(HeadRules, makes_the_origin_of_scheme_and_host) {
    const auto head = check_head(received("/dav", "kalender.example.test:8443"), over_tls, "id1").value();
    EXPECT_EQ(head.origin, "https://kalender.example.test:8443");
    EXPECT_EQ(head.peer, "192.0.2.7");
    EXPECT_EQ(head.id, "id1");
    EXPECT_TRUE(head.secure);
    auto plain = over_tls;
    plain.tls = false;
    EXPECT_EQ(check_head(received("/", "localhost"), plain, "").value().origin, "http://localhost");
    EXPECT_EQ(check_head(received("/", "[::1]:80"), plain, "").value().origin, "http://[::1]:80");
}

TEST(HeadRules, puts_the_host_that_a_trusted_proxy_names_first) {
    auto proxied = over_tls;
    proxied.host = "kalender.kommun.se";
    EXPECT_EQ(check_head(received("/", "inner:8080"), proxied, "").value().origin, "https://kalender.kommun.se");
    EXPECT_EQ(check_head(received("http://inner/x", "inner"), proxied, "").value().origin,
              "https://kalender.kommun.se");
}

TEST(HeadRules, http_1_0_without_host_gets_the_address_it_came_to) {
    auto head = received("/", std::nullopt);
    head.http11 = false;
    EXPECT_EQ(check_head(std::move(head), over_tls, "").value().origin, "https://192.0.2.1:8443");
}

TEST(HeadRules, absolute_form_becomes_origin_form) {
    const auto head = check_head(received("https://b.test/x?y", "a.test"), over_tls, "").value();
    EXPECT_EQ(head.target, "/x?y");
    EXPECT_EQ(head.origin, "https://b.test");
    EXPECT_EQ(check_head(received("HTTP://b.test", "a.test"), over_tls, "").value().target, "/");
    EXPECT_EQ(check_head(received("http://b.test?q", "a.test"), over_tls, "").value().target, "/?q");
    EXPECT_EQ(check_head(received("*", "a.test", "OPTIONS"), over_tls, "").value().target, "/");
}

TEST(HeadRules, refuses_hosts_that_must_not_come_back_in_our_urls) {
    for (const auto* host : {"", "a b", "a/b", "a@b", "a:", "a:x", "a:123456", ":80", "[::1", "[]", "[::1]x", "[zz]",
                             "a\"b", "a<b", "a\\b", "å.test"})
        EXPECT_EQ(check_head(received("/", host), over_tls, "").error().status, 400u) << host;
    EXPECT_EQ(check_head(received("/", std::nullopt), over_tls, "").error().status, 400u);
    EXPECT_EQ(check_head(received("/", std::string(300, 'a')), over_tls, "").error().status, 400u);
    auto two = received("/", "a.test");
    two.fields.add("host", "b.test");
    EXPECT_EQ(check_head(std::move(two), over_tls, "").error().status, 400u);
}

TEST(HeadRules, refuses_targets_that_are_no_path) {
    for (const auto* target :
         {"*", "dav", "http", "https", "localhost:80", "ftp://a.test/", "http://", "http://a b/", "http:///x"})
        EXPECT_EQ(check_head(received(target, "a.test"), over_tls, "").error().status, 400u) << target;
}

TEST(HeadRules, knows_one_expectation) {
    auto head = received("/", "a.test");
    head.fields.add("Expect", "100-Continue");
    EXPECT_TRUE(expects_continue(head));
    head.http11 = false;
    EXPECT_FALSE(expects_continue(head));
    auto other = received("/", "a.test");
    other.fields.add("Expect", "miracles");
    EXPECT_EQ(check_head(std::move(other), over_tls, "").error().status, 417u);
}

}  // namespace
}  // namespace stafett::server::transport
