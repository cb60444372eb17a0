// Lets password checks run in the order of CheckOrder: the thread of each waits for its turn.
#pragma once

#include <condition_variable>
#include <optional>

#include "server/accounts/check_order.h"
#include "storage/base/mutex.h"

namespace stafett::server::accounts {

// Thread-safe.
class CheckQueue {
  public:
    using Lane = CheckOrder::Lane;

    CheckQueue(unsigned at_once, unsigned waiting) : order_(at_once, waiting) {}

    // A check that may run; the next one follows when it goes. Does not outlive the queue.
    class Turn {
      public:
        Turn(CheckQueue& queue, CheckOrder::Id id) : queue_(queue), id_(id) {}
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() { queue_.leave(id_); }

      private:
        CheckQueue& queue_;
        CheckOrder::Id id_;
    };

    // Blocks until the check may run. Nothing, at once, when no place is left in the line.
    std::optional<Turn> wait(Lane lane, const Remembered::Key& key);

  private:
    void leave(CheckOrder::Id id);

    base::Mutex mutex_;
    std::condition_variable changed_;
    CheckOrder order_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::server::accounts
