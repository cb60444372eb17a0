#include "storage/sqlite/open_snapshots.h"

namespace stafett::storage::sqlite {

OpenSnapshots::Generation OpenSnapshots::begin() {
    const base::Lock lock(mutex_);
    ++open_[now_];
    return now_;
}

void OpenSnapshots::end(Generation generation) {
    const base::Lock lock(mutex_);
    const auto of_generation = open_.find(generation);
    if (--of_generation->second > 0) return;
    open_.erase(of_generation);
    ended_.notify_all();
}

OpenSnapshots::Generation OpenSnapshots::mark() {
    const base::Lock lock(mutex_);
    return now_++;
}

bool OpenSnapshots::wait_for(Generation generation, std::chrono::steady_clock::time_point deadline) {
    base::Lock lock(mutex_);
    while (!open_.empty() && open_.begin()->first <= generation)
        if (!lock.wait_until(ended_, deadline)) return open_.empty() || open_.begin()->first > generation;
    return true;
}

std::optional<OpenSnapshots::Generation> OpenSnapshots::oldest() {
    const base::Lock lock(mutex_);
    if (open_.empty()) return std::nullopt;
    return open_.begin()->first;
}

}  // namespace stafett::storage::sqlite
