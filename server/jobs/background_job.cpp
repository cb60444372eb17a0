#include "server/jobs/background_job.h"

#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace stafett::server::jobs {

namespace {

// Of this thread alone: Linux has a nice value for each (setpriority(2), "C library/kernel differences"). Requests come
// first; where it cannot be set, the job only competes with them.
void be_least_urgent() {
    constexpr int niceness = 15;
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
}

}  // namespace

BackgroundJob::BackgroundJob(std::function<void(const std::function<bool()>&)> job) : job_(std::move(job)) {}

BackgroundJob::~BackgroundJob() {
    stop();
    wait();
}

void BackgroundJob::begin() {
    std::jthread ended;  // joined outside the lock
    const base::Lock lock(mutex_);
    if (running_ || stopped_) return;
    running_ = true;
    ended = std::exchange(thread_, std::jthread([this](const std::stop_token& token) {
                              be_least_urgent();
                              job_([&token] { return !token.stop_requested(); });
                              const base::Lock done(mutex_);
                              running_ = false;
                          }));
}

void BackgroundJob::stop() {
    const base::Lock lock(mutex_);
    stopped_ = true;
    thread_.request_stop();
}

void BackgroundJob::wait() {
    std::jthread present;
    {
        const base::Lock lock(mutex_);
        present = std::exchange(thread_, {});
    }
    if (present.joinable()) present.join();
}

}  // namespace stafett::server::jobs
