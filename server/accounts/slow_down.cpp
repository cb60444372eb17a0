#include "server/accounts/slow_down.h"

#include <algorithm>

#include "caldav/http/client_address.h"

namespace stafett::server::accounts {

namespace {

std::string pair_key(std::string_view login, const std::string& address) {
    return "pair " + address + ' ' + std::string(login);
}

}  // namespace

// Who is known here is counted as a pair alone; everybody else against the account and against the address.
std::vector<SlowDown::Counter> SlowDown::counters(std::string_view login, std::string_view peer, Time now) const {
    const std::string address = caldav::http::address_group(peer);
    std::string pair = pair_key(login, address);
    if (auto known = known_.find(pair); known != known_.end() && now - known->second < settings_.known_for)
        return {{std::move(pair), settings_.account_failures, settings_.account_interval}};
    return {{"account " + std::string(login), settings_.account_failures, settings_.account_interval},
            {"address " + address, settings_.address_failures, settings_.address_interval}};
}

// A counter is one instant: each failure pushes it an interval ahead, and it may lie `failures` intervals ahead.
std::optional<std::chrono::seconds> SlowDown::wait_for(const std::vector<Counter>& counters, Time now) const {
    std::chrono::seconds longest{0};
    for (const auto& counter : counters) {
        const auto found = spent_until_.find(counter.key);
        if (found == spent_until_.end()) continue;
        const auto allowed_at = found->second - counter.interval * (counter.failures - 1);
        if (allowed_at > now) longest = std::max(longest, std::chrono::ceil<std::chrono::seconds>(allowed_at - now));
    }
    return longest.count() > 0 ? std::optional(longest) : std::nullopt;
}

std::optional<std::chrono::seconds> SlowDown::wait(std::string_view login, std::string_view peer, Time now) {
    const base::Lock lock(mutex_);
    return wait_for(counters(login, peer, now), now);
}

std::optional<std::chrono::seconds> SlowDown::begin(std::string_view login, std::string_view peer, Time now) {
    const base::Lock lock(mutex_);
    const auto counted = counters(login, peer, now);
    if (auto too_soon = wait_for(counted, now)) return too_soon;
    make_room(now);
    for (const auto& counter : counted) {
        auto& until = spent_until_[counter.key];
        until = std::max(until, now) + counter.interval;
    }
    return std::nullopt;
}

void SlowDown::succeeded(std::string_view login, std::string_view peer, Time now) {
    const base::Lock lock(mutex_);
    for (const auto& counter : counters(login, peer, now))
        if (auto found = spent_until_.find(counter.key); found != spent_until_.end()) found->second -= counter.interval;
    known_[pair_key(login, caldav::http::address_group(peer))] = now;
}

// Counters that are empty again say nothing; if all are in use, any one has to go.
void SlowDown::make_room(Time now) {
    if (spent_until_.size() + 2 > settings_.most)
        std::erase_if(spent_until_, [&](const auto& entry) { return entry.second <= now; });
    while (spent_until_.size() + 2 > settings_.most) spent_until_.erase(spent_until_.begin());
    if (known_.size() + 1 > settings_.most)
        std::erase_if(known_, [&](const auto& entry) { return now - entry.second >= settings_.known_for; });
    while (known_.size() + 1 > settings_.most) known_.erase(known_.begin());
}

}  // namespace stafett::server::accounts
