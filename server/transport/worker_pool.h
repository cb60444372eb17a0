// A fixed number of threads and a bounded queue before them; and work that need not go there.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
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
    struct Worker {
        std::condition_variable called;
        bool idle = false;  // guarded by mutex_
        std::thread thread;
    };
    void run(unsigned number);

    const std::string name_;
    const std::size_t queue_limit_;
    base::Mutex mutex_;
    std::deque<Task> queue_ STAFETT_GUARDED_BY(mutex_);
    // The last to have come is the first to be called: its memory is still in the cache, and the others' stays idle.
    std::vector<Worker*> idle_ STAFETT_GUARDED_BY(mutex_);
    bool finishing_ STAFETT_GUARDED_BY(mutex_) = false;
    std::vector<std::unique_ptr<Worker>> workers_;  // as many from beginning to end
};

// How many of the threads that serve sockets may do a reader's work themselves at a time: the way to a worker and back
// costs more than most of that work. The rest of them serve the sockets meanwhile, so `most` is less than there are.
// Thread-safe.
class PlacesOnSockets {
  public:
    explicit PlacesOnSockets(unsigned most) : free_(static_cast<int>(most)) {}

    class Place {
      public:
        explicit Place(PlacesOnSockets& places) : places_(places), taken_(places.free_.fetch_sub(1) > 0) {}
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() { places_.free_.fetch_add(1); }
        bool taken() const { return taken_; }

      private:
        PlacesOnSockets& places_;
        const bool taken_;
    };

  private:
    std::atomic<int> free_;
};

}  // namespace stafett::server::transport
