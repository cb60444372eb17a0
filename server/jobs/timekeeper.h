// What happens without a request: meetings that settle, and the daily job. One thread, asleep until the next moment.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <optional>
#include <thread>

#include "storage/base/clock.h"
#include "storage/base/mutex.h"

namespace stafett::server::jobs {

// What there is to do. All run on the timekeeper's thread and handle their own errors.
struct Jobs {
    std::function<std::optional<base::Instant>()> next_settling;  // none: nothing is pending
    std::function<void()> settle;                                 // everything that is due
    std::function<base::Date()> today;                            // in the association's zone
    std::function<bool(base::Date)> daily;                        // false: not done, to be tried again
};

class Timekeeper {
  public:
    // `clock` outlives it. It looks at the clock at least every `glance`: a test's clock may jump at any time, the real
    // one by a correction or a day that begins.
    Timekeeper(const base::Clock& clock, std::chrono::milliseconds glance, Jobs jobs);
    // Waits for a job that runs.
    ~Timekeeper();
    Timekeeper(const Timekeeper&) = delete;
    Timekeeper& operator=(const Timekeeper&) = delete;

    // Runs both jobs, then goes on by itself in its thread. Once. What is served afterwards is up to date.
    void start();
    // Something was written: the next moment may be another. Any thread, quick.
    void look_again();
    // No job begins any more. Any number of times.
    void stop();

    // One look at the clock: runs what is due. For start() and for tests; never beside the thread.
    void run_due();

  private:
    void keep_time();
    std::chrono::milliseconds until_next() const;

    const base::Clock& clock_;
    const std::chrono::milliseconds glance_;
    const Jobs jobs_;
    std::optional<base::Date> last_day_;
    std::optional<base::Instant> tried_;        // settling was due then, and something stayed due
    std::optional<base::Instant> daily_tried_;  // the daily job failed then
    base::Mutex mutex_;
    std::condition_variable changed_;
    bool look_again_ STAFETT_GUARDED_BY(mutex_) = false;
    bool stopping_ STAFETT_GUARDED_BY(mutex_) = false;
    std::jthread thread_;
};

}  // namespace stafett::server::jobs
