#include "server/accounts/association_day.h"

#include <mutex>

#include "scheduling/ical/zone.h"

namespace stafett::server::accounts {

struct AssociationDay::Kept {
    std::mutex mutex;
    scheduling::ical::ZonePtr zone;  // null: to be read from the store
};

namespace {

scheduling::ical::ZonePtr zone_of(storage::Store& store) {
    if (auto snapshot = store.snapshot())
        if (auto association = (*snapshot)->association().association(); association && *association)
            if (auto zone = scheduling::ical::find_zone((*association)->zone)) return zone;
    if (auto sweden = scheduling::ical::find_zone("Europe/Stockholm")) return sweden;
    return scheduling::ical::utc_zone();
}

}  // namespace

AssociationDay::AssociationDay(storage::Store& store, const base::Clock& clock)
    : store_(store), clock_(clock), kept_(std::make_shared<Kept>()) {
    store_.on_commit([kept = kept_](const storage::CommitNotice& notice) {
        if (!notice.association) return;
        const std::scoped_lock lock(kept->mutex);
        kept->zone.reset();
    });
}

base::Date AssociationDay::day_of(base::Instant at) const {
    const std::scoped_lock lock(kept_->mutex);
    if (!kept_->zone) kept_->zone = zone_of(store_);
    return base::Date(std::chrono::floor<std::chrono::days>(kept_->zone->to_local(at)));
}

}  // namespace stafett::server::accounts
