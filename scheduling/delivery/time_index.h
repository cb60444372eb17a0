// Moves the time index on with the present: the daily job.
#pragma once

#include <cstddef>

#include "storage/store.h"

namespace stafett::scheduling::delivery {

// Works out anew the spans of every series that is indexed for less than five years from `now`, and of what a migration
// left with its bounds; many small writes, so that others get in between. How many objects it took. Any thread.
storage::Result<std::size_t> move_time_index(storage::Store& store, base::Instant now);

}  // namespace stafett::scheduling::delivery
