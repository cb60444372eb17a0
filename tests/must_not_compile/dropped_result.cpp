// expect: ignoring return value of
#include "tests/must_not_compile/given.h"

void handler(Given given, const Granted<Privilege::unbind>& unbind) { given.transaction.remove(unbind); }
