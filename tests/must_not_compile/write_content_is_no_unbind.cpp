// expect: no viable conversion from 'const Granted<Privilege::write_content aka
#include "tests/must_not_compile/given.h"

auto handler(Given given, const Granted<Privilege::write_content>& content) {
    return given.transaction.remove(content);
}
