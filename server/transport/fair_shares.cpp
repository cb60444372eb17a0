#include "server/transport/fair_shares.h"

#include <fmt/format.h>

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
    unsigned running = 0;
    unsigned present = 0;
    std::deque<Start> waiting;
    std::deque<Share*> members_waiting;  // of a network: its shares in which something waits, each once
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

bool FairShares::may_begin(const Share& share) {
    return share.running < share.bound.running &&
           (!share.network || share.network->running < share.network->bound.running);
}

void FairShares::count(Share& share) {
    ++share.running;
    if (share.network) ++share.network->running;
}

bool FairShares::try_begin(const Key& key) {
    const base::Lock lock(mutex_);
    if (!key->waiting.empty() || !may_begin(*key)) return false;
    count(*key);
    return true;
}

void FairShares::begin(const Key& key, Start start) {
    {
        const base::Lock lock(mutex_);
        if (!key->waiting.empty() || !may_begin(*key)) {
            if (key->network && key->waiting.empty()) key->network->members_waiting.push_back(key.get());
            key->waiting.push_back(std::move(start));
            return;
        }
        count(*key);
    }
    start();
}

void FairShares::end(const Key& key) {
    Start start;
    {
        const base::Lock lock(mutex_);
        --key->running;
        if (key->network) --key->network->running;
        start = key->network ? next_in(*key->network) : next(*key);
    }
    if (start) start();
}

FairShares::Start FairShares::next(Share& share) {
    if (share.waiting.empty() || !may_begin(share)) return {};
    auto start = std::move(share.waiting.front());
    share.waiting.pop_front();
    count(share);
    return start;
}

// A member stands in the list as long as something waits in it, and goes to its end with each turn.
FairShares::Start FairShares::next_in(Share& network) {
    for (auto left = network.members_waiting.size(); left > 0; --left) {
        Share& member = *network.members_waiting.front();
        network.members_waiting.pop_front();
        auto start = next(member);
        if (!member.waiting.empty()) network.members_waiting.push_back(&member);
        if (start) return start;
    }
    return {};
}

}  // namespace stafett::server::transport
