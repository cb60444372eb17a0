#include "server/cli/test_clock.h"

#include <fstream>

#include "tests/support/temporary_folder.h"

namespace stafett::server::cli {
namespace {

class TestClockTest : public testing::Test {
  protected:
    void write(std::string_view text) { std::ofstream(file_, std::ios::trunc) << text; }
    tests::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "clock";
};

TEST_F(TestClockTest, reads_the_file_at_each_use) {
    write("2027-03-12T09:00:00Z\n");
    const auto clock = TestClock::open(file_);
    ASSERT_TRUE(clock);
    EXPECT_EQ(base::format_instant((*clock)->now()), "2027-03-12T09:00:00Z");
    write("2027-03-13T10:00:00Z  \r\n");
    EXPECT_EQ(base::format_instant((*clock)->now()), "2027-03-13T10:00:00Z");
}

TEST_F(TestClockTest, stands_still_while_the_file_says_nothing) {
    write("2027-03-12T09:00:00Z");
    const auto clock = TestClock::open(file_);
    for (const char* text : {"", "2027-03-", "tomorrow"}) {
        write(text);
        EXPECT_EQ(base::format_instant((*clock)->now()), "2027-03-12T09:00:00Z") << text;
    }
    std::filesystem::remove(file_);
    EXPECT_EQ(base::format_instant((*clock)->now()), "2027-03-12T09:00:00Z");
}

TEST_F(TestClockTest, needs_an_instant_to_begin_with) {
    EXPECT_FALSE(TestClock::open(file_));
    write("12 mars");
    const auto clock = TestClock::open(file_);
    ASSERT_FALSE(clock);
    EXPECT_THAT(clock.error(), testing::HasSubstr("2026-11-22T17:00:00Z"));
}

}  // namespace
}  // namespace stafett::server::cli
