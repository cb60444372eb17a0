#include "scheduling/delivery/proposals.h"

#include <algorithm>
#include <map>

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/network/programme.h"

namespace stafett::scheduling::delivery {
namespace {

using storage::Result;

// Who plans further ahead sees proposals for the next ones.
constexpr std::size_t kMeetingsAtATime = 24;

const base::Date kNever = std::chrono::year(9999) / std::chrono::December / 31;

struct ProposedTurn {
    model::Uid uid;
    network::Turn turn;
};

// From `today` on; a series' from its first day within the horizon.
std::vector<network::Turn> turns_ahead(const ical::Object& author, const NetworkRecord& record,
                                       const Settings& settings, base::Date today) {
    const auto first = network::first_day(author, record.zone);
    if (!first) return {};
    const network::Horizon horizon{std::max(*first, today), settings.months_ahead, settings.rows_ahead};
    auto turns = network::programme_of(author, record.zone, horizon, {}).turns;
    std::erase_if(turns, [&](const network::Turn& turn) { return !turn.open || turn.date < today; });
    return turns;
}

using Proposals = std::map<model::Uid, std::vector<model::Proposal>>;

Proposals choose(const NetworkRecord& record, const model::Standing& standing, const std::vector<ProposedTurn>& turns,
                 base::Date today) {
    std::vector<base::Date> dates;
    dates.reserve(turns.size());
    for (const ProposedTurn& one : turns) dates.push_back(one.turn.date);
    const auto choices = record.rotation.choose(standing, dates, today);
    Proposals proposals;
    for (std::size_t i = 0; i < turns.size(); ++i)
        if (choices[i].municipality)
            proposals[turns[i].uid].push_back({turns[i].turn.occurrence, *choices[i].municipality, dates[i]});
    return proposals;
}

// As the store gives them back.
std::vector<model::Proposal> in_order(std::vector<model::Proposal> proposals) {
    std::ranges::sort(proposals, {}, [](const model::Proposal& one) { return std::tie(one.date, one.occurrence); });
    return proposals;
}

// False if that is what is stored.
Result<bool> set(storage::Transaction& transaction, const model::NetworkId& network, const model::Uid& uid,
                 std::vector<model::Proposal> proposals) {
    proposals = in_order(std::move(proposals));
    TRY_ASSIGN(const auto stored, transaction.proposals().of_meeting(network, uid));
    if (stored == proposals) return false;
    TRY(transaction.write_proposals().set(network, uid, proposals));
    return true;
}

}  // namespace

std::optional<base::Date> preliminary_until(const NetworkRecord& record, const model::Meeting& meeting,
                                            const ical::Object& author, std::span<const model::Hosting> rows) {
    const auto active = [](const model::Hosting& row) { return row.state != model::HostingState::released; };
    if (meeting.deleted || meeting.cancelled || std::ranges::any_of(rows, active)) return std::nullopt;
    if (author.status() != "TENTATIVE") return std::nullopt;
    return meeting.ends ? record.day_of(*meeting.ends) : kNever;
}

Result<void> propose(storage::Transaction& transaction, const NetworkRecord& record, const Settings& settings,
                     const model::Meeting& meeting, const ical::Object& author, base::Date today) {
    std::vector<ProposedTurn> turns;
    for (network::Turn& turn : turns_ahead(author, record, settings, today))
        turns.push_back({meeting.uid, std::move(turn)});
    TRY_ASSIGN(model::Standing standing, transaction.hostings().standing(meeting.network, meeting.uid));
    if (!turns.empty()) {
        TRY_ASSIGN(const auto others, transaction.proposals().from(meeting.network, today));
        for (const storage::ProposalOf& one : others)
            if (one.uid != meeting.uid && one.proposal.date < turns.front().turn.date)
                network::add_turn(standing, one.proposal.municipality, one.proposal.date);
    }
    TRY(set(transaction, meeting.network, meeting.uid, choose(record, standing, turns, today)[meeting.uid]));
    return {};
}

Result<std::vector<model::Uid>> propose_next(storage::Transaction& transaction, const NetworkRecord& record,
                                             const Settings& settings, base::Date today) {
    const model::NetworkId& network = record.network.id;
    TRY_ASSIGN(auto meetings, transaction.proposals().preliminary(network, today, kMeetingsAtATime));
    std::vector<ProposedTurn> turns;
    for (model::Meeting& meeting : meetings) {
        TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction, record, meeting));
        if (!author) continue;
        TRY_ASSIGN(const auto rows, transaction.hostings().of_meeting(network, meeting.uid));
        if (const auto until = preliminary_until(record, meeting, *author, rows); until != meeting.preliminary) {
            // Said by a migration, which cannot read texts.
            meeting.preliminary = until;
            TRY(transaction.write_meetings().put(meeting));
        }
        if (!meeting.preliminary) continue;
        for (network::Turn& turn : turns_ahead(*author, record, settings, today))
            turns.push_back({meeting.uid, std::move(turn)});
    }
    TRY_ASSIGN(const model::Standing standing, transaction.hostings().standing(network, {}));
    Proposals proposals = choose(record, standing, turns, today);
    // Those of meetings that are no longer among the next go.
    TRY_ASSIGN(const auto stored, transaction.proposals().from(network, today));
    for (const storage::ProposalOf& one : stored) proposals[one.uid];
    std::vector<model::Uid> changed;
    for (auto& [uid, of_meeting] : proposals) {
        TRY_ASSIGN(const bool differs, set(transaction, network, uid, std::move(of_meeting)));
        if (differs) changed.push_back(uid);
    }
    return changed;
}

}  // namespace stafett::scheduling::delivery
