#include <sqlite3.h>

#include "storage/sqlite/connection.h"

namespace stafett::storage::sqlite {
namespace {

TEST(Faults, say_of_each_code_what_a_caller_can_do_about_it) {
    struct Case {
        int code;
        Fault fault;
    };
    const std::vector<Case> cases{
        {SQLITE_FULL, Fault::quota},
        {SQLITE_TOOBIG, Fault::quota},
        {SQLITE_BUSY, Fault::busy},
        {SQLITE_BUSY_SNAPSHOT, Fault::busy},
        {SQLITE_LOCKED, Fault::busy},
        {SQLITE_CORRUPT, Fault::corrupt},
        {SQLITE_CORRUPT_INDEX, Fault::corrupt},
        {SQLITE_NOTADB, Fault::corrupt},
        {SQLITE_READONLY, Fault::unavailable},
        {SQLITE_IOERR_FSYNC, Fault::unavailable},
        {SQLITE_IOERR_WRITE, Fault::unavailable},
        {SQLITE_CANTOPEN, Fault::unavailable},
        {SQLITE_CONSTRAINT_UNIQUE, Fault::exists},
        {SQLITE_CONSTRAINT_PRIMARYKEY, Fault::exists},
        {SQLITE_CONSTRAINT_FOREIGNKEY, Fault::not_found},
    };
    for (const Case& c : cases) EXPECT_EQ(fault_of(c.code), c.fault) << c.code;
}

TEST(Faults, are_exceptions_where_only_a_mistake_of_ours_or_no_memory_explains_them) {
    EXPECT_THROW(fault_of(SQLITE_NOMEM), std::bad_alloc);
    for (const int code :
         {SQLITE_MISUSE, SQLITE_RANGE, SQLITE_INTERNAL, SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_NOTNULL})
        EXPECT_THROW(fault_of(code), std::logic_error) << code;
}

}  // namespace
}  // namespace stafett::storage::sqlite
