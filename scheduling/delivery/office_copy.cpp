// What the office's people do with their copies in Alla nätverk (model.md §7).
#include "scheduling/delivery/meeting_book.h"
#include "scheduling/delivery/meeting_change.h"
#include "scheduling/ical/values.h"
#include "scheduling/itip/attendee_reply.h"

namespace stafett::scheduling::delivery {
namespace {

using storage::Fault;
using storage::Result;

// The copy is named after the meeting: V.ics.
Result<model::Meeting> meeting_of_copy(storage::Snapshot& snapshot, const model::ObjectName& name) {
    const std::string& text = name.text();
    TRY_ASSIGN(auto meeting, snapshot.meetings().by_id(model::MeetingId(text.substr(0, text.rfind('.')))));
    if (!meeting) return storage::fail(Fault::not_found, "no meeting has the copy " + text);
    return *std::move(meeting);
}

}  // namespace

Result<CopyWritten> MeetingBook::answer_copy(const model::Calendar& copies, const model::ObjectName& name,
                                             const ical::ObjectPtr& sent) {
    TRY_ASSIGN(const auto stored, transaction_.objects().find(copies.id, name, model::Form::writers));
    if (!stored) return storage::fail(Fault::not_found, "no copy " + name.text());
    TRY_ASSIGN(const model::Meeting meeting, meeting_of_copy(transaction_, name));
    TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, meeting.network));
    TRY_ASSIGN(const ical::ObjectPtr copy, parse_stored(*stored->text));
    TRY_ASSIGN(model::OfficeCopy office, transaction_.meetings().office_copy(meeting.network, meeting.uid));
    auto reply = itip::read_reply(*copy, *sent, ical::normalised_address(record->office_address()), office.answers);
    if (!reply) return CopyWritten{{}, std::move(reply).error()};
    office.answers = *std::move(reply);
    TRY(transaction_.write_meetings().set_office_copy(meeting.network, meeting.uid, office));
    TRY(MeetingChange(transaction_, by_, settings_, *record).answered(meeting));
    TRY_ASSIGN(const auto info, transaction_.objects().info(copies.id, name, model::Form::writers));
    if (!info) return storage::fail(Fault::corrupt, "the meeting of the copy " + name.text() + " cannot be read");
    return CopyWritten{{false, info->etag != stored->info.etag, info->etag, info->etag, info->change}, {}};
}

Result<void> MeetingBook::hide_copy(const model::Calendar& copies, const model::ObjectName& name,
                                    const model::Expect& expect) {
    TRY(transaction_.write_objects().remove(copies.id, name, expect, by_));
    const auto meeting = meeting_of_copy(transaction_, name);
    // A stray that `check` tells of has no meeting to remember it.
    if (!meeting) return meeting.error().fault == Fault::not_found ? Result<void>{} : std::unexpected(meeting.error());
    TRY_ASSIGN(model::OfficeCopy office, transaction_.meetings().office_copy(meeting->network, meeting->uid));
    office.hidden = true;
    return transaction_.write_meetings().set_office_copy(meeting->network, meeting->uid, office);
}

}  // namespace stafett::scheduling::delivery
