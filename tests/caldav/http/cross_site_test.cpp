#include "caldav/http/cross_site.h"

namespace stafett::caldav::http {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The status; 0 when it may go on.
unsigned refused(const std::string& method, const Headers& fields, std::string_view public_url = {},
                 std::string origin = "https://localhost:8443") {
    RequestHead head;
    head.method = method;
    head.target = "/dav/calendars/anna/calendar/a.ics";
    head.origin = std::move(origin);
    for (const auto& [name, value] : fields) head.fields.add(name, value);
    const auto response = refuse_cross_site(head, public_url);
    return response ? response->status : 0;
}

const std::vector<std::string> unsafe{"POST", "PUT",  "DELETE", "PROPPATCH", "MKCALENDAR", "MKCOL",       "COPY",
                                      "MOVE", "LOCK", "UNLOCK", "ACL",       "TRACE",      "X-SOMETHING", "get"};

TEST(CrossSite, leaves_programs_alone_that_send_neither_field) {
    for (const auto& method : unsafe) EXPECT_EQ(refused(method, {}), 0U) << method;
}

TEST(CrossSite, refuses_every_unsafe_method_from_another_site) {
    const std::vector<Headers> foreign{{{"Sec-Fetch-Site", "cross-site"}},
                                       {{"Sec-Fetch-Site", "same-site"}},
                                       {{"sec-fetch-site", ""}},
                                       {{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "cross-site"}},
                                       {{"Origin", "https://evil.example"}},
                                       {{"Origin", "null"}},
                                       {{"Origin", ""}},
                                       {{"Origin", "https://localhost:8443"}, {"Origin", "https://evil.example"}},
                                       {{"Origin", "http://localhost:8443"}},
                                       {{"Origin", "https://localhost"}},
                                       {{"Origin", "https://localhost:8443.evil.example"}},
                                       {{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://evil.example"}},
                                       {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://localhost:8443"}}};
    for (const auto& method : unsafe)
        for (const auto& fields : foreign)
            EXPECT_EQ(refused(method, fields), 403U) << method << ' ' << fields.front().second;
}

TEST(CrossSite, leaves_reading_alone_whoever_asks) {
    for (const char* method : {"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
        EXPECT_EQ(refused(method, {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}}), 0U)
            << method;
}

TEST(CrossSite, lets_our_own_pages_and_a_person_act) {
    EXPECT_EQ(refused("PUT", {{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://localhost:8443"}}), 0U);
    EXPECT_EQ(refused("PUT", {{"Sec-Fetch-Site", "none"}}), 0U);
    EXPECT_EQ(refused("PUT", {{"Origin", "https://LOCALHOST:8443"}}), 0U);
}

TEST(CrossSite, knows_the_public_address_and_the_one_the_client_reached) {
    const std::string inside = "http://10.0.0.7:8080";
    EXPECT_EQ(refused("PUT", {{"Origin", "https://kalender.kommun.se"}}, "https://kalender.kommun.se", inside), 0U);
    EXPECT_EQ(refused("PUT", {{"Origin", inside}}, "https://kalender.kommun.se", inside), 0U);
    EXPECT_EQ(refused("PUT", {{"Origin", "https://kalender.kommun.se"}}, "", inside), 403U);
}

TEST(CrossSite, takes_the_port_of_the_scheme_for_no_port) {
    EXPECT_EQ(refused("PUT", {{"Origin", "https://a.example"}}, {}, "https://a.example:443"), 0U);
    EXPECT_EQ(refused("PUT", {{"Origin", "http://a.example"}}, {}, "http://a.example:80"), 0U);
    EXPECT_EQ(refused("PUT", {{"Origin", "https://a.example:443"}}, {}, "https://a.example"), 0U);
    EXPECT_EQ(refused("PUT", {{"Origin", "https://a.example:80"}}, {}, "https://a.example"), 403U);
}

TEST(CrossSite, says_which_field_is_the_reason) {
    RequestHead head;
    head.method = "POST";
    head.fields.add("Origin", "null");
    const auto response = refuse_cross_site(head, "");
    ASSERT_TRUE(response);
    EXPECT_THAT(std::get<std::string>(response->body),
                testing::AllOf(testing::HasSubstr("annan webbplats"), testing::HasSubstr("Origin is not this server")));
}

}  // namespace
}  // namespace stafett::caldav::http
