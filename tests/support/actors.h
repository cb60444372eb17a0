// Actors for tests. Elsewhere only the authenticator makes one (model.md §2).
#pragma once

#include <utility>

#include "storage/model/actor.h"

namespace stafett::model {

struct ActorForTests {
    // `person` acting for herself.
    static Actor person(PersonId person, bool admin = false) {
        PrincipalId herself = person;
        return Actor(std::move(person), std::move(herself), admin);
    }
    // `person` acting for `acts_for`, a network she is chair or secretary of.
    static Actor acting(PersonId person, PrincipalId acts_for) {
        return Actor(std::move(person), std::move(acts_for), false);
    }
};

}  // namespace stafett::model
