#include "server/log/access.h"

#include <fmt/format.h>

namespace stafett::server::log {
namespace {

TEST(AccessLine, tells_who_did_what_and_how_it_went) {
    EXPECT_EQ(access_line({.id = "ab12",
                           .peer = "192.0.2.1",
                           .person = "anna",
                           .acts_for = "",
                           .method = "PUT",
                           .target = "/dav/calendars/x.ics",
                           .status = 201,
                           .received = 512,
                           .sent = 0,
                           .took = std::chrono::microseconds(3240)}),
              "id=ab12 peer=192.0.2.1 person=anna for=- PUT /dav/calendars/x.ics 201 in=512 out=0 ms=3.2 steps=0");
}

TEST(AccessLine, masks_tokens_and_query_values) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"/dav/calendars/anna/", "/dav/calendars/anna/"},
        {"/feeds/s3cret/sarskolan.ics", "/feeds/***/sarskolan.ics"},
        {"/feeds/s3cret", "/feeds/***"},
        {"//feeds//s3cret/a.ics", "//feeds//***/a.ics"},
        {"/%66eeds/s3cret/a.ics", "/%66eeds/***/a.ics"},
        {"/FEEDS/s3cret/a.ics", "/FEEDS/***/a.ics"},
        {"/feeds/", "/feeds/"},
        {"/x?token=s3cret&a=b&s3cret", "/x?token=***&a=***&***"},
        {"/x?", "/x?"},
    };
    for (const auto& [target, expected] : cases) EXPECT_EQ(masked(target), expected);
}

TEST(AccessLine, lets_no_token_through_however_a_link_is_spelt) {
    const std::string token = "Zk3-x_9QmT5vB1nL7cR2dW8hJ4pF6gYsKaEoUiXyC0e";
    ASSERT_EQ(token.size(), 43U);
    std::string coded;
    for (const char c : token) coded += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    for (const std::string& secret : {token, coded, "%" + coded, token.substr(0, 20) + "%2D" + token.substr(21)})
        for (const char* spelling : {"/feeds/{}/a.ics",
                                     "/feeds/{}",
                                     "/feeds/{}/",
                                     "/feeds/./{}/a.ics",
                                     "/feeds/../feeds/{}/a.ics",
                                     "//feeds/{}/a.ics",
                                     "/feeds//{}/a.ics",
                                     "/./feeds/{}/a.ics",
                                     "/feeds/x/{}/a.ics",
                                     "/feeds/%2e/{}/a.ics",
                                     "/feeds%2f{}/a.ics",
                                     "/feeds%2F{}%2Fa.ics",
                                     "/%2ffeeds%2f{}",
                                     "/feeds%252f{}/a.ics",
                                     "/FEEDS/{}/a.ics",
                                     "/%66%65%65%64%73/{}/a.ics",
                                     "/%2566eeds/{}/a.ics",
                                     "/feeds\\{}\\a.ics",
                                     "/feeds%5c{}/a.ics",
                                     "/feeds;a=b/{}/a.ics",
                                     "/feeds.ics/{}/a.ics",
                                     "/feeds{}/a.ics",
                                     "/feeds/a.ics/{}",
                                     "/feeds/{}.ics",
                                     "/feeds/a.ics;{}",
                                     "/feeds/a.ics#{}",
                                     "/feeds%3f{}",
                                     "/dav/../feeds/{}/a.ics",
                                     "/dav/feeds/{}/a.ics",
                                     "/feds/{}/a.ics",
                                     "/{}/a.ics",
                                     "/{}",
                                     "/feds%2f{}",
                                     "/dav/{}/a.ics",
                                     "/?{}",
                                     "/?{}=1",
                                     "/x?a={}",
                                     "/feeds?x={}",
                                     "{}",
                                     "https://h/feeds/{}/a.ics",
                                     "feeds/{}/a.ics"}) {
            const std::string shown = masked(fmt::format(fmt::runtime(spelling), secret));
            for (std::size_t i = 0; i + 8 <= secret.size(); i += 8)
                EXPECT_EQ(shown.find(secret.substr(i, 8)), std::string::npos) << spelling << " shows " << shown;
        }
}

// Eight thousand octets that are one escape within the other.
TEST(AccessLine, shows_nothing_of_what_is_encoded_too_often) {
    std::string target = "/%";
    for (int i = 0; i < 4000; ++i) target += "25";
    EXPECT_EQ(masked(target + "66eeds/secret/a.ics"), "/***/***/a.ics");
}

TEST(AccessLine, shows_the_paths_of_objects_and_files_whole) {
    for (const char* target :
         {"/dav/calendars/anna/calendar/0F8FAD5B-D9CB-469F-A165-70867728950E.ics", "/.well-known/caldav",
          "/dav/principals/users/anna/", "/attachments/0f8fad5b-d9cb-469f-a165-70867728950e/M%C3%B6te.pdf",
          "/robots.txt", "/", "*"})
        EXPECT_EQ(masked(target), target);
}

}  // namespace
}  // namespace stafett::server::log
