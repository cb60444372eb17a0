#include "scheduling/delivery/forget_bodies.h"

#include <algorithm>
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

storage::Result<std::size_t> bound_histories(storage::Store& store, std::uint64_t octets, base::Instant now,
                                             std::size_t together) {
    // To see what is beyond, everything is looked at: so it is seen for many writes at a time.
    constexpr std::size_t kSeenAtOnce = 65'536;
    for (std::size_t looked_at = 0;;) {
        storage::ReleasedBodies beyond;
        {
            TRY_ASSIGN(const auto snapshot, store.snapshot());
            TRY_ASSIGN(beyond, snapshot->objects().history_beyond(octets, std::max(together, kSeenAtOnce)));
        }
        if (beyond.list.empty()) return looked_at;
        for (std::size_t from = 0; from < beyond.list.size(); from += together) {
            const auto begin = beyond.list.begin() + static_cast<std::ptrdiff_t>(from);
            const auto end =
                beyond.list.begin() + static_cast<std::ptrdiff_t>(std::min(from + together, beyond.list.size()));
            const storage::ReleasedBodies portion{{begin, end}, beyond.last};
            TRY(store.write([&](storage::Transaction& transaction) {
                return transaction.write_objects().forget_bodies(portion, now);
            }));
        }
        looked_at += beyond.list.size();
    }
}

}  // namespace stafett::scheduling::delivery
