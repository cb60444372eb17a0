#include "server/transport/worker_pool.h"

#include <fmt/format.h>
#include <pthread.h>

#include <utility>

namespace stafett::server::transport {

WorkerPool::WorkerPool(std::string name, unsigned threads, std::size_t queue_limit)
    : name_(std::move(name)), queue_limit_(queue_limit) {
    threads_.reserve(threads);
    for (unsigned number = 0; number < threads; ++number) threads_.emplace_back([this, number] { run(number); });
}

WorkerPool::~WorkerPool() { finish(); }

bool WorkerPool::post(Task& task, Kind kind) {
    {
        const base::Lock lock(mutex_);
        if (finishing_ || (kind == Kind::begins && queue_.size() >= queue_limit_)) return false;
        queue_.push_back(std::move(task));
    }
    changed_.notify_one();
    return true;
}

void WorkerPool::finish() {
    {
        const base::Lock lock(mutex_);
        finishing_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void WorkerPool::run(unsigned number) {
    ::pthread_setname_np(::pthread_self(), fmt::format("{}-{}", name_, number % 100).c_str());
    for (;;) {
        Task task;
        {
            base::Lock lock(mutex_);
            while (!finishing_ && queue_.empty()) lock.wait(changed_);
            if (queue_.empty()) return;
            task = std::move(queue_.front());
            queue_.pop_front();
        }
        task();
    }
}

}  // namespace stafett::server::transport
