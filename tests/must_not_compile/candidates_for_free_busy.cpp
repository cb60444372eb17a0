// expect: no viable conversion from 'const Granted<Privilege::read_free_busy aka
#include "tests/must_not_compile/given.h"

auto handler(Given given, const Granted<Privilege::read_free_busy>& calendar) {
    return given.transaction.candidates(calendar, {}, {});
}
