// What `check` finds; `restore` asks the same of a backup.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/delivery/meeting_book.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::server::cli {

using Lines = std::vector<std::string>;

// Adds what one look has found, each safe to show on a line. That it came no further is found too, unless the data was
// only busy.
storage::Result<void> add(Lines& found, storage::Result<Lines> more);

// Reads every page and row, and makes anew what is derived from the networks' own data: a line per difference, empty is
// well. Linear in the store.
storage::Result<Lines> findings(storage::Store& store, base::Instant now,
                                const scheduling::delivery::Settings& settings,
                                const std::function<void(std::string_view)>& progress);

}  // namespace stafett::server::cli
