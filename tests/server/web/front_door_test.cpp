#include "server/web/front_door.h"

namespace stafett::server::web {
namespace {

namespace http = caldav::http;

class NamedApplication final : public http::Application {
  public:
    explicit NamedApplication(std::string name) : name_(std::move(name)) {}
    bool probes_body(const http::RequestHead&) const override { return true; }
    std::optional<http::Response> probe(const http::RequestHead&, std::optional<std::string_view>,
                                        http::Who&) override {
        return std::nullopt;
    }
    std::variant<http::Response, http::Admitted> admit(const http::RequestHead&, http::Arrival, http::Who&) override {
        return http::Admitted{.pool = http::Pool::readers, .body_limit = 7, .ticket = nullptr};
    }
    http::Response handle(const http::RequestHead&, http::Body, http::Admitted) override {
        return http::text_response(200, name_);
    }

  private:
    const std::string name_;
};

class FrontDoorTest : public testing::Test {
  protected:
    static http::RequestHead request(std::string method, std::string target) {
        http::RequestHead head;
        head.method = std::move(method);
        head.target = std::move(target);
        head.origin = "https://kalender.example";
        return head;
    }

    // The answer after as many steps as it takes.
    http::Response answer(const http::RequestHead& head) {
        if (auto ready = door_.probe(head, std::string_view(), who_)) return *std::move(ready);
        auto admitted = door_.admit(head, http::Arrival::here, who_);
        if (auto* refused = std::get_if<http::Response>(&admitted)) return std::move(*refused);
        return door_.handle(head, {}, std::get<http::Admitted>(std::move(admitted)));
    }

    static std::string text(const http::Response& response) {
        const auto* text = std::get_if<std::string>(&response.body);
        return text ? *text : std::string();
    }

    http::Who who_;
    NamedApplication dav_{"dav"}, feeds_{"feeds"};
    FrontDoor door_{{{[](const http::RequestHead& head) { return head.method == "PROPFIND"; }, &dav_},
                     {[](const http::RequestHead& head) { return head.path().starts_with("/feeds/"); }, &feeds_}},
                    ""};
};

TEST_F(FrontDoorTest, gives_each_request_to_the_part_that_claims_it) {
    EXPECT_THAT(text(answer(request("PROPFIND", "/"))), testing::StartsWith("dav"));
    EXPECT_THAT(text(answer(request("GET", "/feeds/x/y.ics"))), testing::StartsWith("feeds"));
    EXPECT_THAT(text(answer(request("PROPFIND", "/feeds/x/y.ics"))), testing::StartsWith("dav"));
}

TEST_F(FrontDoorTest, shows_a_browser_the_start_page_without_a_worker) {
    for (const char* method : {"GET", "HEAD"}) {
        const auto ready = door_.probe(request(method, "/?utm=x"), std::string_view(), who_);
        ASSERT_TRUE(ready);
        EXPECT_EQ(ready->status, 200U);
        EXPECT_EQ(ready->fields.find("content-type"), "text/html; charset=utf-8");
        EXPECT_THAT(text(*ready), testing::HasSubstr("https://kalender.example/"));
        EXPECT_TRUE(ready->fields.has("Content-Security-Policy"));
    }
}

TEST_F(FrontDoorTest, keeps_robots_out) {
    EXPECT_EQ(text(answer(request("GET", "/robots.txt"))), "User-agent: *\nAllow: /feeds/\nDisallow: /\n");
}

TEST_F(FrontDoorTest, answers_404_and_405_in_plain_text) {
    EXPECT_EQ(answer(request("GET", "/nothing")).status, 404U);
    EXPECT_EQ(answer(request("GET", "//")).status, 404U);
    const auto refused = answer(request("POST", "/"));
    EXPECT_EQ(refused.status, 405U);
    EXPECT_EQ(refused.fields.find("Allow"), "GET, HEAD, OPTIONS, PROPFIND, REPORT");
}

TEST_F(FrontDoorTest, refuses_what_another_sites_page_sends_before_any_part_and_any_body) {
    for (const char* target : {"/", "/feeds/x/y.ics", "/nothing", "/dav/calendars/anna/calendar/a.ics"}) {
        auto head = request("POST", target);
        head.fields.add("Origin", "https://evil.example");
        head.has_body = true;
        EXPECT_FALSE(door_.probes_body(head)) << target;
        const auto refused = door_.probe(head, std::nullopt, who_);
        ASSERT_TRUE(refused) << target;
        EXPECT_EQ(refused->status, 403U) << target;
    }
    auto head = request("PROPFIND", "/");
    head.fields.add("Origin", "https://evil.example");
    EXPECT_EQ(answer(head).status, 200U);
}

TEST_F(FrontDoorTest, takes_the_configured_address_for_its_own_origin) {
    FrontDoor door({}, "https://public.example");
    for (const auto& [origin, status] : {std::pair("https://public.example", 405U), {"https://evil.example", 403U}}) {
        auto head = request("POST", "/");
        head.fields.add("Origin", origin);
        EXPECT_EQ(door.probe(head, std::string_view(), who_)->status, status) << origin;
    }
}

TEST_F(FrontDoorTest, names_the_configured_address) {
    FrontDoor door({}, "https://public.example");
    EXPECT_THAT(text(*door.probe(request("GET", "/"), std::string_view(), who_)),
                testing::HasSubstr("<code>https://public.example/</code>"));
}

TEST_F(FrontDoorTest, lets_no_markup_through_from_the_host_field) {
    auto head = request("GET", "/");
    head.origin = "https://\"><script>alert('x')</script>&";
    const std::string shown = text(answer(head));
    EXPECT_EQ(shown.find("<script>"), std::string::npos);
    EXPECT_THAT(shown, testing::HasSubstr("https://&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;/"));
}

}  // namespace
}  // namespace stafett::server::web
