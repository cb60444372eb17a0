#include "caldav/http/message.h"

namespace stafett::caldav::http {
namespace {

TEST(Fields, compare_names_without_case_and_keep_order) {
    Fields fields;
    fields.add("If-None-Match", "\"a\"");
    fields.add("Depth", "1");
    fields.add("if-none-match", "\"b\"");
    EXPECT_EQ(fields.find("IF-NONE-MATCH"), "\"a\"");
    EXPECT_EQ(fields.joined("If-None-Match"), "\"a\", \"b\"");
    EXPECT_EQ(fields.joined("Absent"), "");
    EXPECT_FALSE(fields.has("Absent"));
    fields.set("IF-none-match", "*");
    EXPECT_EQ(fields.joined("If-None-Match"), "*");
    EXPECT_EQ(fields.begin()->first, "Depth");
}

TEST(RequestHead, splits_path_and_query) {
    RequestHead head;
    head.target = "/dav/a%20b?x=1?y";
    EXPECT_EQ(head.path(), "/dav/a%20b");
    EXPECT_EQ(head.query(), "x=1?y");
    head.target = "/dav";
    EXPECT_EQ(head.path(), "/dav");
    EXPECT_EQ(head.query(), "");
}

TEST(Body, still_points_at_its_octets_after_a_move) {
    // Short enough to lie inside the string itself, whose address changes.
    Body body(std::string("abc"));
    Body moved = std::move(body);
    EXPECT_EQ(moved.octets(), "abc");
    EXPECT_EQ(body.octets(), "");
    const auto kept = std::make_shared<const std::string>("kept");
    Body mapped(kept, *kept);
    moved = std::move(mapped);
    EXPECT_EQ(moved.octets().data(), kept->data());
}

TEST(Reason, is_known_for_what_we_send) {
    EXPECT_EQ(reason(207), "Multi-Status");
    EXPECT_EQ(reason(507), "Insufficient Storage");
    EXPECT_EQ(reason(799), "Unknown");
}

}  // namespace
}  // namespace stafett::caldav::http
