// expect: is a protected member
#include "tests/must_not_compile/given.h"

auto& handler(Given given) { return given.transaction.snapshot_; }
