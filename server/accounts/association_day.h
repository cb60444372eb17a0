// Which day it is for the association: memberships and rights begin and end with its days.
#pragma once

#include <memory>

#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::server::accounts {

// Thread-safe and quick: the zone is kept in memory until the association changes.
class AssociationDay {
  public:
    // `store` and `clock` outlive it; make one per store.
    AssociationDay(storage::Store& store, const base::Clock& clock);

    // Today in the association's zone; in Sweden's before the first import.
    base::Date today() const { return day_of(clock_.now()); }
    base::Date day_of(base::Instant at) const;

  private:
    struct Kept;

    storage::Store& store_;
    const base::Clock& clock_;
    std::shared_ptr<Kept> kept_;  // shared with the commit listener, which cannot be taken away
};

}  // namespace stafett::server::accounts
