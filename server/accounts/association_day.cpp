#include "server/accounts/association_day.h"

#include "scheduling/ical/home_zone.h"
#include "storage/base/mutex.h"

namespace stafett::server::accounts {

struct AssociationDay::Kept {
    base::Mutex mutex;
    scheduling::ical::ZonePtr zone STAFETT_GUARDED_BY(mutex);  // null: to be read from the store
};

namespace {

scheduling::ical::ZonePtr zone_of(storage::Store& store) {
    if (auto snapshot = store.snapshot())
        if (auto association = (*snapshot)->association().association(); association && *association)
            return scheduling::ical::home_zone((*association)->zone);
    return scheduling::ical::home_zone("");
}

}  // namespace

AssociationDay::AssociationDay(storage::Store& store, const base::Clock& clock)
    : store_(store), clock_(clock), kept_(std::make_shared<Kept>()) {
    store_.on_commit([kept = kept_](const storage::CommitNotice& notice) {
        if (!notice.association) return;
        const base::Lock lock(kept->mutex);
        kept->zone.reset();
    });
}

base::Date AssociationDay::day_of(base::Instant at) const {
    const base::Lock lock(kept_->mutex);
    if (!kept_->zone) kept_->zone = zone_of(store_);
    return scheduling::ical::day_in(*kept_->zone, at);
}

}  // namespace stafett::server::accounts
