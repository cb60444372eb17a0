#include "server/transport/fair_shares.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "caldav/http/client_address.h"

namespace stafett::server::transport {

namespace http = caldav::http;

namespace {

constexpr unsigned kAddressesWorthOfANetwork = 4;

}  // namespace

class FairShares::Share {
  public:
    Share(std::string name, Bound bound, Key network)
        : name(std::move(name)), bound(bound), network(std::move(network)) {}

    const std::string name;
    const Bound bound;
    const Key network;  // null, or what bounds this share and others together
    struct Lane {
        unsigned running = 0;
        std::deque<Start> waiting;
        std::deque<Share*> members_waiting;  // of a network: its shares in which something waits, each once
    };
    Lane& lane(Work work) { return lanes_[static_cast<std::size_t>(work)]; }
    bool has_turn(Work work) const {
        return lanes_[static_cast<std::size_t>(work)].running < (work == Work::reading ? bound.running : bound.writing);
    }

    unsigned present = 0;

  private:
    std::array<Lane, 2> lanes_;
};

FairShares::Key FairShares::find(std::string name, Bound bound, Key network) {
    auto& kept = shares_[name];
    if (auto share = kept.lock()) return share;
    Key share(new Share(name, bound, std::move(network)), [this](Share* last) {
        forget(last->name);
        delete last;
    });
    kept = share;
    return share;
}

void FairShares::forget(const std::string& name) {
    const base::Lock lock(mutex_);
    const auto found = shares_.find(name);
    // Somebody may have asked for it again meanwhile, and has got another.
    if (found != shares_.end() && found->second.expired()) shares_.erase(found);
}

FairShares::Key FairShares::of_person(std::string_view person) {
    const base::Lock lock(mutex_);
    return find(fmt::format("person {}", person), person_, nullptr);
}

FairShares::Key FairShares::of_address(std::string_view peer) {
    const auto address = http::address_group(peer);
    const auto network = http::network_group(peer);
    const Bound of_network{.running = kAddressesWorthOfANetwork * address_.running,
                           .writing = kAddressesWorthOfANetwork * address_.writing,
                           .waiting = kAddressesWorthOfANetwork * address_.waiting};
    const base::Lock lock(mutex_);
    return find(address, address_, network.empty() ? nullptr : find(network, of_network, nullptr));
}

bool FairShares::enter(const Key& key) {
    const auto full = [](const Share& share) { return share.present >= share.bound.running + share.bound.waiting; };
    const base::Lock lock(mutex_);
    if (full(*key) || (key->network && full(*key->network))) return false;
    ++key->present;
    if (key->network) ++key->network->present;
    return true;
}

void FairShares::enter_anyway(const Key& key) {
    const base::Lock lock(mutex_);
    ++key->present;
    if (key->network) ++key->network->present;
}

void FairShares::leave(const Key& key) {
    const base::Lock lock(mutex_);
    --key->present;
    if (key->network) --key->network->present;
}

bool FairShares::may_begin(const Share& share, Work work) {
    return share.has_turn(work) && (!share.network || share.network->has_turn(work));
}

void FairShares::count(Share& share, Work work) {
    ++share.lane(work).running;
    if (share.network) ++share.network->lane(work).running;
}

bool FairShares::try_begin(const Key& key) {
    const base::Lock lock(mutex_);
    if (!key->lane(Work::reading).waiting.empty() || !may_begin(*key, Work::reading)) return false;
    count(*key, Work::reading);
    return true;
}

void FairShares::begin(const Key& key, Work work, Start start) {
    {
        const base::Lock lock(mutex_);
        auto& waiting = key->lane(work).waiting;
        if (!waiting.empty() || !may_begin(*key, work)) {
            if (key->network && waiting.empty()) key->network->lane(work).members_waiting.push_back(key.get());
            waiting.push_back(std::move(start));
            return;
        }
        count(*key, work);
    }
    start();
}

void FairShares::end(const Key& key, Work work) {
    Start start;
    {
        const base::Lock lock(mutex_);
        --key->lane(work).running;
        if (key->network) --key->network->lane(work).running;
        start = key->network ? next_in(*key->network, work) : next(*key, work);
    }
    if (start) start();
}

FairShares::Start FairShares::next(Share& share, Work work) {
    auto& waiting = share.lane(work).waiting;
    if (waiting.empty() || !may_begin(share, work)) return {};
    auto start = std::move(waiting.front());
    waiting.pop_front();
    count(share, work);
    return start;
}

// A member stands in the list as long as something waits in it, and goes to its end with each turn.
FairShares::Start FairShares::next_in(Share& network, Work work) {
    auto& members = network.lane(work).members_waiting;
    for (auto left = members.size(); left > 0; --left) {
        Share& member = *members.front();
        members.pop_front();
        auto start = next(member, work);
        if (!member.lane(work).waiting.empty()) members.push_back(&member);
        if (start) return start;
    }
    return {};
}

}  // namespace stafett::server::transport
