// What is made anew without a change of the meeting: its texts, when something else that stands in them has changed.
#include "scheduling/delivery/meeting_change.h"
#include "scheduling/delivery/proposals.h"
#include "scheduling/network/life.h"

namespace stafett::scheduling::delivery {

using storage::Result;

Result<void> MeetingChange::forget_cancelled() {
    const base::Instant before = by_.at - network::kShownAfterEnd;
    TRY_ASSIGN(const auto meetings, transaction_.cancellations().ended(record_.network.id, before));
    for (const model::Uid& uid : meetings) {
        TRY_ASSIGN(auto meeting, transaction_.meetings().find(record_.network.id, uid));
        TRY_ASSIGN(auto shown, transaction_.cancellations().of_meeting(record_.network.id, uid));
        std::erase_if(shown, [&](const model::CancelledOccurrence& one) { return one.ends < before; });
        TRY(transaction_.write_cancellations().set(record_.network.id, uid, shown));
        if (meeting) TRY(compose_anew(*meeting));
    }
    return {};
}

// A hidden meeting has its organizer's object still.
Result<void> MeetingChange::compose_anew(model::Meeting& meeting) {
    if (network::is_long_over(meeting, by_.at)) return {};
    TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, record_, meeting));
    if (author) TRY(writer_.write(meeting, author));
    return {};
}

Result<void> MeetingChange::answered(model::Meeting meeting) { return compose_anew(meeting); }

Result<void> MeetingChange::recompose() {
    TRY(refresh_proposals());
    TRY_ASSIGN(auto meetings, transaction_.meetings().of_network(record_.network.id));
    for (model::Meeting& meeting : meetings) TRY(compose_anew(meeting));
    return {};
}

Result<void> MeetingChange::recompose_acted_on(const std::set<model::PersonId>& people) {
    TRY_ASSIGN(auto meetings, transaction_.meetings().of_network(record_.network.id));
    for (model::Meeting& meeting : meetings)
        if (people.contains(meeting.by.person)) TRY(compose_anew(meeting));
    return {};
}

Result<void> MeetingChange::refresh_proposals() {
    TRY_ASSIGN(const auto changed, propose_next(transaction_, record_, settings_, today()));
    for (const model::Uid& uid : changed) {
        TRY_ASSIGN(auto meeting, transaction_.meetings().find(record_.network.id, uid));
        if (meeting) TRY(compose_anew(*meeting));
    }
    return transaction_.write_proposals().followed(record_.network.id);
}

// As a PUT of the author's text would give them hosts, but without what a PUT means.
Result<void> MeetingChange::host_anew(model::Meeting& meeting, const ical::Object& author,
                                      std::vector<model::Hosting>& rows) {
    if (network::is_held(meeting, by_.at)) return {};
    network::Programme turns;
    turns.whole_cancelled = true;
    if (!meeting.cancelled && !meeting.deleted) turns = programme(author, rows);
    const auto before = rows;
    TRY_ASSIGN(const std::string remark, host(meeting, turns, false, rows));
    return rows == before ? Result<void>{} : submissions_.settle_later(meeting, false);
}

Result<void> MeetingChange::rebuild() {
    TRY(transaction_.write_hostings().recount(record_.network.id));
    TRY_ASSIGN(auto meetings, transaction_.meetings().of_network(record_.network.id));
    for (model::Meeting& meeting : meetings) {
        if (network::is_long_over(meeting, by_.at)) {
            TRY(writer_.remove_derived(meeting));
            continue;
        }
        TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, record_, meeting));
        if (!author) continue;
        TRY_ASSIGN(auto rows, rows_of(meeting));
        TRY(host_anew(meeting, *author, rows));
        TRY(propose(meeting, *author, rows));
        TRY(writer_.write(meeting, author));
    }
    return refresh_proposals();
}

}  // namespace stafett::scheduling::delivery
