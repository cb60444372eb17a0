#include "server/feeds/links.h"

#include <algorithm>

#include "scheduling/ical/home_zone.h"
#include "server/feeds/rights.h"
#include "storage/base/digest.h"
#include "storage/base/safe_text.h"

namespace stafett::server::feeds {
namespace {

constexpr std::size_t kTokenOctets = 32;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kIdLength = 10;

std::string slug_of(const NewFeed& wanted) {
    switch (wanted.scope) {
        case model::FeedScope::network:
            return wanted.network.text();
        case model::FeedScope::my_networks:
            return "mina-natverk";
        case model::FeedScope::all_networks:
            return "alla-natverk";
    }
    return {};
}

Result<void> check(const NewFeed& wanted) {
    if (wanted.name.empty() || wanted.name.size() > kLongestName || !base::is_safe_line(wanted.name))
        return std::unexpected(
            Refusal(Refusal::Why::invalid, "A link's name has 1 to 100 octets and no control characters."));
    if ((wanted.scope == model::FeedScope::network) == wanted.network.empty())
        return std::unexpected(
            Refusal(Refusal::Why::invalid, "A network is named for a link to one network, and for no other."));
    return {};
}

}  // namespace

std::string new_token() { return base::to_base64url(base::random_octets(kTokenOctets)); }

Result<ShownLink> create_feed(storage::Transaction& transaction, const NewFeed& wanted, std::string_view token,
                              base::Instant now) {
    TRY(check(wanted));
    TRY_ASSIGN(const auto owner, transaction.association().principal(wanted.owner));
    if (!owner || owner->kind != model::PrincipalKind::person)
        return std::unexpected(Refusal(Refusal::Why::not_found, "There is no person '" + wanted.owner.text() + "'."));
    if (wanted.scope == model::FeedScope::network) {
        TRY_ASSIGN(const auto network, transaction.association().network(wanted.network));
        if (!network)
            return std::unexpected(
                Refusal(Refusal::Why::not_found, "There is no network '" + wanted.network.text() + "'."));
    }

    ShownLink link;
    // Of the token, so that a body which runs twice names the same link; what it is made from cannot be told from it.
    link.feed.id = base::to_hex(base::digest("id of " + std::string(token))).substr(0, kIdLength);
    link.feed.token = base::digest(token);
    link.feed.owner = wanted.owner;
    link.feed.scope = wanted.scope;
    link.feed.network = wanted.network;
    link.feed.name = wanted.name;
    link.feed.slug = slug_of(wanted);
    link.feed.created = now;
    link.path = "/feeds/" + std::string(token) + "/" + link.feed.slug + ".ics";

    TRY_ASSIGN(const auto association, transaction.association().association());
    const scheduling::ical::ZonePtr zone = scheduling::ical::home_zone(association ? association->zone : "");
    TRY_ASSIGN(const auto shown, networks_shown(transaction, link.feed, scheduling::ical::day_in(*zone, now)));
    if (!shown)
        return std::unexpected(
            Refusal(Refusal::Why::invalid, "'" + wanted.owner.text() + "' may not see what this link would show."));
    TRY(transaction.write_feeds().add(link.feed));
    return link;
}

Result<std::vector<model::Feed>> list_feeds(storage::Snapshot& snapshot, const model::PersonId& owner) {
    TRY_ASSIGN(auto feeds, snapshot.feeds().of_person(owner));
    std::erase_if(feeds, [](const model::Feed& feed) { return feed.revoked.has_value(); });
    return feeds;
}

Result<void> revoke_feed(storage::Transaction& transaction, std::string_view id, base::Instant now) {
    TRY_ASSIGN(const auto feeds, list_feeds(transaction, model::PersonId()));
    if (std::ranges::find(feeds, id, &model::Feed::id) == feeds.end())
        return std::unexpected(Refusal(Refusal::Why::not_found, "There is no link '" + std::string(id) + "'."));
    TRY(transaction.write_feeds().revoke(id, now));
    return {};
}

}  // namespace stafett::server::feeds
