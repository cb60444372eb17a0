#include "storage/sqlite/occurrences.h"

#include "storage/sqlite/meetings.h"

namespace stafett::storage::sqlite {
namespace {

model::Proposal read_proposal(Row& row) {
    return {{row.text(0), row.text(1)}, row.as<model::MunicipalityId>(2), row.date(3)};
}

}  // namespace

const Statement kOfMeeting{"proposals.of_meeting",
                           "SELECT occurrence, occurrence_zone, municipality, day FROM proposals"
                           " WHERE network = ?1 AND uid = ?2 ORDER BY day, occurrence"};
Result<std::vector<model::Proposal>> Proposals::of_meeting(const model::NetworkId& network, const model::Uid& uid) {
    return connection_.all(kOfMeeting, read_proposal, network, uid);
}

const Statement kFrom{"proposals.from",
                      "SELECT occurrence, occurrence_zone, municipality, day, uid FROM proposals"
                      " WHERE network = ?1 AND day >= ?2 ORDER BY day, uid, occurrence"};
Result<std::vector<ProposalOf>> Proposals::from(const model::NetworkId& network, base::Date day) {
    const auto read = [](Row& row) { return ProposalOf{row.as<model::Uid>(4), read_proposal(row)}; };
    return connection_.all(kFrom, read, network, day);
}

const Statement kPreliminary{"proposals.preliminary",
                             meeting_columns() +
                                 "INDEXED BY meetings_preliminary WHERE network = ?1 AND preliminary >= ?2"
                                 " ORDER BY preliminary, id LIMIT ?3"};
Result<std::vector<model::Meeting>> Proposals::preliminary(const model::NetworkId& network, base::Date from,
                                                           std::size_t limit) {
    return connection_.all(kPreliminary, read_meeting, network, from, limit);
}

const Statement kDue{"proposals.due", "SELECT network FROM proposals_due WHERE due <= ?1 ORDER BY due, network"};
Result<std::vector<model::NetworkId>> Proposals::due(base::Instant now) {
    return connection_.all(kDue, [](Row& row) { return row.as<model::NetworkId>(0); }, now);
}

const Statement kDrop{"proposals.drop", "DELETE FROM proposals WHERE network = ?1 AND uid = ?2"};
const Statement kAdd{"proposals.add",
                     "INSERT INTO proposals (network, uid, occurrence, occurrence_zone, municipality, day)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
Result<void> Proposals::set(const model::NetworkId& network, const model::Uid& uid,
                            const std::vector<model::Proposal>& proposals) {
    TRY(connection_.run(kDrop, network, uid));
    for (const model::Proposal& one : proposals)
        TRY(connection_.run(kAdd, network, uid, one.occurrence.value, one.occurrence.zone, one.municipality, one.date));
    return {};
}

const Statement kFollow{"proposals.follow",
                        "INSERT INTO proposals_due (network, due) SELECT ?1, ?2"
                        " WHERE EXISTS (SELECT 1 FROM meetings WHERE network = ?1 AND preliminary IS NOT NULL)"
                        " OR EXISTS (SELECT 1 FROM proposals WHERE network = ?1)"
                        " ON CONFLICT (network) DO UPDATE SET due = min(due, ?2)"};
Result<void> Proposals::follow(const model::NetworkId& network, base::Instant due) {
    return connection_.run(kFollow, network, due);
}

const Statement kFollowed{"proposals.followed", "DELETE FROM proposals_due WHERE network = ?1"};
Result<void> Proposals::followed(const model::NetworkId& network) { return connection_.run(kFollowed, network); }

const Statement kCancelled{"cancellations.of_meeting",
                           "SELECT occurrence, occurrence_zone, ends, cancelled, text FROM cancelled_occurrences"
                           " WHERE network = ?1 AND uid = ?2 ORDER BY occurrence, occurrence_zone"};
Result<std::vector<model::CancelledOccurrence>> Cancellations::of_meeting(const model::NetworkId& network,
                                                                          const model::Uid& uid) {
    const auto read = [](Row& row) {
        return model::CancelledOccurrence{{row.text(0), row.text(1)}, row.instant(2), row.instant(3), row.text(4)};
    };
    return connection_.all(kCancelled, read, network, uid);
}

const Statement kEnded{"cancellations.ended",
                       "SELECT DISTINCT uid FROM cancelled_occurrences WHERE network = ?1 AND ends < ?2 ORDER BY uid"};
Result<std::vector<model::Uid>> Cancellations::ended(const model::NetworkId& network, base::Instant before) {
    return connection_.all(kEnded, [](Row& row) { return row.as<model::Uid>(0); }, network, before);
}

const Statement kForget{"cancellations.forget", "DELETE FROM cancelled_occurrences WHERE network = ?1 AND uid = ?2"};
const Statement kCancel{"cancellations.add",
                        "INSERT INTO cancelled_occurrences (network, uid, occurrence, occurrence_zone, ends, cancelled,"
                        " text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
Result<void> Cancellations::set(const model::NetworkId& network, const model::Uid& uid,
                                const std::vector<model::CancelledOccurrence>& occurrences) {
    TRY(calendars_.touch_published(network));
    TRY(connection_.run(kForget, network, uid));
    for (const model::CancelledOccurrence& one : occurrences)
        TRY(connection_.run(kCancel, network, uid, one.occurrence.value, one.occurrence.zone, one.ends, one.cancelled,
                            Octets{one.text}));
    return {};
}

}  // namespace stafett::storage::sqlite
