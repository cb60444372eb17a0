#include "storage/sqlite/meetings.h"

namespace stafett::storage::sqlite {

const std::string& meeting_columns() {
    static const std::string columns =
        "SELECT network, uid, id, copy_uid, name, author, sequence, cancelled, ends, deleted, created, changed, "
        "settles,"
        " settled, by_person, by_acted_for, by_at, told, preliminary FROM meetings ";
    return columns;
}

model::Meeting read_meeting(Row& row) {
    return {.network = row.as<model::NetworkId>(0),
            .uid = row.as<model::Uid>(1),
            .id = row.as<model::MeetingId>(2),
            .copy_uid = row.as<model::Uid>(3),
            .name = row.as<model::ObjectName>(4),
            .author = row.digest(5),
            .sequence = row.integer(6),
            .cancelled = row.optional_instant(7),
            .ends = row.optional_instant(8),
            .deleted = row.flag(9),
            .created = row.instant(10),
            .changed = row.instant(11),
            .settles = row.optional_instant(12),
            .settled = row.optional_instant(13),
            .by = {row.as<model::PersonId>(14), row.as<model::PrincipalId>(15), row.instant(16)},
            .told = row.null(17) ? std::nullopt : std::optional(row.digest(17)),
            .preliminary = row.optional_date(18)};
}

const Statement kFind{"meetings.find", meeting_columns() + "WHERE network = ?1 AND uid = ?2"};
Result<std::optional<model::Meeting>> Meetings::find(const model::NetworkId& network, const model::Uid& uid) {
    return connection_.one(kFind, read_meeting, network, uid);
}

const Statement kById{"meetings.by_id", meeting_columns() + "WHERE id = ?1"};
Result<std::optional<model::Meeting>> Meetings::by_id(const model::MeetingId& id) {
    return connection_.one(kById, read_meeting, id);
}

const Statement kOfNetwork{"meetings.of_network", meeting_columns() + "WHERE network = ?1 ORDER BY id"};
Result<std::vector<model::Meeting>> Meetings::of_network(const model::NetworkId& network) {
    return connection_.all(kOfNetwork, read_meeting, network);
}

const Statement kToSettle{"meetings.to_settle", meeting_columns() + "WHERE settles <= ?1 ORDER BY settles, id"};
Result<std::vector<model::Meeting>> Meetings::to_settle(base::Instant now) {
    return connection_.all(kToSettle, read_meeting, now);
}

const Statement kNextSettling{"meetings.next_settling",
                              "SELECT min(at) FROM (SELECT min(settles) AS at FROM meetings WHERE settles IS NOT NULL"
                              " UNION ALL SELECT min(due) FROM proposals_due) HAVING min(at) IS NOT NULL"};
Result<std::optional<base::Instant>> Meetings::next_settling() {
    return connection_.one(kNextSettling, [](Row& row) { return row.instant(0); });
}

const Statement kCopyElsewhere{"meetings.copy_elsewhere",
                               "SELECT 1 FROM meetings WHERE copy_uid = ?2 AND network <> ?1 LIMIT 1"};
Result<bool> Meetings::copy_is_elsewhere(const model::NetworkId& network, const model::Uid& copy_uid) {
    TRY_ASSIGN(const auto found, connection_.one(kCopyElsewhere, [](Row&) { return true; }, network, copy_uid));
    return found.has_value();
}

// What a meeting was made with (id, copy_uid, created) is for good. It is set here no more, so that indexes of it
// alone are not touched, and a write that says nothing new touches nothing.
const Statement kPut{
    "meetings.put",
    "INSERT INTO meetings (network, uid, id, copy_uid, name, author, sequence, cancelled, ends, deleted, created,"
    " changed, settles, settled, by_person, by_acted_for, by_at, told, preliminary)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)"
    " ON CONFLICT (network, uid) DO UPDATE SET name = ?5, author = ?6, sequence = ?7, cancelled = ?8, ends = ?9,"
    " deleted = ?10, changed = ?12, settles = ?13, settled = ?14, by_person = ?15, by_acted_for = ?16, by_at = ?17,"
    " told = ?18, preliminary = ?19"
    " WHERE (name, author, sequence, cancelled, ends, deleted, changed, settles, settled, by_person, by_acted_for,"
    " by_at, told, preliminary) IS NOT (?5, ?6, ?7, ?8, ?9, ?10, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)"};
Result<void> Meetings::put(const model::Meeting& m) {
    TRY(calendars_.touch_published(m.network));
    return connection_.run(kPut, m.network, m.uid, m.id, m.copy_uid, m.name, m.author, m.sequence, m.cancelled, m.ends,
                           m.deleted, m.created, m.changed, m.settles, m.settled, m.by.person, m.by.acted_for, m.by.at,
                           m.told, m.preliminary);
}

// Its hostings and submissions go with it (ON DELETE CASCADE).
const Statement kRemove{"meetings.remove", "DELETE FROM meetings WHERE network = ?1 AND uid = ?2"};
Result<void> Meetings::remove(const model::NetworkId& network, const model::Uid& uid) {
    TRY(calendars_.touch_published(network));
    TRY(connection_.run(kRemove, network, uid));
    if (connection_.changed_rows() == 0) return fail(Fault::not_found, "no such meeting");
    return {};
}

}  // namespace stafett::storage::sqlite
