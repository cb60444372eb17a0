#include "caldav/http/byte_range.h"

#include <tuple>

namespace stafett::caldav::http {
namespace {

using Kind = ByteRange::Kind;

TEST(ByteRange, is_what_one_range_asks_for) {
    const std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>> parts{
        {"bytes=0-0", 0, 1},  {"bytes=0-", 0, 10},      {"bytes=9-", 9, 1},
        {"bytes=2-4", 2, 3},  {"bytes=2-99", 2, 8},     {"bytes=-3", 7, 3},
        {"bytes=-99", 0, 10}, {" bytes= 1 - 2 ", 1, 2}, {"bytes=1-99999999999999999999999", 1, 9}};
    for (const auto& [field, first, length] : parts) {
        const ByteRange range = byte_range(field, 10);
        EXPECT_EQ(range.kind, Kind::part) << field;
        EXPECT_EQ(range.first, first) << field;
        EXPECT_EQ(range.length, length) << field;
    }
}

TEST(ByteRange, is_the_whole_for_what_is_not_for_us) {
    for (const char* field : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=4-2", "bytes=0-1,3-4", "lines=0-1",
                              "bytes=-x", "bytes=1--2", "bytes=0x1-2"}) {
        EXPECT_EQ(byte_range(field, 10).kind, Kind::whole) << field;
        EXPECT_EQ(byte_range(field, 10).length, 10u) << field;
    }
}

TEST(ByteRange, cannot_be_had_behind_the_end) {
    for (const char* field : {"bytes=10-", "bytes=10-11", "bytes=-0"})
        EXPECT_EQ(byte_range(field, 10).kind, Kind::unsatisfiable) << field;
    EXPECT_EQ(byte_range("bytes=0-", 0).kind, Kind::unsatisfiable);
    EXPECT_EQ(byte_range("bytes=-5", 0).kind, Kind::unsatisfiable);
}

}  // namespace
}  // namespace stafett::caldav::http
