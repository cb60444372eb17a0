#include "storage/sqlite/meetings.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns =
    "SELECT id, network, uid, what, by_person, by_acted_for, by_at, summary, settled, state FROM submissions ";

model::Submission read_submission(Row& row) {
    return {.id = row.integer(0),
            .network = row.as<model::NetworkId>(1),
            .uid = row.as<model::Uid>(2),
            .what = row.word<model::SubmissionWhat>(3),
            .by = {row.as<model::PersonId>(4), row.as<model::PrincipalId>(5), row.instant(6)},
            .summary = row.text(7),
            .settled = row.optional_instant(8),
            .state = row.word<model::SubmissionState>(9)};
}

}  // namespace

const Statement kOfNetwork{"submissions.of_network", kColumns + "WHERE network = ?1 ORDER BY id"};
Result<std::vector<model::Submission>> Submissions::of_network(const model::NetworkId& network) {
    return connection_.all(kOfNetwork, read_submission, network);
}

const Statement kOfMeeting{"submissions.of_meeting", kColumns + "WHERE network = ?1 AND uid = ?2 ORDER BY id"};
Result<std::vector<model::Submission>> Submissions::of_meeting(const model::NetworkId& network, const model::Uid& uid) {
    return connection_.all(kOfMeeting, read_submission, network, uid);
}

const Statement kAdd{"submissions.add",
                     "INSERT INTO submissions (network, uid, what, by_person, by_acted_for, by_at, summary, settled,"
                     " state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"};
Result<std::int64_t> Submissions::add(const model::Submission& s) {
    TRY(connection_.run(kAdd, s.network, s.uid, s.what, s.by.person, s.by.acted_for, s.by.at, s.summary, s.settled,
                        s.state));
    return connection_.last_id();
}

const Statement kUpdate{"submissions.update",
                        "UPDATE submissions SET what = ?2, by_person = ?3, by_acted_for = ?4, by_at = ?5,"
                        " summary = ?6, settled = ?7, state = ?8 WHERE id = ?1"};
Result<void> Submissions::update(const model::Submission& s) {
    TRY(connection_.run(kUpdate, s.id, s.what, s.by.person, s.by.acted_for, s.by.at, s.summary, s.settled, s.state));
    if (connection_.changed_rows() == 0) return fail(Fault::not_found, "no such submission");
    return {};
}

}  // namespace stafett::storage::sqlite
