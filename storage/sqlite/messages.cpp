#include "storage/sqlite/messages.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns =
    "SELECT id, kind, recipient, coalescing_key, not_before, payload, state, created, dispatched, octets, digest"
    " FROM messages ";

model::Message read_message(Row& row) {
    model::Message message;
    message.id = row.integer(0);
    message.kind = row.text(1);
    message.recipient = row.text(2);
    message.coalescing_key = row.text(3);
    message.not_before = row.instant(4);
    message.payload = row.text(5);
    message.state = row.word<model::Message::State>(6);
    message.created = row.instant(7);
    message.dispatched = row.optional_instant(8);
    message.octets = row.text(9);
    message.digest = row.digest(10);
    return message;
}

}  // namespace

const Statement kWaiting{"messages.waiting", kColumns + "WHERE coalescing_key = ?1 AND state = 'waiting'"};
Result<std::optional<model::Message>> Messages::waiting(std::string_view coalescing_key) {
    return connection_.one(kWaiting, read_message, coalescing_key);
}

const Statement kDue{"messages.due",
                     kColumns + "WHERE state = 'waiting' AND not_before <= ?1 ORDER BY not_before, id LIMIT ?2"};
Result<std::vector<model::Message>> Messages::due(base::Instant now, std::size_t limit) {
    return connection_.all(kDue, read_message, now, limit);
}

const Statement kAll{"messages.all", kColumns + "ORDER BY id LIMIT ?1"};
Result<std::vector<model::Message>> Messages::all(std::size_t limit) {
    return connection_.all(kAll, read_message, limit);
}

const Statement kAdd{"messages.add",
                     "INSERT INTO messages (kind, recipient, coalescing_key, not_before, payload, state, created,"
                     " dispatched, octets, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
Result<std::int64_t> Messages::add(const model::Message& m) {
    TRY(connection_.run(kAdd, m.kind, m.recipient, m.coalescing_key, m.not_before, m.payload, m.state, m.created,
                        m.dispatched, Octets{m.octets}, m.digest));
    return connection_.last_id();
}

const Statement kUpdate{"messages.update",
                        "UPDATE messages SET kind = ?2, recipient = ?3, coalescing_key = ?4, not_before = ?5,"
                        " payload = ?6, state = ?7, created = ?8, dispatched = ?9, octets = ?10, digest = ?11"
                        " WHERE id = ?1"};
Result<void> Messages::update(const model::Message& m) {
    TRY(connection_.run(kUpdate, m.id, m.kind, m.recipient, m.coalescing_key, m.not_before, m.payload, m.state,
                        m.created, m.dispatched, Octets{m.octets}, m.digest));
    if (connection_.changed_rows() == 0) return fail(Fault::not_found, "no such message");
    return {};
}

// Of the two indexes of what waits, only one is touched.
const Statement kPostpone{"messages.postpone",
                          "UPDATE messages SET not_before = ?2, payload = ?3 WHERE id = ?1 AND state = 'waiting'"};
Result<void> Messages::postpone(std::int64_t id, base::Instant not_before, std::string_view payload) {
    TRY(connection_.run(kPostpone, id, not_before, payload));
    if (connection_.changed_rows() == 0) return fail(Fault::not_found, "no such message is waiting");
    return {};
}

}  // namespace stafett::storage::sqlite
