#include "storage/base/digest.h"

namespace stafett::base {
namespace {

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
    std::string octets;
    for (int i = 0; i < 70; ++i) {
        std::string other = to_base64(octets);  // libcrypto's
        other.resize(other.find_last_not_of('=') + 1);
        for (char& c : other) c = c == '+' ? '-' : c == '/' ? '_' : c;
        EXPECT_EQ(to_base64url(octets), other);
        octets.push_back(static_cast<char>(i * 89 + 250));
    }
}

}  // namespace
}  // namespace stafett::base
