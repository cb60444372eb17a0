// expect: calling a private constructor of class 'stafett::model::Actor'
#include "tests/must_not_compile/given.h"

auto handler() { return model::Actor(model::PersonId("anna"), model::PrincipalId("anna"), true); }
