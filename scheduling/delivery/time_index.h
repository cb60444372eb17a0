// Moves the time index on with the present (the daily job), and checks it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "storage/store.h"

namespace stafett::scheduling::delivery {

// Works out anew the spans of every series that is indexed for less than five years from `now`, and of what a migration
// left with its bounds; many small writes, so that others get in between. How many objects it took. Any thread.
storage::Result<std::size_t> move_time_index(storage::Store& store, base::Instant now);

// Asks the time index for every object at its times (of a series some, around `now`), as a query would; a line for each
// object that it does not give or that cannot be read. Reads every text.
storage::Result<std::vector<std::string>> check_time_index(storage::Snapshot& snapshot, base::Instant now);

}  // namespace stafett::scheduling::delivery
