#include "server/feeds/rights.h"

#include <algorithm>
#include <map>
#include <set>

namespace stafett::server::feeds {
namespace {

using scheduling::network::FeedDetail;

struct Owner {
    std::set<model::NetworkId> networks;  // of her roles today
    bool in_office = false;
    std::map<model::NetworkId, std::set<model::Uid>> hosted;  // where she bears turns today: her meetings

    bool bears_turns_in(const model::NetworkId& network) const { return hosted.contains(network); }
};

storage::Result<void> add_hosted(storage::Snapshot& snapshot, const model::NetworkId& network,
                                 const model::PersonId& person, base::Date today, Owner& owner) {
    TRY_ASSIGN(const auto seats, snapshot.memberships().seats(network));
    for (const model::HostSeat& seat : seats) {
        if (!seat.borne_by(person, today)) continue;
        TRY_ASSIGN(const auto meetings, snapshot.hostings().hosted_by(network, seat.municipality));
        owner.hosted[network].insert(meetings.begin(), meetings.end());
    }
    return {};
}

storage::Result<Owner> owner_today(storage::Snapshot& snapshot, const model::PersonId& person,
                                   const std::vector<model::Network>& networks, base::Date today) {
    Owner owner;
    TRY_ASSIGN(const auto memberships, snapshot.memberships().of_person(person));
    for (const model::Membership& one : memberships)
        if (one.period.contains(today)) owner.networks.insert(one.network);
    TRY_ASSIGN(const auto office, snapshot.association().office());
    owner.in_office = office && std::ranges::find(office->people, person) != office->people.end();
    for (const model::Network& one : networks) TRY(add_hosted(snapshot, one.id, person, today, owner));
    return owner;
}

// Of the meetings that she does not host. People of no network see nothing of any.
std::optional<FeedDetail> detail_for(const Owner& owner, const model::Feed& feed, const model::Network& network) {
    if (owner.networks.contains(network.id)) return FeedDetail::everything;
    if (feed.scope == model::FeedScope::my_networks) return std::nullopt;
    if (owner.in_office) return FeedDetail::text_and_place;
    return owner.networks.empty() || network.hidden ? std::nullopt : std::optional(FeedDetail::dates);
}

// Whether the link as a whole is open to her.
bool may_follow(const Owner& owner, const model::Feed& feed) {
    switch (feed.scope) {
        case model::FeedScope::network:
            return owner.in_office || !owner.networks.empty() || owner.bears_turns_in(feed.network);
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
            return network.id == feed.network && (detail_for(owner, feed, network) || owner.bears_turns_in(network.id));
        case model::FeedScope::my_networks:
            return owner.networks.contains(network.id) || owner.bears_turns_in(network.id);
        case model::FeedScope::all_networks:
            return true;
    }
    return false;
}

}  // namespace

std::optional<FeedDetail> ShownNetwork::detail_of(const model::Uid& meeting) const {
    return hosted.contains(meeting) ? FeedDetail::everything : detail;
}

storage::Result<std::optional<std::vector<ShownNetwork>>> networks_shown(storage::Snapshot& snapshot,
                                                                         const model::Feed& feed, base::Date today) {
    using Shown = std::optional<std::vector<ShownNetwork>>;
    TRY_ASSIGN(const auto person, snapshot.association().principal(feed.owner));
    if (!person || person->kind != model::PrincipalKind::person) return Shown();
    TRY_ASSIGN(const auto networks, snapshot.association().networks());
    TRY_ASSIGN(Owner owner, owner_today(snapshot, feed.owner, networks, today));
    if (!may_follow(owner, feed)) return Shown();
    std::vector<ShownNetwork> shown;
    for (const model::Network& one : networks)
        if (is_in(feed, one, owner))
            shown.push_back({one, detail_for(owner, feed, one),
                             owner.bears_turns_in(one.id) ? owner.hosted[one.id] : std::set<model::Uid>()});
    if (feed.scope == model::FeedScope::network && shown.empty()) return Shown();
    std::ranges::sort(shown, {}, [](const ShownNetwork& one) { return one.network.id; });
    return Shown(std::move(shown));
}

}  // namespace stafett::server::feeds
