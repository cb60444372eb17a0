#include "scheduling/delivery/forget_bodies.h"

#include <chrono>

namespace stafett::scheduling::delivery {
namespace {

constexpr std::chrono::days kKept{365};

}  // namespace

storage::Result<std::size_t> forget_bodies(storage::Store& store, base::Instant now, std::size_t together) {
    for (std::size_t looked_at = 0;;) {
        storage::ReleasedBodies released;
        {
            TRY_ASSIGN(const auto snapshot, store.snapshot());
            TRY_ASSIGN(released, snapshot->objects().released_bodies(now - kKept, together));
        }
        if (released.list.empty()) return looked_at;
        TRY(store.write([&](storage::Transaction& transaction) {
            return transaction.write_objects().forget_bodies(released, now);
        }));
        looked_at += released.list.size();
    }
}

}  // namespace stafett::scheduling::delivery
