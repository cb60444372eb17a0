#include "storage/sqlite/meetings.h"

namespace stafett::storage::sqlite {

const Statement kHidden{"office_copies.hidden", "SELECT 1 FROM hidden_copies WHERE network = ?1 AND uid = ?2"};
const Statement kAnswers{"office_copies.answers",
                         "SELECT occurrence, occurrence_zone, partstat, times, transp, alarms FROM copy_answers"
                         " WHERE network = ?1 AND uid = ?2 ORDER BY occurrence, occurrence_zone"};
Result<model::OfficeCopy> Meetings::office_copy(const model::NetworkId& network, const model::Uid& uid) {
    const auto read = [](Row& row) {
        return model::CopyAnswer{.occurrence = {row.text(0), row.text(1)},
                                 .partstat = row.text(2),
                                 .times = row.text(3),
                                 .transp = row.null(4) ? std::nullopt : std::optional(row.text(4)),
                                 .alarms = row.text(5)};
    };
    TRY_ASSIGN(const auto hidden, connection_.one(kHidden, [](Row&) { return true; }, network, uid));
    TRY_ASSIGN(auto answers, connection_.all(kAnswers, read, network, uid));
    return model::OfficeCopy{hidden.has_value(), std::move(answers)};
}

const Statement kShow{"office_copies.show", "DELETE FROM hidden_copies WHERE network = ?1 AND uid = ?2"};
const Statement kHide{"office_copies.hide", "INSERT INTO hidden_copies (network, uid) VALUES (?1, ?2)"};
const Statement kDropAnswers{"office_copies.drop_answers", "DELETE FROM copy_answers WHERE network = ?1 AND uid = ?2"};
const Statement kAddAnswer{"office_copies.add_answer",
                           "INSERT INTO copy_answers (network, uid, occurrence, occurrence_zone, partstat, times,"
                           " transp, alarms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
Result<void> Meetings::set_office_copy(const model::NetworkId& network, const model::Uid& uid,
                                       const model::OfficeCopy& copy) {
    TRY_ASSIGN(const auto meeting, find(network, uid));
    if (!meeting) return fail(Fault::not_found, "no such meeting");
    TRY(connection_.run(kShow, network, uid));
    if (copy.hidden) TRY(connection_.run(kHide, network, uid));
    TRY(connection_.run(kDropAnswers, network, uid));
    for (const model::CopyAnswer& one : copy.answers)
        TRY(connection_.run(kAddAnswer, network, uid, one.occurrence.value, one.occurrence.zone, one.partstat,
                            one.times, one.transp, one.alarms));
    return {};
}

}  // namespace stafett::storage::sqlite
