// expect: no matching constructor for initialization of 'const Granted
#include "tests/must_not_compile/given.h"

auto handler(Given given) {
    const Granted<Privilege::bind> grant;
    return given.transaction.create(grant, given.object);
}
