#include "caldav/http/href.h"

namespace stafett::caldav::http {
namespace {

TEST(DecodeSegment, decodes_once) {
    EXPECT_EQ(decode_segment("a%20b"), "a b");
    EXPECT_EQ(decode_segment("%2541"), "%41");
    EXPECT_EQ(decode_segment("user%40kommun.se"), "user@kommun.se");
    EXPECT_EQ(decode_segment("%C3%A5"), "å");
    EXPECT_EQ(decode_segment("a+b"), "a+b");
}

TEST(DecodeSegment, refuses) {
    for (const std::string_view text : {"%", "%4", "%zz", "a%2Fb", "a%2fb", "a%5Cb", "%00", "%0d%0a", "%7f", ".", "..",
                                        "%2e%2e", "%2E", "%ff", "%c0%af", "%ed%a0%80"})
        EXPECT_FALSE(decode_segment(text)) << text;
}

TEST(EncodeSegment, comes_back_from_decode_segment) {
    for (const std::string_view text : {"a b", "100%", "å/ä?#", "user@x.se", "a%41", "{1}.ics"})
        EXPECT_EQ(split_path("/" + encode_segment(text)).has_value(), text.find('/') == std::string_view::npos) << text;
    EXPECT_EQ(encode_segment("å @%?#"), "%C3%A5%20@%25%3F%23");
}

TEST(SplitPath, ignores_empty_segments_and_a_trailing_slash) {
    EXPECT_EQ(split_path("/a//b/"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(split_path("/"), std::vector<std::string>{});
    EXPECT_FALSE(split_path("a"));
    EXPECT_FALSE(split_path(""));
    EXPECT_FALSE(split_path("/a/../b"));
}

TEST(ParseReference, knows_paths_and_absolute_uris) {
    EXPECT_EQ(parse_reference("/a/b?x#y")->path, "/a/b");
    EXPECT_EQ(parse_reference("https://host:1/a")->authority, "host:1");
    EXPECT_EQ(parse_reference("https://host:1/a")->path, "/a");
    EXPECT_EQ(parse_reference("https://host")->path, "/");
    for (const std::string_view text : {"", "a/b", "//host/a", "://x/", "https:///a", "mailto:a@b"})
        EXPECT_FALSE(parse_reference(text)) << text;
}

}  // namespace
}  // namespace stafett::caldav::http
