// What `check` finds; `restore` asks the same of a backup, and the daily job of the running server.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/delivery/check.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::server::cli {

using Lines = std::vector<std::string>;
using scheduling::delivery::Findings;
using Now = std::function<base::Instant()>;
using GoOn = std::function<bool()>;

// Adds what one look has found, each safe to show on a line. That it came no further is found too, unless the data was
// only busy.
storage::Result<void> add(Lines& found, storage::Result<Lines> more);

// What differs from what the networks' own data give, each portion in a snapshot of its own, as of then; ends early
// when `go_on`, asked between two of them, says no.
storage::Result<void> compare_networks(storage::Store& store, const Now& now,
                                       const scheduling::delivery::Settings& settings, const GoOn& go_on,
                                       Findings& found);

// Reads every page and row, and makes anew what is derived from the networks' own data. Linear in the store.
storage::Result<Findings> findings(storage::Store& store, base::Instant now,
                                   const scheduling::delivery::Settings& settings,
                                   const std::function<void(std::string_view)>& progress);

// The same beside a server that works, in many short reads, and kept in the store for whoever administers it
// (UpkeepReads::looked_through). Answers with every line; none when `go_on` ended it, and then nothing is kept.
storage::Result<Lines> look_through(storage::Store& store, const Now& now,
                                    const scheduling::delivery::Settings& settings, const GoOn& go_on);

}  // namespace stafett::server::cli
