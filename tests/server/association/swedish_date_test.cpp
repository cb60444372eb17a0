#include "server/association/swedish_date.h"

namespace stafett::server::association {
namespace {

TEST(SwedishDate, is_read_as_people_write_it) {
    for (const char* text : {"2026-08-01", "2026-8-1", "2026/08/01", "20260801", "1/8 2026", "01/08 2026", "1.8.2026",
                             "01.08.2026", "1 aug 2026", "1 Augusti 2026", "1 aug. 2026"}) {
        const auto date = parse_swedish_date(text);
        ASSERT_TRUE(date) << text << ": " << date.error();
        EXPECT_EQ(base::format_date(*date), "2026-08-01") << text;
    }
    EXPECT_EQ(base::format_date(parse_swedish_date("13/8/2026").value()), "2026-08-13");
    EXPECT_EQ(base::format_date(parse_swedish_date("8/8/2026").value()), "2026-08-08");
    EXPECT_EQ(base::format_date(parse_swedish_date("3 sept 2026").value()), "2026-09-03");
}

TEST(SwedishDate, is_not_guessed) {
    for (const char* text :
         {"1/8/2026", "8/13/2026", "1/8-26", "1/8", "26-08-01", "260801", "2026-02-30", "2026-13-01", "46235",
          "aug 2026", "1 foo 2026", "snart", "2026-08-01 12:00", "0000-01-01", "1--8--2026", "99999999999999999999"}) {
        const auto date = parse_swedish_date(text);
        ASSERT_FALSE(date) << text;
        EXPECT_THAT(date.error(), testing::HasSubstr("write it as 2026-08-01")) << text;
    }
    EXPECT_THAT(parse_swedish_date("1/8/2026").error(), testing::HasSubstr("in English"));
}

}  // namespace
}  // namespace stafett::server::association
