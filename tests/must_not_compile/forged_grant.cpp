// expect: calling a private constructor of class 'stafett::caldav::access::Granted<
#include "tests/must_not_compile/given.h"

auto handler(Given given) { return given.transaction.create(Granted<Privilege::bind>(nullptr, nullptr), given.object); }
