#include "storage/sqlite/meetings.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns =
    "SELECT network, uid, occurrence, occurrence_zone, municipality, state, reason, day, inputs, explanation, decided"
    " FROM hostings ";

model::Hosting read_hosting(Row& row) {
    return {.network = row.as<model::NetworkId>(0),
            .uid = row.as<model::Uid>(1),
            .occurrence = {row.text(2), row.text(3)},
            .municipality = row.as<model::MunicipalityId>(4),
            .state = row.word<model::HostingState>(5),
            .reason = row.word<model::HostingReason>(6),
            .date = row.date(7),
            .inputs = row.text(8),
            .explanation = row.text(9),
            .decided = row.instant(10)};
}

const std::string kOrder = " ORDER BY day, uid, occurrence, position";

}  // namespace

const Statement kOfNetwork{"hostings.of_network", kColumns + "WHERE network = ?1" + kOrder};
Result<std::vector<model::Hosting>> Hostings::of_network(const model::NetworkId& network) {
    return connection_.all(kOfNetwork, read_hosting, network);
}

const Statement kOfMeeting{"hostings.of_meeting", kColumns + "WHERE network = ?1 AND uid = ?2" + kOrder};
Result<std::vector<model::Hosting>> Hostings::of_meeting(const model::NetworkId& network, const model::Uid& uid) {
    return connection_.all(kOfMeeting, read_hosting, network, uid);
}

const Statement kHostedBy{"hostings.hosted_by",
                          "SELECT DISTINCT uid FROM hostings INDEXED BY hostings_by_day WHERE network = ?1"
                          " AND municipality = ?2 AND state <> 'released' ORDER BY uid"};
Result<std::vector<model::Uid>> Hostings::hosted_by(const model::NetworkId& network,
                                                    const model::MunicipalityId& municipality) {
    return connection_.all(kHostedBy, [](Row& row) { return row.as<model::Uid>(0); }, network, municipality);
}

// Counted as they come and go (the triggers on hostings).
const Statement kTurns{"hostings.turns",
                       "SELECT municipality, held, last_day FROM turns WHERE network = ?1 ORDER BY municipality"};
// Only municipalities that `but` has are looked at again. The sign keeps SQLite from grouping by an index of all the
// network's rows.
const Statement kTurnsBut{
    "hostings.turns_but",
    "WITH own (municipality, held) AS MATERIALIZED (SELECT municipality, count(*) FROM hostings"
    " WHERE network = ?1 AND uid = ?2 AND state <> 'released' GROUP BY +municipality)"
    " SELECT turns.municipality, turns.held - ifnull(own.held, 0), iif(own.held IS NULL, turns.last_day,"
    " (SELECT day FROM hostings AS other INDEXED BY hostings_by_day WHERE other.network = ?1"
    " AND other.municipality = turns.municipality AND other.state <> 'released' AND other.uid <> ?2"
    " ORDER BY other.day DESC LIMIT 1))"
    " FROM turns LEFT JOIN own ON own.municipality = turns.municipality"
    " WHERE turns.network = ?1 ORDER BY turns.municipality"};
const Statement kAny{"hostings.any", "SELECT 1 FROM hostings WHERE network = ?1 AND uid = ?2 LIMIT 1"};
const Statement kLatest{
    "hostings.latest",
    "SELECT network, uid, occurrence, occurrence_zone, municipality, state, reason, day, inputs, explanation, decided"
    " FROM hostings INDEXED BY hostings_by_decision WHERE network = ?1 AND inputs <> '' AND uid <> ?2"
    " ORDER BY decided DESC, day DESC, uid DESC, occurrence DESC LIMIT 1"};
Result<model::Standing> Hostings::standing(const model::NetworkId& network, const model::Uid& but) {
    const auto read = [](Row& row) {
        return model::Turns{row.as<model::MunicipalityId>(0), static_cast<int>(row.integer(1)), row.optional_date(2)};
    };
    const auto found = [](Row&) { return true; };
    TRY_ASSIGN(const auto own, connection_.one(kAny, found, network, but));
    TRY_ASSIGN(auto turns,
               own ? connection_.all(kTurnsBut, read, network, but) : connection_.all(kTurns, read, network));
    std::erase_if(turns, [](const model::Turns& one) { return one.held == 0; });
    TRY_ASSIGN(auto latest, connection_.one(kLatest, read_hosting, network, but));
    return model::Standing{std::move(turns), std::move(latest)};
}

const Statement kHostsOn{"hostings.hosts_on",
                         "SELECT 1 FROM hostings INDEXED BY hostings_by_day WHERE network = ?1 AND municipality = ?2"
                         " AND day = ?3 AND state <> 'released' AND uid <> ?4 LIMIT 1"};
Result<bool> Hostings::hosts_on(const model::NetworkId& network, const model::MunicipalityId& municipality,
                                base::Date day, const model::Uid& but) {
    const auto found = [](Row&) { return true; };
    TRY_ASSIGN(const auto one, connection_.one(kHostsOn, found, network, municipality, day, but));
    return one.has_value();
}

const Statement kFreedLately{
    "hostings.freed_lately",
    "SELECT h.network, h.uid, occurrence, occurrence_zone, municipality, state, reason, day, inputs, explanation,"
    " decided FROM hostings AS h INDEXED BY hostings_given_back CROSS JOIN meetings AS m"
    " WHERE h.network = ?1 AND h.day = ?2 AND h.state = 'released' AND h.occurrence <> '' AND h.uid <> ?3"
    " AND m.network = h.network AND m.uid = h.uid AND m.settles IS NOT NULL AND m.cancelled IS NULL"
    " ORDER BY h.uid, h.occurrence, h.position"};
Result<std::vector<model::Hosting>> Hostings::freed_lately(const model::NetworkId& network, base::Date day,
                                                           const model::Uid& but) {
    return connection_.all(kFreedLately, read_hosting, network, day, but);
}

const Statement kDrop{"hostings.drop", "DELETE FROM hostings WHERE network = ?1 AND uid = ?2"};
const Statement kAdd{"hostings.add",
                     "INSERT INTO hostings (network, uid, position, occurrence, occurrence_zone, municipality, state,"
                     " reason, day, inputs, explanation, decided)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"};
Result<void> Hostings::set(const model::NetworkId& network, const model::Uid& uid,
                           const std::vector<model::Hosting>& rows) {
    TRY(calendars_.touch_published(network));
    TRY(connection_.run(kDrop, network, uid));
    std::int64_t position = 0;
    for (const model::Hosting& h : rows)
        TRY(connection_.run(kAdd, network, uid, position++, h.occurrence.value, h.occurrence.zone, h.municipality,
                            h.state, h.reason, h.date, h.inputs, h.explanation, h.decided));
    return {};
}

const Statement kDropTurns{"hostings.drop_turns", "DELETE FROM turns WHERE network = ?1"};
const Statement kCountTurns{"hostings.count_turns",
                            "INSERT INTO turns (network, municipality, held, last_day)"
                            " SELECT network, municipality, count(*), max(day) FROM hostings"
                            " WHERE network = ?1 AND state <> 'released' GROUP BY network, municipality"};
Result<void> Hostings::recount(const model::NetworkId& network) {
    TRY(calendars_.touch_published(network));
    TRY(connection_.run(kDropTurns, network));
    return connection_.run(kCountTurns, network);
}

}  // namespace stafett::storage::sqlite
