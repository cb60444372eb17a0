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

}  // namespace stafett::storage::sqlite
