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

struct Kept final : Body::Keeper {
    void forget(std::size_t count) const override { forgotten = count; }
    const std::string octets = "kept";
    mutable std::size_t forgotten = 0;
};

TEST(Body, still_points_at_its_octets_after_a_move) {
    // Short enough to lie inside the string itself, whose address changes.
    Body body(std::string("abc"));
    Body moved = std::move(body);
    EXPECT_EQ(moved.octets(), "abc");
    // NOLINTNEXTLINE(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what this is about
    EXPECT_EQ(body.octets(), "");
    const auto kept = std::make_shared<const Kept>();
    Body mapped(kept, kept->octets, base::digest("as told"));
    moved = std::move(mapped);
    EXPECT_EQ(moved.octets().data(), kept->octets.data());
    EXPECT_EQ(moved.digest(), base::digest("as told"));
}

TEST(Body, knows_its_digest_and_forgets_what_has_been_read) {
    EXPECT_EQ(Body(std::string("abc")).digest(), base::digest("abc"));
    Body("abc").forget(3);
    const auto kept = std::make_shared<const Kept>();
    Body(kept, kept->octets, {}).forget(2);
    EXPECT_EQ(kept->forgotten, 2u);
}

TEST(Reason, is_known_for_what_we_send) {
    EXPECT_EQ(reason(207), "Multi-Status");
    EXPECT_EQ(reason(507), "Insufficient Storage");
    EXPECT_EQ(reason(799), "Unknown");
}

}  // namespace
}  // namespace stafett::caldav::http
