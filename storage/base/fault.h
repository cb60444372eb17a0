// What can go wrong in a store. The enum is small on purpose: each boundary above translates it in one exhaustive
// switch.
#pragma once

#include <string>
#include <utility>

#include "storage/base/result.h"

namespace stafett::storage {

enum class Fault {
    not_found,    // no such row
    exists,       // Expect::absent, or a unique name, met an existing row
    stale,        // the ETag or Schedule-Tag expected is not the present one
    uid_in_use,   // another object of the same collection has this UID
    quota,        // a limit of the store's, or the disk is full
    busy,         // locked by another process, or the queue is full: the same call may succeed later
    corrupt,      // the file or a row in it is damaged
    unavailable,  // the file cannot be read or written (read-only, I/O error), or the store has shut down
};

struct Error {
    Fault fault;
    std::string detail;  // for the log and the administrator, never for a client
};

template <class T>
using Result = base::Result<T, Error>;

inline std::unexpected<Error> fail(Fault fault, std::string detail = {}) {
    return std::unexpected(Error{fault, std::move(detail)});
}

}  // namespace stafett::storage
