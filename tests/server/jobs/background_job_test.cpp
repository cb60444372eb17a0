#include "server/jobs/background_job.h"

#include <atomic>
#include <latch>

namespace stafett::server::jobs {
namespace {

TEST(BackgroundJob, runs_once_at_a_time) {
    std::atomic<int> runs = 0;
    std::latch begun(1), may_end(1);
    BackgroundJob job([&](const auto&) {
        ++runs;
        begun.count_down();
        may_end.wait();
    });
    job.begin();
    begun.wait();
    job.begin();
    may_end.count_down();
    job.wait();
    EXPECT_EQ(runs, 1);
}

TEST(BackgroundJob, runs_again_when_it_has_ended) {
    std::atomic<int> runs = 0;
    BackgroundJob job([&](const auto&) { ++runs; });
    for (int i = 0; i < 3; ++i) {
        job.begin();
        job.wait();
    }
    EXPECT_EQ(runs, 3);
}

TEST(BackgroundJob, hears_that_it_must_end_and_begins_no_more) {
    std::atomic<int> runs = 0;
    std::latch begun(1);
    BackgroundJob job([&](const auto& go_on) {
        ++runs;
        begun.count_down();
        while (go_on()) std::this_thread::yield();
    });
    job.begin();
    begun.wait();
    job.stop();
    job.wait();
    job.begin();
    job.wait();
    EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace stafett::server::jobs
