#include "server/transport/worker_pool.h"

#include <fmt/format.h>
#include <pthread.h>

#include <utility>

namespace stafett::server::transport {

WorkerPool::WorkerPool(std::string name, unsigned threads, std::size_t queue_limit)
    : name_(std::move(name)), queue_limit_(queue_limit) {
    for (unsigned number = 0; number < threads; ++number) workers_.push_back(std::make_unique<Worker>());
    for (unsigned number = 0; number < threads; ++number)
        workers_[number]->thread = std::thread([this, number] { run(number); });
}

WorkerPool::~WorkerPool() { finish(); }

bool WorkerPool::post(Task& task, Kind kind) {
    Worker* worker = nullptr;
    {
        const base::Lock lock(mutex_);
        if (finishing_ || (kind == Kind::begins && queue_.size() >= queue_limit_)) return false;
        queue_.push_back(std::move(task));
        if (idle_.empty()) return true;
        worker = idle_.back();
        idle_.pop_back();
        worker->idle = false;
    }
    worker->called.notify_one();
    return true;
}

void WorkerPool::finish() {
    {
        const base::Lock lock(mutex_);
        finishing_ = true;
        for (Worker* worker : idle_) worker->idle = false;
        idle_.clear();
    }
    for (const auto& worker : workers_) worker->called.notify_one();
    for (const auto& worker : workers_)
        if (worker->thread.joinable()) worker->thread.join();
}

void WorkerPool::run(unsigned number) {
    ::pthread_setname_np(::pthread_self(), fmt::format("{}-{}", name_, number % 100).c_str());
    Worker& self = *workers_[number];
    for (;;) {
        Task task;
        {
            base::Lock lock(mutex_);
            while (!finishing_ && queue_.empty()) {
                self.idle = true;
                idle_.push_back(&self);
                while (self.idle) lock.wait(self.called);
            }
            if (queue_.empty()) return;
            task = std::move(queue_.front());
            queue_.pop_front();
        }
        task();
    }
}

}  // namespace stafett::server::transport
