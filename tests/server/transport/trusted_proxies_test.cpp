#include "server/transport/trusted_proxies.h"

#include <gtest/gtest.h>

namespace stafett::server::transport {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

std::string client(const TrustedProxies& proxies, const Headers& headers, std::string peer = "10.0.0.1",
                   bool tls = false) {
    caldav::http::Fields fields;
    for (const auto& [name, value] : headers) fields.add(name, value);
    const auto found = proxies.client_of(fields, {.tls = tls, .peer = std::move(peer), .local = "10.0.0.2:80"});
    return found.peer + (found.tls ? " https" : " http");
}

TEST(TrustedProxies, reads_addresses_and_networks) {
    for (const auto* good : {"192.0.2.1", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::1", "192.0.2.1/32"})
        EXPECT_TRUE(TrustedProxies::is_network(good)) << good;
    for (const auto* bad :
         {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::1/129", "10.0.0.0/8x", "/8", "fe80::1%eth0"})
        EXPECT_FALSE(TrustedProxies::is_network(bad)) << bad;
}

TEST(TrustedProxies, knows_who_lies_in_its_networks) {
    const TrustedProxies proxies({"10.1.0.0/17", "2001:db8::/33", "192.0.2.1"}, ProxyField::x_forwarded);
    for (const auto* in : {"10.1.0.1", "10.1.127.255", "::ffff:10.1.0.1", "2001:db8:7fff::1", "192.0.2.1"})
        EXPECT_TRUE(proxies.trusts(in)) << in;
    for (const auto* out : {"10.1.128.0", "10.2.0.1", "2001:db8:8000::1", "192.0.2.2", "nonsense", ""})
        EXPECT_FALSE(proxies.trusts(out)) << out;
    EXPECT_FALSE(TrustedProxies().trusts("127.0.0.1"));
}

TEST(TrustedProxies, believes_what_a_trusted_one_says_of_the_client) {
    const TrustedProxies x({"10.0.0.0/8"}, ProxyField::x_forwarded);
    EXPECT_EQ(client(x, {{"X-Forwarded-For", "203.0.113.7"}, {"X-Forwarded-Proto", "https"}}), "203.0.113.7 https");
    EXPECT_EQ(client(x, {{"X-Forwarded-For", "198.51.100.1, 203.0.113.7, 10.9.9.9"}, {"X-Forwarded-Proto", "https"}}),
              "203.0.113.7 https");
    EXPECT_EQ(client(x, {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-For", "203.0.113.7:4711"}}),
              "203.0.113.7 http");
    EXPECT_EQ(client(x, {{"X-Forwarded-For", "2001:db8::7"}, {"X-Forwarded-Proto", "HTTP"}}, "10.0.0.1", true),
              "2001:db8::7 http");
    EXPECT_EQ(client(x, {{"X-Forwarded-For", "::ffff:203.0.113.7"}}), "203.0.113.7 http");
    const TrustedProxies standard({"10.0.0.0/8"}, ProxyField::forwarded);
    EXPECT_EQ(client(standard, {{"Forwarded", "for=\"[2001:db8::1]:4711\";proto=https"}}), "2001:db8::1 https");
    EXPECT_EQ(client(standard, {{"Forwarded", "for=198.51.100.1, For=203.0.113.7;Proto=https;by=10.0.0.1"}}),
              "203.0.113.7 https");
}

TEST(TrustedProxies, believes_which_host_was_asked_for) {
    const auto host = [](ProxyField field, const Headers& headers, std::string peer = "10.0.0.1") {
        caldav::http::Fields fields;
        for (const auto& [name, value] : headers) fields.add(name, value);
        return TrustedProxies({"10.0.0.0/8"}, field)
            .client_of(fields, {.tls = false, .peer = std::move(peer), .local = "10.0.0.2:80"})
            .host;
    };
    using enum ProxyField;
    EXPECT_EQ(host(x_forwarded, {{"X-Forwarded-For", "203.0.113.7"}, {"X-Forwarded-Host", "kalender.kommun.se"}}),
              "kalender.kommun.se");
    EXPECT_EQ(host(x_forwarded, {{"X-Forwarded-Host", "kalender.kommun.se:8443"}}), "kalender.kommun.se:8443");
    EXPECT_EQ(host(x_forwarded, {{"X-Forwarded-For", "203.0.113.7, 10.0.0.9"},
                                 {"X-Forwarded-Host", "invented.example, kalender.kommun.se, inner"}}),
              "kalender.kommun.se");
    EXPECT_EQ(host(forwarded, {{"Forwarded", "for=203.0.113.7;host=\"kalender.kommun.se:8443\";proto=https"}}),
              "kalender.kommun.se:8443");
    EXPECT_EQ(host(forwarded, {{"Forwarded", "for=203.0.113.7;host=\"a/b\""}}), "") << "no authority";
    EXPECT_EQ(host(forwarded, {{"X-Forwarded-Host", "invented.example"}}), "") << "a field of the client's";
    EXPECT_EQ(host(x_forwarded, {{"X-Forwarded-Host", "invented.example"}}, "198.51.100.2"), "") << "not trusted";
}

TEST(TrustedProxies, ignores_what_anybody_else_says) {
    const Headers claims{{"X-Forwarded-For", "203.0.113.7"},
                         {"X-Forwarded-Proto", "https"},
                         {"Forwarded", "for=203.0.113.8;proto=https"}};
    EXPECT_EQ(client(TrustedProxies({"10.0.0.0/8"}, ProxyField::x_forwarded), claims, "198.51.100.2"),
              "198.51.100.2 http");
    EXPECT_EQ(client(TrustedProxies(), claims), "10.0.0.1 http");
    // The field that the proxy does not write comes from the client.
    EXPECT_EQ(client(TrustedProxies({"10.0.0.0/8"}, ProxyField::x_forwarded), claims), "203.0.113.7 https");
    EXPECT_EQ(client(TrustedProxies({"10.0.0.0/8"}, ProxyField::forwarded), claims), "203.0.113.8 https");
}

TEST(TrustedProxies, are_not_talked_over_by_a_client_with_an_unpaired_quotation_mark) {
    const TrustedProxies x({"10.0.0.0/8"}, ProxyField::x_forwarded);
    const TrustedProxies standard({"10.0.0.0/8"}, ProxyField::forwarded);
    for (const std::string field :
         {R"(for=198.51.100.1;proto=https;x=")", R"(")", R"(for="198.51.100.1)", R"(a="\"")"}) {
        EXPECT_EQ(client(standard, {{"Forwarded", field + ", for=203.0.113.7;proto=http"}}), "203.0.113.7 http");
        EXPECT_EQ(client(standard, {{"Forwarded", field}, {"Forwarded", R"(for="[2001:db8::1]";proto=http)"}}),
                  "2001:db8::1 http");
        EXPECT_EQ(client(x, {{"X-Forwarded-For", field + ", 203.0.113.7"}}), "203.0.113.7 http");
    }
}

// A proxy that passes the Host on in its own element, quoted as it should be.
TEST(TrustedProxies, are_not_talked_over_by_a_client_whose_quotation_mark_they_escape) {
    const TrustedProxies standard({"10.0.0.0/8"}, ProxyField::forwarded);
    for (const char* field : {R"(for=[2001:db8::bad], for=203.0.113.7;host="a\"b";proto=https)",
                              R"(for="[2001:db8::bad]", for=203.0.113.7;host="a\\\"b";proto=https)",
                              R"(for=[2001:db8::bad]x, for=203.0.113.7;host="\\";proto=https)"})
        EXPECT_EQ(client(standard, {{"Forwarded", field}}), "203.0.113.7 https") << field;
    EXPECT_EQ(client(standard, {{"Forwarded", "for=\"[2001:db8::1]x\""}}),
              client(standard, {{"Forwarded", "for=unknown"}}));
}

TEST(TrustedProxies, keeps_to_what_it_knows_when_it_is_told_nothing_readable) {
    const TrustedProxies x({"10.0.0.0/8"}, ProxyField::x_forwarded);
    const TrustedProxies standard({"10.0.0.0/8"}, ProxyField::forwarded);
    EXPECT_EQ(client(x, {}), "10.0.0.1 http");
    for (const auto* node : {"", "unknown", "_hidden", "[", "[::1", ",,,", "203.0.113.7, nonsense", "999.1.1.1"})
        EXPECT_EQ(client(x, {{"X-Forwarded-For", node}}), "10.0.0.1 http") << node;
    for (const auto* element : {"", "for", "for=", "for=\"", ";;=;", "for=_hidden", "proto=gopher"})
        EXPECT_EQ(client(standard, {{"Forwarded", element}}), "10.0.0.1 http") << element;
    std::string long_chain = "203.0.113.7";
    for (int i = 0; i < 1000; ++i) long_chain += ", 10.0.0.9";
    EXPECT_EQ(client(x, {{"X-Forwarded-For", long_chain}}), "10.0.0.9 http");
}

}  // namespace
}  // namespace stafett::server::transport
