#include "server/jobs/timekeeper.h"

#include <latch>

namespace stafett::server::jobs {
namespace {

using namespace std::chrono_literals;

const base::Instant start = *base::parse_instant("2026-11-22T10:00:00Z");

class TimekeeperTest : public testing::Test {
  protected:
    Jobs jobs() {
        return {.next_settling = [this] { return next_; },
                .settle =
                    [this] {
                        ++settled_;
                        if (!failing_) next_.reset();
                    },
                .today = [this] { return base::Date(std::chrono::floor<std::chrono::days>(clock_.now())); },
                .daily =
                    [this](base::Date day) {
                        days_.push_back(base::format_date(day));
                        return !disk_full_;
                    }};
    }

    base::ManualClock clock_{start};
    std::optional<base::Instant> next_;
    bool failing_ = false, disk_full_ = false;
    int settled_ = 0;
    std::vector<std::string> days_;
    Timekeeper keeper_{clock_, 200ms, jobs()};
};

TEST_F(TimekeeperTest, runs_the_daily_job_once_a_day) {
    keeper_.run_due();
    keeper_.run_due();
    clock_.advance(14h);
    keeper_.run_due();
    keeper_.run_due();
    EXPECT_EQ(days_, (std::vector<std::string>{"2026-11-22", "2026-11-23"}));
}

TEST_F(TimekeeperTest, tries_a_daily_job_that_failed_again_after_a_minute) {
    disk_full_ = true;
    keeper_.run_due();
    keeper_.run_due();
    EXPECT_EQ(days_.size(), 1U) << "not at every commit";
    clock_.advance(1min);
    disk_full_ = false;
    keeper_.run_due();
    clock_.advance(1h);
    keeper_.run_due();
    EXPECT_EQ(days_, (std::vector<std::string>{"2026-11-22", "2026-11-22"}));
}

TEST_F(TimekeeperTest, settles_when_the_moment_has_come) {
    next_ = start + 5min;
    keeper_.run_due();
    clock_.advance(4min + 59s);
    keeper_.run_due();
    EXPECT_EQ(settled_, 0);
    clock_.advance(1s);
    keeper_.run_due();
    keeper_.run_due();
    EXPECT_EQ(settled_, 1);
}

TEST_F(TimekeeperTest, tries_a_settling_that_failed_again_after_a_minute) {
    next_ = start;
    failing_ = true;
    for (int i = 0; i < 5; ++i) keeper_.run_due();
    EXPECT_EQ(settled_, 1);
    clock_.advance(1min);
    keeper_.run_due();
    EXPECT_EQ(settled_, 2);
    failing_ = false;
    clock_.advance(1min);
    for (int i = 0; i < 5; ++i) keeper_.run_due();
    EXPECT_EQ(settled_, 3);
}

TEST(Timekeeper, runs_both_jobs_at_start_and_looks_again_when_told) {
    base::ManualClock clock(start);
    std::latch settled_at_start(1), settled_again(1);
    std::atomic<bool> due = true;
    std::atomic<int> count = 0;
    Timekeeper keeper(clock, 1h,
                      {.next_settling = [&] { return due ? std::optional(start) : std::nullopt; },
                       .settle =
                           [&] {
                               due = false;
                               (++count == 1 ? settled_at_start : settled_again).count_down();
                           },
                       .today = [] { return base::Date(); },
                       .daily = [](base::Date) { return true; }});
    keeper.start();
    settled_at_start.wait();
    due = true;
    keeper.look_again();
    settled_again.wait();
    keeper.stop();
    EXPECT_EQ(count, 2);
}

}  // namespace
}  // namespace stafett::server::jobs
