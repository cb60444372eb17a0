#include "server/log/access.h"

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
              "id=ab12 peer=192.0.2.1 person=anna for=- PUT /dav/calendars/x.ics 201 in=512 out=0 ms=3.2");
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

}  // namespace
}  // namespace stafett::server::log
