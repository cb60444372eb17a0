// Bindings that come and go with roles (model.md §1): rows of the homes they appear in and leave.
#pragma once

#include "storage/store.h"

namespace stafett::scheduling::delivery {

// Writes a row for each binding that somebody has today and that her home's history does not show, or the other way
// round; so it may run late, or twice. `natverk-ID` stands in the home of everybody with a role in the network,
// `alla-natverk` in that of each of the office's people.
storage::Result<void> refresh_homes(storage::Transaction& transaction, const model::By& by, base::Date today);

}  // namespace stafett::scheduling::delivery
