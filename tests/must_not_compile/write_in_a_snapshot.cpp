// expect: no member named 'create' in 'stafett::caldav::access::GuardedSnapshot'
#include "tests/must_not_compile/given.h"

auto handler(Given given, access::GuardedSnapshot& snapshot, const Granted<Privilege::bind>& bind) {
    return snapshot.create(bind, given.object);
}
