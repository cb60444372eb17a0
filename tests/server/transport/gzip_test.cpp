#include "server/transport/gzip.h"

#include "tests/server/transport/gunzip.h"

namespace stafett::server::transport {
namespace {

TEST(Gzip, is_sent_to_those_who_accept_it) {
    for (const auto* value :
         {"gzip", "GZIP", "deflate, gzip", "gzip;q=0.5", "gzip ; q=0.001", "*", "x-gzip", "identity;q=0, *;q=1"})
        EXPECT_TRUE(accepts_gzip(value)) << value;
    for (const auto* value : {"", "deflate", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "gzippy"})
        EXPECT_FALSE(accepts_gzip(value)) << value;
}

TEST(Gzip, gives_back_what_it_was_fed_in_pieces) {
    std::string plain;
    std::string coded;
    Gzip gzip;
    for (int i = 0; i < 5000; ++i) {
        const auto piece = "piece number " + std::to_string(i * 7919) + "\n";
        plain += piece;
        gzip.add(piece, false, coded);
    }
    gzip.add({}, true, coded);
    EXPECT_LT(coded.size(), plain.size() / 2);
    EXPECT_EQ(gunzip(coded), plain);
}

TEST(Gzip, of_nothing_is_a_whole_stream) {
    std::string coded;
    Gzip().add({}, true, coded);
    EXPECT_EQ(gunzip(coded), "");
}

}  // namespace
}  // namespace stafett::server::transport
