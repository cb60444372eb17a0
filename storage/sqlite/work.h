// How much the database has done in this process: what tests of cost compare, for times say little.
#pragma once

#include <cstdint>

namespace stafett::storage::sqlite {

struct Work {
    std::uint64_t statements = 0;  // named statements run
    std::uint64_t rows = 0;        // rows they answered with
    std::uint64_t steps = 0;       // instructions of SQLite's virtual machine: what was looked at counts too
    friend Work operator-(const Work& a, const Work& b) {
        return {a.statements - b.statements, a.rows - b.rows, a.steps - b.steps};
    }
};

// Of all connections since the process began. Thread-safe; exact once the writes asked about have returned.
Work work_done();

}  // namespace stafett::storage::sqlite
