#include "storage/base/clock.h"

#include "storage/base/digest.h"

namespace stafett::base {
namespace {

TEST(Clock, reads_back_what_it_writes) {
    for (const char* text : {"1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2100-12-31T12:00:00Z"})
        EXPECT_EQ(format_instant(parse_instant(text).value()), text);
}

TEST(Clock, refuses_what_is_no_day_or_instant) {
    for (const char* text : {"", "2025-02-29", "2025-13-01", "2025-1-1", "20250101", "2025-01-01 "})
        EXPECT_FALSE(parse_date(text)) << text;
    for (const char* text : {"2025-01-01T24:00:00Z", "2025-01-01T00:00:00", "2025-01-01t00:00:00Z"})
        EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Digest, is_sha256) {
    EXPECT_EQ(to_hex(digest("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2 B.1
    EXPECT_EQ(digest_from_hex(to_hex(digest("abc"))), digest("abc"));
    EXPECT_FALSE(digest_from_hex("ba78"));
}

TEST(Digest, makes_the_uuid_of_rfc_9562_appendix_a4) {
    EXPECT_EQ(uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
              "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(Base64, reads_back_what_it_writes_and_refuses_the_rest) {
    for (const std::string text : {"", "a", "ab", "abc", "åäö"}) EXPECT_EQ(from_base64(to_base64(text)), text);
    for (const char* text : {"a", "abc", "ab=c", "a===", "ab c"}) EXPECT_FALSE(from_base64(text)) << text;
    EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
}

}  // namespace
}  // namespace stafett::base
