// The file's identity, version and soundness.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/ids.h"
#include "storage/sqlite/connection.h"

namespace stafett::storage::sqlite {

// Brings the file to the present schema, one transaction per step; a new file gets its random epoch and remembers
// whether it is made for a test clock. Fault::unavailable for a file of a newer Stafett, corrupt for one that is not
// ours.
Result<void> migrate(Connection& connection, bool test_clock);

// The schema version of the file; 0 for an empty one.
Result<std::int64_t> schema_version(Connection& connection);

// Pages and foreign keys, quickly; Fault::corrupt with the first damage found.
Result<void> quick_check(Connection& connection);

// Everything, the digest of each body included: a line per damage.
Result<std::vector<std::string>> full_check(Connection& connection);

// The same but for the file's pages as a whole, in many short reads; `go_on` is asked between two of them.
Result<std::vector<std::string>> check_in_portions(Connection& connection, const std::function<bool()>& go_on);

struct Identity {
    model::Epoch epoch;
    bool test_clock = false;
};
Result<Identity> identity(Connection& connection);

}  // namespace stafett::storage::sqlite
