#include "server/jobs/timekeeper.h"

#include <algorithm>

namespace stafett::server::jobs {

using std::chrono::milliseconds;

Timekeeper::Timekeeper(const base::Clock& clock, milliseconds glance, Jobs jobs)
    : clock_(clock), glance_(glance), jobs_(std::move(jobs)) {}

Timekeeper::~Timekeeper() { stop(); }

void Timekeeper::start() {
    run_due();
    thread_ = std::jthread([this] { keep_time(); });
}

void Timekeeper::look_again() {
    {
        const base::Lock lock(mutex_);
        look_again_ = true;
    }
    changed_.notify_all();
}

void Timekeeper::stop() {
    {
        const base::Lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

// What fails (a full disk) stays due: it is tried again in a minute, not at every commit.
void Timekeeper::run_due() {
    constexpr std::chrono::minutes again_after(1);
    const base::Instant now = clock_.now();
    const auto just_tried = [&](std::optional<base::Instant> tried) {
        return tried && *tried <= now && now - *tried < again_after;
    };
    if (const base::Date today = jobs_.today(); last_day_ != today && !just_tried(daily_tried_)) {
        if (jobs_.daily(today))
            last_day_ = today;
        else
            daily_tried_ = now;
    }
    const auto due = [&] {
        const auto next = jobs_.next_settling();
        return next && *next <= now;
    };
    if (just_tried(tried_)) return;
    tried_.reset();
    if (!due()) return;
    jobs_.settle();
    if (due()) tried_ = now;
}

milliseconds Timekeeper::until_next() const {
    const auto next = jobs_.next_settling();
    if (!next || tried_) return glance_;
    const auto left = std::chrono::duration_cast<milliseconds>(*next - clock_.now());
    return std::clamp(left, milliseconds(0), glance_);
}

void Timekeeper::keep_time() {
    for (;;) {
        const auto deadline = std::chrono::steady_clock::now() + until_next();
        {
            base::Lock lock(mutex_);
            while (!stopping_ && !look_again_ && lock.wait_until(changed_, deadline)) {
            }
            if (stopping_) return;
            look_again_ = false;
        }
        run_due();
    }
}

}  // namespace stafett::server::jobs
