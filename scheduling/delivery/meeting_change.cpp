#include "scheduling/delivery/meeting_change.h"

#include <algorithm>

#include "scheduling/delivery/proposals.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/network/life.h"
#include "scheduling/network/meeting_id.h"
#include "scheduling/network/turns.h"

namespace stafett::scheduling::delivery {
namespace {

using model::SubmissionWhat;
using storage::Result;

bool active(const model::Hosting& row) { return row.state != model::HostingState::released; }

}  // namespace

Result<model::Meeting> MeetingChange::new_meeting(const model::Uid& uid) {
    model::Meeting meeting;
    meeting.network = record_.network.id;
    meeting.uid = uid;
    meeting.id = network::meeting_id(meeting.network, uid);
    // Whether the copy of another network's meeting has that UID (model.md §7).
    TRY_ASSIGN(const bool taken, transaction_.meetings().copy_is_elsewhere(meeting.network, uid));
    meeting.copy_uid = taken ? model::Uid(meeting.id.text()) : uid;
    meeting.created = meeting.changed = by_.at;
    return meeting;
}

// Counter, cancellation and revival (model.md §5).
void MeetingChange::live(model::Meeting& meeting, const std::optional<model::Meeting>& old, const Texts& texts) {
    meeting.by = by_;
    meeting.deleted = false;
    meeting.author = base::digest(texts.after->text());
    meeting.ends = network::last_end(*texts.after, record_.zone);
    if (!texts.is.cancelled)
        meeting.cancelled.reset();
    else if (!meeting.cancelled)
        meeting.cancelled = by_.at;
    if (old && network::raises_sequence(texts.was, texts.is)) ++meeting.sequence;
}

Result<model::Written> MeetingChange::put(const model::ObjectName& name, const ical::ObjectPtr& author,
                                          const std::vector<model::AttachmentUse>& attachments,
                                          const model::Expect& expect) {
    const model::Uid uid(author->uid());
    TRY_ASSIGN(const auto old, transaction_.meetings().find(record_.network.id, uid));
    Texts texts{nullptr, author, {}, network::schedule_of(*author)};
    model::Meeting meeting;
    if (old) {
        meeting = *old;
        TRY_ASSIGN(texts.before, author_of(transaction_, record_, *old));
        if (texts.before) texts.was = network::schedule_of(*texts.before);
        texts.was.cancelled = old->cancelled.has_value();
    } else {
        TRY_ASSIGN(meeting, new_meeting(uid));
    }
    live(meeting, old, texts);
    // An object of the same UID under another name is the store's to refuse, so the name is taken over only here.
    meeting.name = name;

    TRY(transaction_.write_meetings().put(meeting));
    TRY(transaction_.write_attachments().set_uses(record_.published.id, uid, attachments, by_.at));
    TRY_ASSIGN(const network::Programme turns, programme(meeting, *author));
    const bool rule_changed = texts.before && texts.was.rule != texts.is.rule;
    TRY_ASSIGN(std::string remark, host(meeting, turns, rule_changed));

    TRY(propose(meeting, *author));
    const bool life_changed = !old || old->deleted || old->cancelled.has_value() != meeting.cancelled.has_value();
    TRY_ASSIGN(const Rewritten rewritten, writer_.write(meeting, author, expect, life_changed));
    const SubmissionWhat what = rewritten.before ? network::what_changed(texts.was, texts.is) : SubmissionWhat::planned;
    TRY_ASSIGN(const auto said, facts(meeting, *author, what, std::move(remark)));
    TRY(submissions_.add(record_, meeting, rewritten, said, settles_at_once(texts.before.get(), *author)));
    TRY(proposals_follow());
    return rewritten.written;
}

Result<network::Programme> MeetingChange::programme(const model::Meeting& meeting, const ical::Object& author) {
    TRY_ASSIGN(const auto rows, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    const network::Horizon horizon{today(), settings_.months_ahead, settings_.rows_ahead};
    return network::programme_of(author, record_.zone, horizon, rows);
}

// What the rotation must know of the network's other meetings, and no more of them.
Result<network::Others> MeetingChange::others(const model::Meeting& meeting, std::span<const model::Hosting> own,
                                              const network::Programme& programme) {
    storage::HostingReads& hostings = transaction_.hostings();
    network::Others others;
    TRY_ASSIGN(others.standing, hostings.standing(meeting.network, meeting.uid));
    auto wanted = network::turns_to_revive(own, programme);
    for (const network::Turn& turn : programme.turns) {
        const auto has_it = [&](const model::Hosting& row) { return active(row) && row.occurrence == turn.occurrence; };
        if (!turn.open || turn.occurrence.value.empty() || std::ranges::any_of(own, has_it)) continue;
        TRY_ASSIGN(const auto freed, hostings.freed_lately(meeting.network, turn.date, meeting.uid));
        for (const model::Hosting& row : freed) wanted.emplace_back(row.municipality, row.date);
        others.freed.insert(others.freed.end(), freed.begin(), freed.end());
    }
    for (const auto& [municipality, day] : wanted) {
        TRY_ASSIGN(const bool busy, hostings.hosts_on(meeting.network, municipality, day, meeting.uid));
        if (busy) others.busy.emplace_back(municipality, day);
    }
    return others;
}

Result<std::string> MeetingChange::host(const model::Meeting& meeting, const network::Programme& programme,
                                        bool rule_changed) {
    TRY_ASSIGN(const auto own, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    TRY_ASSIGN(const network::Others others, this->others(meeting, own, programme));
    const network::Occasion occasion{meeting.network, meeting.uid, today(), by_.at, rule_changed};
    const network::Hosts hosts = network::assign_hosts(own, others, programme, record_.rotation, occasion);
    if (hosts.rows != own) TRY(transaction_.write_hostings().set(meeting.network, meeting.uid, hosts.rows));
    std::string remark;
    for (const std::string& line : hosts.remarks) remark += (remark.empty() ? "" : "; ") + line;
    return remark;
}

// Within 24 hours of the meeting there is no time to wait, whether that is where it was or where it is now.
bool MeetingChange::settles_at_once(const ical::Object* before, const ical::Object& after) const {
    const base::Instant until = by_.at + settings_.settle_at_once_within;
    return ical::occurs_within(after, by_.at, until, record_.zone) ||
           (before != nullptr && ical::occurs_within(*before, by_.at, until, record_.zone));
}

Result<network::SubmissionFacts> MeetingChange::facts(const model::Meeting& meeting, const ical::Object& author,
                                                      SubmissionWhat what, std::string remark) {
    network::SubmissionFacts facts;
    facts.what = what;
    facts.remark = std::move(remark);
    if (const ical::Component* leading = author.leading()) facts.title = leading->text("SUMMARY");
    const auto next = ical::first_occurrences(author, by_.at, 1, record_.zone);
    facts.date = next.list.empty() ? network::first_day(author, record_.zone) : record_.day_of(next.list.front().start);
    TRY_ASSIGN(const auto rows, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    for (const model::Hosting& row : rows)
        if (active(row) && facts.date && row.date == *facts.date && facts.host.empty())
            facts.host = record_.rotation.short_name(row.municipality);
    return facts;
}

Result<void> MeetingChange::removed(model::Meeting meeting, const ical::ObjectPtr& author) {
    meeting.deleted = true;
    meeting.name = model::ObjectName();
    meeting.by = by_;
    if (meeting.preliminary) TRY(transaction_.write_proposals().set(meeting.network, meeting.uid, {}));
    meeting.preliminary.reset();
    // DELETE always works, and a text that cannot be read can say nothing.
    if (!meeting.settled || !author) {
        TRY(vanish(meeting));
    } else if (network::is_held(meeting, by_.at) && !meeting.cancelled) {
        TRY(writer_.write(meeting, author, model::Expect::any(), true));
    } else {
        TRY(cancel(meeting, author));
    }
    return proposals_follow();
}

Result<void> MeetingChange::vanish(model::Meeting& meeting) {
    TRY(submissions_.withdraw(record_, meeting));
    TRY(writer_.remove_derived(meeting));
    TRY(transaction_.write_attachments().set_uses(record_.published.id, meeting.uid, {}, by_.at));
    return transaction_.write_meetings().remove(meeting.network, meeting.uid);
}

Result<void> MeetingChange::cancel(model::Meeting& meeting, const ical::ObjectPtr& author) {
    const bool already = meeting.cancelled.has_value();
    if (!already) {
        meeting.cancelled = by_.at;
        ++meeting.sequence;
        network::Programme nothing;
        nothing.whole_cancelled = true;
        TRY(host(meeting, nothing, false));
    }
    TRY_ASSIGN(const Rewritten rewritten, writer_.write(meeting, author, model::Expect::any(), !already));
    TRY_ASSIGN(const auto said, facts(meeting, *author, SubmissionWhat::cancelled, {}));
    return submissions_.add(record_, meeting, rewritten, said, settles_at_once(nullptr, *author));
}

Result<void> MeetingChange::answered(model::Meeting meeting) {
    TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, record_, meeting));
    if (author) TRY(writer_.write(meeting, author));
    return {};
}

Result<void> MeetingChange::tend(model::Meeting meeting) {
    if (meeting.cancelled) {
        // A copy whose 30 days are over; the meeting and its records stay.
        return network::is_shown(meeting, by_.at) ? Result<void>{} : writer_.remove_derived(meeting);
    }
    if (meeting.deleted || network::is_held(meeting, by_.at)) return {};
    TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, record_, meeting));
    if (!author) return {};
    TRY_ASSIGN(const network::Programme turns, programme(meeting, *author));
    if (turns.preliminary || turns.whole_cancelled) return {};
    TRY_ASSIGN(const auto before, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    auto own = before;
    const bool left = network::release_leavers(own, record_.rotation, today());
    if (left) TRY(transaction_.write_hostings().set(meeting.network, meeting.uid, own));
    TRY_ASSIGN(std::string remark, host(meeting, turns, false));
    TRY_ASSIGN(const auto after, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    if (after == before) return {};
    TRY_ASSIGN(const Rewritten rewritten, writer_.write(meeting, author));
    const bool at_once = settles_at_once(nullptr, *author);
    if (!left) return submissions_.settle_later(meeting, at_once);
    TRY_ASSIGN(const auto said, facts(meeting, *author, SubmissionWhat::text, std::move(remark)));
    return submissions_.add(record_, meeting, rewritten, said, at_once);
}

Result<void> MeetingChange::recompose() {
    TRY(refresh_proposals());
    TRY_ASSIGN(auto meetings, transaction_.meetings().of_network(record_.network.id));
    for (model::Meeting& meeting : meetings) {
        if (meeting.cancelled && !network::is_shown(meeting, by_.at)) continue;
        TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, record_, meeting));
        if (author) TRY(writer_.write(meeting, author));
    }
    return {};
}

Result<void> MeetingChange::refresh_proposals() {
    TRY_ASSIGN(const auto changed, propose_next(transaction_, record_, settings_, today()));
    for (const model::Uid& uid : changed) {
        TRY_ASSIGN(auto meeting, transaction_.meetings().find(record_.network.id, uid));
        if (!meeting) continue;
        TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, record_, *meeting));
        if (author) TRY(writer_.write(*meeting, author));
    }
    return transaction_.write_proposals().followed(record_.network.id);
}

Result<void> MeetingChange::propose(model::Meeting& meeting, const ical::Object& author) {
    const bool was = meeting.preliminary.has_value();
    TRY_ASSIGN(const auto rows, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    meeting.preliminary = preliminary_until(record_, meeting, author, rows);
    if (meeting.preliminary) return delivery::propose(transaction_, record_, settings_, meeting, author, today());
    return was ? transaction_.write_proposals().set(meeting.network, meeting.uid, {}) : Result<void>{};
}

Result<void> MeetingChange::proposals_follow() {
    if (settings_.settle_after <= std::chrono::seconds(0)) return refresh_proposals();
    return transaction_.write_proposals().follow(record_.network.id, by_.at + settings_.settle_after);
}

}  // namespace stafett::scheduling::delivery
