// expect: no viable conversion from 'const Granted<Privilege::read aka
#include "tests/must_not_compile/given.h"

auto handler(Given given, const Granted<Privilege::read>& read) {
    return given.transaction.replace(read, given.object);
}
