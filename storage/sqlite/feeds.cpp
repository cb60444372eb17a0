#include "storage/sqlite/feeds.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns = "SELECT id, token, owner, scope, network, name, slug, created, revoked FROM feeds ";

model::Feed read_feed(Row& row) {
    model::Feed feed;
    feed.id = row.text(0);
    feed.token = row.digest(1);
    feed.owner = row.as<model::PersonId>(2);
    feed.scope = row.word<model::FeedScope>(3);
    feed.network = row.as<model::NetworkId>(4);
    feed.name = row.text(5);
    feed.slug = row.text(6);
    feed.created = row.instant(7);
    feed.revoked = row.optional_instant(8);
    return feed;
}

}  // namespace

const Statement kByToken{"feeds.by_token", kColumns + "WHERE token = ?1"};
Result<std::optional<model::Feed>> Feeds::by_token(const base::Digest& token) {
    return connection_.one(kByToken, read_feed, token);
}

const Statement kOfPerson{"feeds.of_person", kColumns + "WHERE owner = ?1 ORDER BY created DESC, id"};
const Statement kAll{"feeds.all", kColumns + "ORDER BY created DESC, id"};
Result<std::vector<model::Feed>> Feeds::of_person(const model::PersonId& owner) {
    if (owner.empty()) return connection_.all(kAll, read_feed);
    return connection_.all(kOfPerson, read_feed, owner);
}

const Statement kAdd{"feeds.add",
                     "INSERT INTO feeds (id, token, owner, scope, network, name, slug, created, revoked)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"};
Result<void> Feeds::add(const model::Feed& feed) {
    touched_.feeds = true;
    return connection_.run(kAdd, feed.id, feed.token, feed.owner, feed.scope, OrNull(feed.network), feed.name,
                           feed.slug, feed.created, feed.revoked);
}

// A link revoked before keeps its first moment.
const Statement kRevoke{"feeds.revoke", "UPDATE feeds SET revoked = coalesce(revoked, ?2) WHERE id = ?1"};
Result<void> Feeds::revoke(std::string_view id, base::Instant at) {
    touched_.feeds = true;
    TRY(connection_.run(kRevoke, id, at));
    if (connection_.changed_rows() == 0) return fail(Fault::not_found, "no such feed");
    return {};
}

}  // namespace stafett::storage::sqlite
