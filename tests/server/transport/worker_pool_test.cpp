#include "server/transport/worker_pool.h"

#include <atomic>
#include <latch>

namespace stafett::server::transport {
namespace {

TEST(WorkerPool, runs_what_is_queued_before_it_finishes) {
    std::atomic<int> ran = 0;
    WorkerPool pool("test", 3, 100);
    for (int i = 0; i < 50; ++i) {
        WorkerPool::Task task = [&] { ++ran; };
        ASSERT_TRUE(pool.post(task, WorkerPool::Kind::begins));
    }
    pool.finish();
    EXPECT_EQ(ran, 50);
    WorkerPool::Task late = [&] { ++ran; };
    EXPECT_FALSE(pool.post(late, WorkerPool::Kind::continues));
    EXPECT_TRUE(static_cast<bool>(late));
}

TEST(WorkerPool, refuses_new_work_when_its_queue_is_full_but_goes_on_with_old) {
    std::latch running(1);
    std::latch release(1);
    WorkerPool pool("test", 1, 1);
    WorkerPool::Task blocks = [&] {
        running.count_down();
        release.wait();
    };
    ASSERT_TRUE(pool.post(blocks, WorkerPool::Kind::begins));
    running.wait();
    WorkerPool::Task queued = [] {};
    ASSERT_TRUE(pool.post(queued, WorkerPool::Kind::begins));
    WorkerPool::Task refused = [] {};
    EXPECT_FALSE(pool.post(refused, WorkerPool::Kind::begins));
    EXPECT_TRUE(pool.post(refused, WorkerPool::Kind::continues));
    release.count_down();
}

}  // namespace
}  // namespace stafett::server::transport
