// A long job beside everything else: in a thread of its own that gives way to others, one run at a time.
#pragma once

#include <functional>
#include <thread>

#include "storage/base/mutex.h"

namespace stafett::server::jobs {

class BackgroundJob {
  public:
    // `job` is given what it must ask now and then: when that says no, it must end soon. It handles its own errors.
    explicit BackgroundJob(std::function<void(const std::function<bool()>& go_on)> job);
    // Waits for a run to end, having said that it must.
    ~BackgroundJob();
    BackgroundJob(const BackgroundJob&) = delete;
    BackgroundJob& operator=(const BackgroundJob&) = delete;

    // Starts a run, unless one runs or stop() was called. Any thread.
    void begin();
    // Says to a run that it must end, and starts none any more. Any number of times.
    void stop();
    // Waits for the present run, if any.
    void wait();

  private:
    const std::function<void(const std::function<bool()>&)> job_;
    base::Mutex mutex_;
    bool running_ STAFETT_GUARDED_BY(mutex_) = false;
    bool stopped_ STAFETT_GUARDED_BY(mutex_) = false;
    std::jthread thread_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::server::jobs
