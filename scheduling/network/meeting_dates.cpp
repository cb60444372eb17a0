#include "scheduling/network/meeting_dates.h"

#include <algorithm>

#include "scheduling/ical/recurrence.h"
#include "scheduling/network/meeting_id.h"

namespace stafett::scheduling::network {
namespace {

std::string status_of(const ical::Component& component) {
    return ical::upper(ical::trimmed(component.value("STATUS")));
}

MeetingState state_at(const model::Meeting& meeting, const std::string& status, base::Instant end, base::Instant now) {
    if (meeting.cancelled || status == "CANCELLED") return MeetingState::cancelled;
    if (end <= now) return MeetingState::held;
    return status == "TENTATIVE" ? MeetingState::preliminary : MeetingState::planned;
}

// Of the occurrence itself; `of_whole`: or of the whole.
bool has_file(std::span<const AttachedFile> files, model::AttachmentKind kind, const model::OccurrenceId& occurrence,
              bool of_whole) {
    return std::ranges::any_of(files, [&](const AttachedFile& one) {
        const bool of_it = one.occurrence == occurrence || (of_whole && one.occurrence == model::OccurrenceId());
        return of_it && one.file.kind == kind;
    });
}

// Text under a line "Dagordning" or "Agenda" in the notes, or behind it: "Dagordning: 1. Öppnande".
bool has_agenda_text(std::string_view notes) {
    bool under = false;
    while (!notes.empty()) {
        const std::string_view line = notes.substr(0, notes.find('\n'));
        notes.remove_prefix(std::min(line.size() + 1, notes.size()));
        const std::string_view text = ical::trimmed(line);
        if (under && !text.empty()) return true;
        const std::string_view word = ical::trimmed(text.substr(0, text.find(':')));
        if (!ical::equal_ignoring_case(word, "Dagordning") && !ical::equal_ignoring_case(word, "Agenda")) continue;
        under = true;
        if (text.contains(':') && !ical::trimmed(text.substr(text.find(':') + 1)).empty()) return true;
    }
    return false;
}

void add_host(const MeetingRecord& record, MeetingDate& date) {
    const auto row = std::ranges::find_if(record.rows, [&](const model::Hosting& hosting) {
        return hosting.state != model::HostingState::released && hosting.occurrence == date.occurrence;
    });
    if (row != record.rows.end()) {
        date.host = row->municipality;
        date.why = row->explanation;
        return;
    }
    const auto proposal = std::ranges::find(record.proposals, date.occurrence, &OccurrenceHost::occurrence);
    if (proposal != record.proposals.end()) date.proposed = proposal->short_name;
}

}  // namespace

std::vector<MeetingDate> dates_of(const model::Meeting& meeting, const ical::Object& author, const ical::ZonePtr& zone,
                                  const MeetingRecord& record, const MeetingSpan& span) {
    std::vector<MeetingDate> dates;
    const bool recurs = author.recurs();
    auto work = ical::own_share(author);
    for (const ical::Occurrence& one : ical::occurrences(author, span.from, span.to, zone, work).list) {
        MeetingDate date;
        if (recurs) date.occurrence = occurrence_id(one.recurrence_id);
        date.all_day = one.all_day;
        // A whole day is that day wherever it is read.
        date.start = one.all_day ? one.local_start : zone->to_local(one.start);
        date.end = one.all_day ? one.local_start + std::chrono::round<std::chrono::days>(one.end - one.start)
                               : zone->to_local(one.end);
        date.title = one.component->text("SUMMARY");
        date.place = one.component->text("LOCATION");
        date.state = state_at(meeting, status_of(*one.component), one.end, span.now);
        add_host(record, date);
        date.has_agenda = has_file(record.files, model::AttachmentKind::agenda, date.occurrence, true) ||
                          has_agenda_text(one.component->text("DESCRIPTION"));
        date.has_minutes = has_file(record.files, model::AttachmentKind::minutes, date.occurrence, false);
        if (date.state == MeetingState::held && date.has_minutes) date.state = MeetingState::minuted;
        dates.push_back(std::move(date));
    }
    return dates;
}

}  // namespace stafett::scheduling::network
