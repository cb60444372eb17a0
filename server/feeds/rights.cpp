#include "server/feeds/rights.h"

#include <algorithm>
#include <set>

namespace stafett::server::feeds {
namespace {

using scheduling::network::FeedDetail;

struct Owner {
    std::set<model::NetworkId> networks;  // of her roles today
    bool in_office = false;
};

storage::Result<Owner> owner_today(storage::Snapshot& snapshot, const model::PersonId& person, base::Date today) {
    Owner owner;
    TRY_ASSIGN(const auto memberships, snapshot.memberships().of_person(person));
    for (const model::Membership& one : memberships)
        if (one.period.contains(today)) owner.networks.insert(one.network);
    TRY_ASSIGN(const auto office, snapshot.association().office());
    owner.in_office = office && std::ranges::find(office->people, person) != office->people.end();
    return owner;
}

FeedDetail detail_for(const Owner& owner, const model::NetworkId& network) {
    if (owner.networks.contains(network)) return FeedDetail::everything;
    return owner.in_office ? FeedDetail::text_and_place : FeedDetail::dates;
}

// Whether the link as a whole is open to her.
bool may_follow(const Owner& owner, const model::Feed& feed) {
    switch (feed.scope) {
        case model::FeedScope::network:
            return owner.in_office || !owner.networks.empty();
        case model::FeedScope::my_networks:
            return true;
        case model::FeedScope::all_networks:
            return owner.in_office;
    }
    return false;
}

bool is_in(const model::Feed& feed, const model::Network& network, const Owner& owner) {
    switch (feed.scope) {
        case model::FeedScope::network:
            return network.id == feed.network &&
                   (!network.hidden || detail_for(owner, network.id) != FeedDetail::dates);
        case model::FeedScope::my_networks:
            return owner.networks.contains(network.id);
        case model::FeedScope::all_networks:
            return true;
    }
    return false;
}

}  // namespace

storage::Result<std::optional<std::vector<ShownNetwork>>> networks_shown(storage::Snapshot& snapshot,
                                                                         const model::Feed& feed, base::Date today) {
    using Shown = std::optional<std::vector<ShownNetwork>>;
    TRY_ASSIGN(const auto person, snapshot.association().principal(feed.owner));
    if (!person || person->kind != model::PrincipalKind::person) return Shown();
    TRY_ASSIGN(const Owner owner, owner_today(snapshot, feed.owner, today));
    if (!may_follow(owner, feed)) return Shown();
    std::vector<ShownNetwork> shown;
    TRY_ASSIGN(const auto networks, snapshot.association().networks());
    for (const model::Network& one : networks)
        if (is_in(feed, one, owner)) shown.push_back({one, detail_for(owner, one.id)});
    if (feed.scope == model::FeedScope::network && shown.empty()) return Shown();
    std::ranges::sort(shown, {}, [](const ShownNetwork& one) { return one.network.id; });
    return Shown(std::move(shown));
}

}  // namespace stafett::server::feeds
