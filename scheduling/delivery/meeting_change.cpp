#include "scheduling/delivery/meeting_change.h"

#include <algorithm>

#include "scheduling/delivery/proposals.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/network/held_part.h"
#include "scheduling/network/life.h"
#include "scheduling/network/lost_occurrences.h"
#include "scheduling/network/meeting_id.h"
#include "scheduling/network/turns.h"

namespace stafett::scheduling::delivery {
namespace {

using model::SubmissionWhat;
using storage::Result;

bool active(const model::Hosting& row) { return row.state != model::HostingState::released; }

// Whether that occurrence was told to be cancelled. What has settled at once has the time of its change.
bool has_settled(const model::Meeting& meeting, const model::CancelledOccurrence& one) {
    if (!meeting.settled || one.cancelled > *meeting.settled) return false;
    return one.cancelled < *meeting.settled || !meeting.settles;
}

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
    if (!texts.says.is.cancelled)
        meeting.cancelled.reset();
    else if (!meeting.cancelled)
        meeting.cancelled = by_.at;
    if (old && network::raises_sequence(texts.says.was, texts.says.is)) ++meeting.sequence;
}

Result<model::Written> MeetingChange::put(const model::ObjectName& name, const ical::ObjectPtr& author,
                                          const std::vector<model::AttachmentUse>& attachments,
                                          const model::Expect& expect) {
    const model::Uid uid(author->uid());
    TRY_ASSIGN(const auto old, transaction_.meetings().find(record_.network.id, uid));
    Texts texts{nullptr, author, {}};
    model::Meeting meeting;
    if (old) {
        meeting = *old;
        TRY_ASSIGN(texts.before, author_of(transaction_, record_, *old));
        if (texts.before)
            texts.says = network::schedules_of(*texts.before, *author);
        else
            texts.says.is = network::schedule_of(*author);
        texts.says.was.cancelled = old->cancelled.has_value();
    } else {
        TRY_ASSIGN(meeting, new_meeting(uid));
        texts.says.is.cancelled = author->status() == "CANCELLED";  // nothing to compare with
    }
    live(meeting, old, texts);
    // An object of the same UID under another name is the store's to refuse, so the name is taken over only here.
    meeting.name = name;

    // Hostings and the like refer to it; what else becomes of it is stored at the end.
    const bool life_changed = !old || old->deleted || old->cancelled.has_value() != meeting.cancelled.has_value();
    if (life_changed) TRY(transaction_.write_meetings().put(meeting));
    TRY(transaction_.write_attachments().set_uses(record_.published.id, uid, attachments, by_.at));
    TRY_ASSIGN(auto rows, rows_of(meeting));
    // A zone that is only renamed is no other rule, but the rows of hosts are known by ids that have its name.
    const bool rule_changed = texts.before && (texts.says.was.rule != texts.says.is.rule ||
                                               !network::name_occurrences_alike(*texts.before, *author));
    TRY_ASSIGN(std::string remark, host(meeting, programme(*author, rows), rule_changed, rows));

    TRY(show_lost(meeting, author.get()));
    TRY(propose(meeting, *author, rows));
    TRY_ASSIGN(const Rewritten rewritten, writer_.compose(meeting, author, rows, expect, life_changed));
    const SubmissionWhat what =
        rewritten.before ? network::what_changed(texts.says.was, texts.says.is) : SubmissionWhat::planned;
    const network::SubmissionFacts said = facts(*author, rows, what, std::move(remark));
    TRY(submissions_.add(record_, meeting, rewritten, said, settles_at_once(texts.before.get(), *author)));
    TRY(show_taken_no_more());
    TRY(proposals_follow());
    return rewritten.written;
}

Result<std::vector<model::Hosting>> MeetingChange::rows_of(const model::Meeting& meeting) {
    return transaction_.hostings().of_meeting(meeting.network, meeting.uid);
}

network::Programme MeetingChange::programme(const ical::Object& author, std::span<const model::Hosting> rows) const {
    const network::Horizon horizon{today(), settings_.months_ahead, settings_.rows_ahead};
    return network::programme_of(author, record_.zone, horizon, rows);
}

// What the rotation must know of the network's other meetings, and no more of them.
Result<network::Others> MeetingChange::others(const model::Meeting& meeting, std::span<const model::Hosting> own,
                                              const network::Programme& programme) {
    storage::HostingReads& hostings = transaction_.hostings();
    network::Others others;
    const auto hostless = network::turns_without_host(own, programme);
    if (!hostless.empty()) {
        TRY_ASSIGN(others.standing, hostings.standing(meeting.network, meeting.uid));
    }
    auto wanted = network::turns_to_revive(own, programme);
    for (const network::Turn& turn : hostless) {
        if (turn.occurrence.value.empty()) continue;
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
                                        bool rule_changed, std::vector<model::Hosting>& rows) {
    TRY_ASSIGN(const network::Others others, this->others(meeting, rows, programme));
    const network::Occasion occasion{meeting.network, meeting.uid, today(), by_.at, rule_changed};
    given_back_ = {};
    network::Hosts hosts = network::assign_hosts(rows, others, programme, record_.rotation, occasion);
    if (hosts.rows != rows) {
        TRY(transaction_.write_hostings().set(meeting.network, meeting.uid, hosts.rows));
        TRY(note_given_back(rows, hosts.rows, others));
        rows = std::move(hosts.rows);
    }
    std::string remark;
    for (const std::string& line : hosts.remarks) remark += (remark.empty() ? "" : "; ") + line;
    return remark;
}

// Within 24 hours of the meeting there is no time to wait, whether that is where it was or where it is now.
bool MeetingChange::settles_at_once(const ical::Object* before, const ical::Object& after) const {
    const base::Instant until = by_.at + settings_.settle_at_once_within;
    const auto occurs = [&](const ical::Object& series) {
        auto work = ical::own_share(series);
        return ical::occurs_within(series, by_.at, until, record_.zone, work);
    };
    return occurs(after) || (before != nullptr && occurs(*before));
}

network::SubmissionFacts MeetingChange::facts(const ical::Object& author, std::span<const model::Hosting> rows,
                                              SubmissionWhat what, std::string remark) const {
    network::SubmissionFacts facts;
    facts.what = what;
    facts.remark = std::move(remark);
    if (const ical::Component* leading = author.leading()) facts.title = leading->text("SUMMARY");
    auto work = ical::own_share(author);
    const auto next = ical::first_occurrences(author, by_.at, 1, record_.zone, {}, work);
    facts.date = next.list.empty() ? network::first_day(author, record_.zone) : record_.day_of(next.list.front().start);
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
        TRY(writer_.write(meeting, author, true));
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
    TRY_ASSIGN(auto rows, rows_of(meeting));
    if (!already) {
        if (network::held_part(*author, by_.at, record_.zone)) TRY(show_rest_cancelled(meeting));
        meeting.cancelled = by_.at;
        ++meeting.sequence;
        network::Programme nothing;
        nothing.whole_cancelled = true;
        TRY(host(meeting, nothing, false, rows));
    }
    TRY_ASSIGN(const Rewritten rewritten, writer_.compose(meeting, author, rows, model::Expect::any(), !already));
    return submissions_.add(record_, meeting, rewritten, facts(*author, rows, SubmissionWhat::cancelled, {}),
                            settles_at_once(nullptr, *author));
}

Result<ical::ObjectPtr> MeetingChange::told(const model::Meeting& meeting) {
    if (!meeting.settled || !meeting.told) return ical::ObjectPtr();
    TRY_ASSIGN(const model::SharedText text, transaction_.objects().body(*meeting.told));
    if (!text) return ical::ObjectPtr();
    auto parsed = parse_stored(*text);
    return parsed ? *std::move(parsed) : ical::ObjectPtr();
}

Result<void> MeetingChange::show_lost(const model::Meeting& meeting, const ical::Object* present) {
    TRY_ASSIGN(const auto stored, transaction_.cancellations().of_meeting(meeting.network, meeting.uid));
    std::vector<model::CancelledOccurrence> shown;
    std::vector<model::OccurrenceId> released = given_back_.own;
    for (const model::CancelledOccurrence& one : stored) {
        // What was told to be cancelled stays so; what waits is looked at anew.
        if (has_settled(meeting, one))
            shown.push_back(one);
        else
            released.push_back(one.occurrence);
    }
    if (present != nullptr) network::forget_present(shown, *present);
    const bool changed = present == nullptr || meeting.told != meeting.author;
    TRY_ASSIGN(const ical::ObjectPtr told, changed ? this->told(meeting) : Result<ical::ObjectPtr>(nullptr));
    if (told) {
        auto lost = present != nullptr ? network::lost_occurrences(*told, *present, released, record_.zone, by_.at)
                                       : network::next_occurrences(*told, record_.zone, by_.at);
        for (model::CancelledOccurrence& one : lost)
            if (std::ranges::find(shown, one.occurrence, &model::CancelledOccurrence::occurrence) == shown.end())
                shown.push_back(std::move(one));
        std::ranges::sort(shown, {}, [](const model::CancelledOccurrence& one) { return one.occurrence; });
        network::keep_next(shown);
    }
    if (shown == stored) return {};
    return transaction_.write_cancellations().set(meeting.network, meeting.uid, shown);
}

// Of a series that had begun: what was held stays, what was to come shows as cancelled.
Result<void> MeetingChange::show_rest_cancelled(model::Meeting& meeting) {
    TRY(show_lost(meeting, nullptr));
    if (meeting.ends) return {};
    TRY_ASSIGN(const auto shown, transaction_.cancellations().of_meeting(meeting.network, meeting.uid));
    for (const model::CancelledOccurrence& one : shown)
        meeting.ends = std::max(meeting.ends.value_or(one.ends), one.ends);
    return {};
}

Result<bool> MeetingChange::somebody_hosts(base::Date day, const model::Uid& but) {
    for (const model::Municipality& one : record_.municipalities) {
        TRY_ASSIGN(const bool hosts, transaction_.hostings().hosts_on(record_.network.id, one.id, day, but));
        if (hosts) return true;
    }
    return false;
}

Result<void> MeetingChange::note_given_back(std::span<const model::Hosting> before,
                                            std::span<const model::Hosting> after, const network::Others& others) {
    for (const model::Hosting& was : before) {
        const auto is_it = [&](const model::Hosting& row) {
            return row.occurrence == was.occurrence && row.municipality == was.municipality &&
                   row.decided == was.decided && row.inputs == was.inputs;
        };
        const auto is = std::ranges::find_if(after, is_it);
        if (was.occurrence.value.empty() || !active(was) || is == after.end() || active(*is)) continue;
        TRY_ASSIGN(const bool another_meets, somebody_hosts(was.date, was.uid));
        if (!another_meets) given_back_.own.push_back(was.occurrence);
    }
    for (const model::Hosting& freed : others.freed) {
        const auto has_day = [&](const model::Hosting& row) { return active(row) && row.date == freed.date; };
        if (std::ranges::any_of(after, has_day)) given_back_.taken.emplace_back(freed.uid, freed.occurrence);
    }
    return {};
}

Result<void> MeetingChange::show_taken_no_more() {
    for (const auto& taken : given_back_.taken) {
        const model::Uid& uid = taken.first;
        const model::OccurrenceId& occurrence = taken.second;
        TRY_ASSIGN(auto meeting, transaction_.meetings().find(record_.network.id, uid));
        if (!meeting) continue;
        TRY_ASSIGN(auto shown, transaction_.cancellations().of_meeting(meeting->network, uid));
        const auto waits = [&](const model::CancelledOccurrence& one) {
            return one.occurrence == occurrence && !has_settled(*meeting, one);
        };
        if (std::erase_if(shown, waits) == 0) continue;
        TRY(transaction_.write_cancellations().set(meeting->network, uid, shown));
        TRY(compose_anew(*meeting));
    }
    return {};
}

Result<void> MeetingChange::tend(model::Meeting meeting) {
    if (meeting.cancelled) {
        // A copy whose 30 days are over; the meeting and its records stay.
        return network::is_long_over(meeting, by_.at) ? writer_.remove_derived(meeting) : Result<void>{};
    }
    if (meeting.deleted || network::is_held(meeting, by_.at)) return {};
    TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, record_, meeting));
    if (!author) return {};
    TRY_ASSIGN(const auto before, rows_of(meeting));
    const network::Programme turns = programme(*author, before);
    if (turns.preliminary || turns.whole_cancelled) return {};
    auto rows = before;
    const bool left = network::release_leavers(rows, record_.rotation, today());
    if (left) TRY(transaction_.write_hostings().set(meeting.network, meeting.uid, rows));
    TRY_ASSIGN(std::string remark, host(meeting, turns, false, rows));
    if (rows == before) return {};
    TRY_ASSIGN(const Rewritten rewritten, writer_.compose(meeting, author, rows));
    const bool at_once = settles_at_once(nullptr, *author);
    if (!left) return submissions_.settle_later(meeting, at_once);
    return submissions_.add(record_, meeting, rewritten, facts(*author, rows, SubmissionWhat::text, std::move(remark)),
                            at_once);
}

Result<void> MeetingChange::propose(model::Meeting& meeting, const ical::Object& author,
                                    std::span<const model::Hosting> rows) {
    const bool was = meeting.preliminary.has_value();
    meeting.preliminary = preliminary_until(record_, meeting, author, rows);
    if (meeting.preliminary) return delivery::propose(transaction_, record_, settings_, meeting, author, today());
    return was ? transaction_.write_proposals().set(meeting.network, meeting.uid, {}) : Result<void>{};
}

Result<void> MeetingChange::proposals_follow() {
    if (settings_.settle_after <= std::chrono::seconds(0)) return refresh_proposals();
    return transaction_.write_proposals().follow(record_.network.id, by_.at + settings_.settle_after);
}

}  // namespace stafett::scheduling::delivery
