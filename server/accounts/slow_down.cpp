#include "server/accounts/slow_down.h"

#include <algorithm>

#include "caldav/http/client_address.h"

namespace stafett::server::accounts {

namespace {

std::string pair_key(std::string_view login, const std::string& address) {
    return "pair " + address + ' ' + std::string(login);
}

}  // namespace

bool SlowDown::is_known(const std::string& pair, Time now) const {
    const auto known = known_.find(pair);
    return known != known_.end() && now - known->second < settings_.known_for;
}

// Who is known here is counted as a pair alone; everybody else against the account and against the address.
SlowDown::Try SlowDown::counters(std::string_view login, std::string_view peer, Time now) const {
    const std::string address = caldav::http::address_group(peer);
    Try made;
    made.pair_ = pair_key(login, address);
    if (is_known(made.pair_, now))
        made.counted_ = {{made.pair_, settings_.account_failures, settings_.account_interval}};
    else
        made.counted_ = {{"account " + std::string(login), settings_.account_failures, settings_.account_interval},
                         {"address " + address, settings_.address_failures, settings_.address_interval}};
    return made;
}

std::optional<std::chrono::seconds> SlowDown::wait_for(const Try& wanted, Time now) const {
    std::chrono::seconds longest{0};
    for (const auto& [key, failures, interval] : wanted.counted_) {
        const auto found = counters_.find(key);
        if (found == counters_.end()) continue;
        const Time spent_until = std::max(found->second.spent_until, now) + interval * found->second.under_way;
        const Time allowed_at = spent_until - interval * (failures - 1);
        if (allowed_at > now) longest = std::max(longest, std::chrono::ceil<std::chrono::seconds>(allowed_at - now));
    }
    return longest.count() > 0 ? std::optional(longest) : std::nullopt;
}

std::optional<std::chrono::seconds> SlowDown::wait(std::string_view login, std::string_view peer, Time now) {
    const base::Lock lock(mutex_);
    return wait_for(counters(login, peer, now), now);
}

base::Result<SlowDown::Try, std::chrono::seconds> SlowDown::begin(std::string_view login, std::string_view peer,
                                                                  Time now) {
    const base::Lock lock(mutex_);
    Try begun = counters(login, peer, now);
    if (auto too_soon = wait_for(begun, now)) return std::unexpected(*too_soon);
    make_room(now);
    for (const auto& counted : begun.counted_) ++counters_[counted.counter].under_way;
    return begun;
}

// A counter that had to go meanwhile (make_room) has nothing to give back.
void SlowDown::take_out(const Try& ended) {
    for (const auto& counted : ended.counted_)
        if (auto found = counters_.find(counted.counter); found != counters_.end() && found->second.under_way > 0)
            --found->second.under_way;
}

void SlowDown::succeeded(const Try& ended, Time now) {
    const base::Lock lock(mutex_);
    take_out(ended);
    remember(ended.pair_, now);
}

void SlowDown::failed(const Try& ended, Time now) {
    const base::Lock lock(mutex_);
    take_out(ended);
    for (const auto& counted : ended.counted_) {
        Time& spent_until = counters_[counted.counter].spent_until;
        spent_until = std::max(spent_until, now) + counted.interval;
    }
}

void SlowDown::undecided(const Try& ended) {
    const base::Lock lock(mutex_);
    take_out(ended);
}

bool SlowDown::knows(std::string_view login, std::string_view peer, Time now) {
    const base::Lock lock(mutex_);
    return is_known(pair_key(login, caldav::http::address_group(peer)), now);
}

void SlowDown::signed_in(std::string_view login, std::string_view peer, Time now) {
    const base::Lock lock(mutex_);
    remember(pair_key(login, caldav::http::address_group(peer)), now);
}

void SlowDown::remember(const std::string& pair, Time now) {
    if (known_.size() + 1 > settings_.most)
        std::erase_if(known_, [&](const auto& entry) { return now - entry.second >= settings_.known_for; });
    while (known_.size() + 1 > settings_.most) known_.erase(known_.begin());
    known_[pair] = now;
}

// Counters that are empty again say nothing; if all are in use, any one has to go.
void SlowDown::make_room(Time now) {
    const auto empty = [&](const auto& entry) {
        return entry.second.under_way == 0 && entry.second.spent_until <= now;
    };
    if (counters_.size() + 2 > settings_.most) std::erase_if(counters_, empty);
    while (counters_.size() + 2 > settings_.most) counters_.erase(counters_.begin());
}

}  // namespace stafett::server::accounts
