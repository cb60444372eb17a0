// A fixed number of threads and a bounded queue before them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "storage/base/mutex.h"

namespace stafett::server::transport {

// Thread-safe.
class WorkerPool {
  public:
    // Must not throw: what fails inside is the task's own business.
    using Task = std::move_only_function<void()>;

    // `name` is what the threads are called in a debugger, at most 12 characters.
    WorkerPool(std::string name, unsigned threads, std::size_t queue_limit);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // New work is refused when the queue is full. What continues a request already begun is not: its number is bounded
    // by that of the connections, and refusing it would waste what was done.
    enum class Kind { begins, continues };

    // Takes the task, or leaves it alone and answers false: queue full, or finish() was called.
    bool post(Task& task, Kind kind);

    // Runs what is queued, then joins the threads. Once, not from a worker.
    void finish();

  private:
    void run(unsigned number);

    const std::string name_;
    const std::size_t queue_limit_;
    base::Mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> queue_ STAFETT_GUARDED_BY(mutex_);
    bool finishing_ STAFETT_GUARDED_BY(mutex_) = false;
    std::vector<std::thread> threads_;
};

}  // namespace stafett::server::transport
