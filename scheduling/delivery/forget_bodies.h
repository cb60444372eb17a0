// Forgets the texts of objects that nothing refers to any more (the daily job).
#pragma once

#include <cstddef>
#include <cstdint>

#include "storage/store.h"

namespace stafett::scheduling::delivery {

// Those that nothing has referred to for a year (model.md §11); many small writes, so that others get in between. How
// many releases it looked at, `together` in one transaction. Any thread, but one at a time.
storage::Result<std::size_t> forget_bodies(storage::Store& store, base::Instant now, std::size_t together = 256);

// Of each home whose objects' old texts are longer than `octets` together: the oldest of them, but none that settled
// (model.md §11). How many releases it looked at; in small writes too, `together` in one transaction. Any thread, but
// one at a time, and not beside forget_bodies().
storage::Result<std::size_t> bound_histories(storage::Store& store, std::uint64_t octets, base::Instant now,
                                             std::size_t together = 256);

}  // namespace stafett::scheduling::delivery
