#include "storage/base/clock.h"

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

}  // namespace
}  // namespace stafett::base
