// A mutex that the compiler checks: a member marked STAFETT_GUARDED_BY is read and written under its lock or the build
// fails (Clang's thread safety analysis; std::mutex of libstdc++ carries no annotations).
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#define STAFETT_GUARDED_BY(mutex) __attribute__((guarded_by(mutex)))
#define STAFETT_REQUIRES(mutex) __attribute__((requires_capability(mutex)))

namespace stafett::base {

class __attribute__((capability("mutex"))) Mutex {
  public:
    Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;

  private:
    friend class Lock;
    std::mutex inner_;
};

// Holds a Mutex as long as it lives.
class __attribute__((scoped_lockable)) Lock {
  public:
    explicit Lock(Mutex& mutex) __attribute__((acquire_capability(mutex))) : inner_(mutex.inner_) {}
    ~Lock() __attribute__((release_capability())) = default;
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

    // Gives the mutex up while waiting. Call in a loop that tests the condition: a predicate in a lambda would hide the
    // lock from the analysis.
    void wait(std::condition_variable& condition) { condition.wait(inner_); }
    // The same until `deadline`; false once that has come.
    bool wait_until(std::condition_variable& condition, std::chrono::steady_clock::time_point deadline) {
        return condition.wait_until(inner_, deadline) == std::cv_status::no_timeout;
    }

  private:
    std::unique_lock<std::mutex> inner_;
};

}  // namespace stafett::base
