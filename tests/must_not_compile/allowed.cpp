#include "tests/must_not_compile/given.h"

Result<void> handler(Given given) {
    TRY_ASSIGN(const auto bind, given.transaction.gate().require<Privilege::bind>(given.node));
    TRY(given.transaction.create(bind, given.object));
    TRY_ASSIGN(const auto all, given.transaction.gate().require<Privilege::all>(given.node));
    TRY(given.transaction.replace(all, given.object));  // all is write-content too
    TRY_ASSIGN(const auto read, given.transaction.gate().require<Privilege::read>(given.node));
    TRY(given.transaction.candidates(read, {}, {}));
    base::WorkBudget work(1);
    TRY(given.transaction.busy_times(read, {}, nullptr, 1, work));  // read is read-free-busy too
    return {};
}
