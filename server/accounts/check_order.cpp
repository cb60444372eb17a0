#include "server/accounts/check_order.h"

#include <algorithm>

namespace stafett::server::accounts {

CheckOrder::CheckOrder(unsigned at_once, unsigned waiting)
    : at_once_(std::max(at_once, 1U)), strangers_(at_once_ + waiting), places_(places(at_once_, waiting)) {}

unsigned CheckOrder::count(Lane lane) const {
    return static_cast<unsigned>(std::ranges::count(entries_, lane, &Entry::lane));
}

unsigned CheckOrder::running(Lane lane) const {
    return static_cast<unsigned>(
        std::ranges::count_if(entries_, [&](const Entry& entry) { return entry.runs && entry.lane == lane; }));
}

std::optional<CheckOrder::Id> CheckOrder::arrive(Lane lane, const Remembered::Key& key) {
    if (entries_.size() >= places_ || (lane == Lane::stranger && count(lane) >= strangers_)) return std::nullopt;
    entries_.push_back({.id = ++last_, .lane = lane, .key = key});
    const Id id = last_;
    start_all();
    return id;
}

bool CheckOrder::begun(Id id) const {
    const auto found = std::ranges::find(entries_, id, &Entry::id);
    return found != entries_.end() && found->runs;
}

void CheckOrder::leave(Id id) {
    std::erase_if(entries_, [&](const Entry& entry) { return entry.id == id; });
    start_all();
}

bool CheckOrder::may_run(const Entry& entry) const {
    const unsigned known = running(Lane::known), strangers = running(Lane::stranger);
    if (known + strangers >= at_once_) return false;
    if (entry.lane == Lane::stranger && strangers >= std::max(at_once_ / 2, 1U)) return false;
    return std::ranges::none_of(entries_, [&](const Entry& other) { return other.runs && other.key == entry.key; });
}

void CheckOrder::start(Lane lane) {
    for (Entry& entry : entries_)
        if (!entry.runs && entry.lane == lane && may_run(entry)) entry.runs = true;
}

void CheckOrder::start_all() {
    start(Lane::known);
    start(Lane::stranger);
}

}  // namespace stafett::server::accounts
