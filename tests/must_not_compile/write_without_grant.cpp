// expect: no viable conversion from 'const access::Node'
#include "tests/must_not_compile/given.h"

auto handler(Given given) { return given.transaction.create(given.node, given.object); }
