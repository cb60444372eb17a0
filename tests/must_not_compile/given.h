// What every file here starts from: a handler in the middle of its work. Each file does one thing that must not
// compile; its first line says which error is expected. allowed.cpp does the same things as they should be done.
#pragma once

#include "caldav/access/guarded.h"

using namespace stafett;
using namespace stafett::caldav;
using access::Granted;
using access::Privilege;

struct Given {
    access::GuardedTransaction& transaction;
    const access::Node& node;
    const access::Incoming& object;
};
