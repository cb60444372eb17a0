#include "caldav/webdav/conditional.h"

namespace stafett::caldav::webdav {
namespace {

http::RequestHead head(std::string name, std::string value) {
    http::RequestHead head;
    head.fields.add(std::move(name), std::move(value));
    return head;
}

Validators object(std::string etag) {
    return {model::Etag(std::move(etag)), *base::parse_instant("2026-11-22T12:00:00Z")};
}

TEST(IfMatch, holds_for_one_of_its_tags_however_it_is_quoted) {
    const auto info = object("abc");
    for (const auto* value : {"\"abc\"", "\"x\", \"abc\"", "W/\"abc\"", "\\\"abc\\\"", "abc", "*", "\"x\",*"})
        EXPECT_TRUE(Conditions(head("If-Match", value)).check(info)) << value;
    for (const auto* value : {"\"ab\"", "\"abcd\"", "", "\"\""})
        EXPECT_FALSE(Conditions(head("If-Match", value)).check(info)) << value;
    EXPECT_FALSE(Conditions(head("If-Match", "*")).check(std::nullopt));
    EXPECT_FALSE(Conditions(head("If-Match", "\"abc\"")).check(std::nullopt));
}

TEST(IfMatch, failed_is_412_with_the_current_etag) {
    const auto info = object("abc");
    const auto failed = Conditions(head("If-Match", "\"x\"")).check(info);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().status, 412U);
    EXPECT_EQ(failed.error().fields.front(), (std::pair<std::string, std::string>("ETag", "\"abc\"")));
}

TEST(IfNoneMatch, star_wants_nothing_there) {
    const auto info = object("abc");
    const Conditions star(head("If-None-Match", "*"));
    EXPECT_FALSE(star.check(info));
    EXPECT_TRUE(star.check(std::nullopt));
    EXPECT_FALSE(Conditions(head("If-None-Match", "\"abc\"")).check(info));
    EXPECT_TRUE(Conditions(head("If-None-Match", "\"x\"")).check(info));
}

TEST(Conditions, of_what_is_not_known_hold_for_a_date_and_not_for_a_tag) {
    const Validators home;  // neither ETag nor date
    EXPECT_TRUE(Conditions(head("If-Unmodified-Since", "Sun, 22 Nov 2020 12:00:00 GMT")).check(home));
    EXPECT_TRUE(Conditions(head("If-Match", "*")).check(home));
    EXPECT_FALSE(Conditions(head("If-Match", "\"abc\"")).check(home));
    EXPECT_FALSE(Conditions(head("If-None-Match", "*")).check(home));
    EXPECT_TRUE(Conditions(head("If-None-Match", "\"abc\"")).check(home));
    EXPECT_FALSE(*Conditions(head("If-Modified-Since", "Sun, 22 Nov 2026 12:00:00 GMT")).not_modified(home));
}

TEST(NotModified, goes_by_tags_before_dates) {
    const auto info = object("abc");
    EXPECT_TRUE(*Conditions(head("If-None-Match", "\"abc\"")).not_modified(info));
    EXPECT_FALSE(*Conditions(head("If-None-Match", "\"x\"")).not_modified(info));
    EXPECT_TRUE(*Conditions(head("If-Modified-Since", "Sun, 22 Nov 2026 12:00:00 GMT")).not_modified(info));
    EXPECT_FALSE(*Conditions(head("If-Modified-Since", "Sun, 22 Nov 2026 11:59:59 GMT")).not_modified(info));
    EXPECT_FALSE(*Conditions(head("If-Modified-Since", "yesterday")).not_modified(info));
    auto both = head("If-Modified-Since", "Sun, 22 Nov 2026 12:00:00 GMT");
    both.fields.add("If-None-Match", "\"x\"");
    EXPECT_FALSE(*Conditions(both).not_modified(info));
}

TEST(HttpDate, is_written_and_read) {
    const auto instant = *base::parse_instant("1994-11-06T08:49:37Z");
    EXPECT_EQ(http_date(instant), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), instant);
    for (const auto* text :
         {"", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
          "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 -8:49:37 GMT"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

}  // namespace
}  // namespace stafett::caldav::webdav
