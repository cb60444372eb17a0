// Who acts: a person, and the principal she acts for (model.md §2). A value, passed as an argument, never ambient.
#pragma once

#include <utility>

#include "storage/base/clock.h"
#include "storage/model/ids.h"

namespace stafett::server::accounts {
class Authenticator;
}

namespace stafett::model {

class Actor {
  public:
    const PersonId& person() const { return person_; }
    const PrincipalId& acts_for() const { return acts_for_; }
    bool acts_for_herself() const { return acts_for_ == PrincipalId(person_); }
    bool admin() const { return admin_; }

    friend bool operator==(const Actor&, const Actor&) = default;

  private:
    // Made by the authenticator alone, and by tests through tests/support/actors.h.
    friend class server::accounts::Authenticator;
    friend struct ActorForTests;
    Actor(PersonId person, PrincipalId acts_for, bool admin)
        : person_(std::move(person)), acts_for_(std::move(acts_for)), admin_(admin) {}

    PersonId person_;
    PrincipalId acts_for_;
    bool admin_;
};

// What a change row, a log line and SENT-BY say of who did something. The server's own jobs have an empty person.
struct By {
    PersonId person;
    PrincipalId acted_for;
    base::Instant at;
    friend bool operator==(const By&, const By&) = default;
};

}  // namespace stafett::model
