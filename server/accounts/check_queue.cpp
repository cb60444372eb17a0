#include "server/accounts/check_queue.h"

namespace stafett::server::accounts {

std::optional<CheckQueue::Turn> CheckQueue::wait(Lane lane, const Remembered::Key& key) {
    base::Lock lock(mutex_);
    const auto id = order_.arrive(lane, key);
    if (!id) return std::nullopt;
    while (!order_.begun(*id)) lock.wait(changed_);
    return std::optional<Turn>(std::in_place, *this, *id);
}

void CheckQueue::leave(CheckOrder::Id id) {
    {
        const base::Lock lock(mutex_);
        order_.leave(id);
    }
    changed_.notify_all();
}

}  // namespace stafett::server::accounts
