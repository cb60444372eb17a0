#include "scheduling/delivery/meeting_book.h"

#include "scheduling/delivery/attachments.h"
#include "scheduling/delivery/homes.h"
#include "scheduling/delivery/inline_attachments.h"
#include "scheduling/delivery/meeting_change.h"
#include "scheduling/ical/edit.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/reduce.h"

namespace stafett::scheduling::delivery {
namespace {

constexpr std::chrono::days kAttachmentsKept{1};

}  // namespace

using storage::Fault;
using storage::Result;

Result<model::Written> MeetingBook::put(const model::Calendar& published, const model::ObjectName& name,
                                        const ical::ObjectPtr& sent, const model::Expect& expect) {
    TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, model::NetworkId(published.owner.text())));
    TRY_ASSIGN(const auto there, transaction_.objects().info(published.id, name, model::Form::writers));
    // RFC 4791 §5.3.2.1, no-uid-conflict: nor may an object take over another's name.
    if (there && there->uid.text() != sent->uid())
        return storage::fail(Fault::uid_in_use, name.text() + " has UID " + there->uid.text());
    // What is not among them any more has been removed (RFC 8607 §3.8).
    TRY_ASSIGN(const auto attachments, known_uses(transaction_, *sent));
    network::Vocabulary vocabulary = record->vocabulary;
    for (const model::AttachmentUse& one : attachments) vocabulary.attachments.insert(one.attachment);
    std::string reduced = network::reduce(*sent, vocabulary);
    TRY_ASSIGN(const ical::ObjectPtr author,
               reduced == sent->text() ? Result<ical::ObjectPtr>(sent) : parse_stored(std::move(reduced)));
    return MeetingChange(transaction_, by_, settings_, *record).put(name, author, attachments, expect);
}

Result<void> MeetingBook::remove(const model::Calendar& published, const model::ObjectName& name,
                                 const model::Expect& expect) {
    TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, model::NetworkId(published.owner.text())));
    TRY_ASSIGN(const auto there, transaction_.objects().info(published.id, name, model::Form::writers));
    if (!there) return storage::fail(Fault::not_found, "no object " + name.text());
    TRY_ASSIGN(const auto meeting, transaction_.meetings().find(record->network.id, there->uid));
    if (!meeting) return transaction_.write_objects().remove(published.id, name, expect, by_);
    TRY_ASSIGN(const ical::ObjectPtr author, author_of(transaction_, *record, *meeting));
    TRY(transaction_.write_objects().remove(published.id, name, expect, by_));
    return MeetingChange(transaction_, by_, settings_, *record).removed(*meeting, author);
}

Result<std::string> MeetingBook::text_to_take_out(const model::Calendar& published, const model::ObjectName& name,
                                                  std::string_view person_address) {
    TRY_ASSIGN(const model::SharedText text, transaction_.objects().author(published.id, name));
    if (!text) return storage::fail(Fault::not_found, "no object " + name.text());
    TRY_ASSIGN(const ical::ObjectPtr author, parse_stored(*text));
    TRY_ASSIGN(const auto uses, transaction_.attachments().of_object(published.id, model::Uid(author->uid())));
    ical::Editor editor(*author);
    const std::string organizer = ical::ContentLine("ORGANIZER").raw("mailto:" + std::string(person_address));
    for (const ical::Component* event : author->main()) {
        const ical::Property* attendee = event->find("ATTENDEE");
        if (attendee != nullptr && !person_address.empty()) editor.insert_before(*attendee, organizer);
        for (const model::AttachmentUse& one : uses) {
            if (one.occurrence != network::occurrence_of(*event)) continue;
            TRY_ASSIGN(const auto file, transaction_.attachments().find(one.attachment));
            if (file) editor.insert_last(*event, network::attach_line(*file, {}));
        }
    }
    return editor.text();
}

Result<void> MeetingBook::settle() {
    TRY_ASSIGN(auto meetings, transaction_.meetings().to_settle(by_.at));
    Submissions submissions(transaction_, by_, settings_);
    for (model::Meeting& meeting : meetings) TRY(submissions.settle(meeting));
    TRY_ASSIGN(const auto networks, transaction_.proposals().due(by_.at));
    for (const model::NetworkId& network : networks) {
        TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, network));
        TRY(MeetingChange(transaction_, by_, settings_, *record).refresh_proposals());
    }
    return submissions.release_messages();
}

Result<void> MeetingBook::daily(base::Date today) {
    TRY_ASSIGN(const auto networks, transaction_.association().networks());
    for (const model::Network& one : networks) {
        TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, one.id));
        MeetingChange change(transaction_, by_, settings_, *record);
        TRY_ASSIGN(const auto meetings, transaction_.meetings().of_network(one.id));
        for (const model::Meeting& meeting : meetings) TRY(change.tend(meeting));
        TRY(change.forget_cancelled());
        TRY(change.refresh_proposals());
    }
    TRY(transaction_.write_attachments().forget(by_.at - kAttachmentsKept));
    TRY(manage_stored());
    return refresh_homes(transaction_, by_, today);
}

// By who last acted, for nobody else has done anything.
Result<void> MeetingBook::manage_stored() {
    TRY_ASSIGN(const auto objects, transaction_.attachments().with_inline());
    for (const model::ObjectPlace& one : objects) {
        TRY(transaction_.write_attachments().turned(one));
        TRY_ASSIGN(const auto calendar, transaction_.calendars().get(one.calendar));
        TRY_ASSIGN(const model::SharedText text, transaction_.objects().author(one.calendar, one.name));
        const auto author = text ? parse_stored(*text) : storage::fail(Fault::not_found);
        // Deleted since, or not to be read: it stays as it is.
        if (!calendar || !author) continue;
        const auto files = inline_files(**author);
        TRY_ASSIGN(const auto meeting, transaction_.meetings().find(model::NetworkId(calendar->owner.text()),
                                                                    model::Uid((*author)->uid())));
        if (files.empty() || !meeting) continue;
        TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, meeting->network));
        const model::By by{meeting->by.person, meeting->by.acted_for, by_.at};
        const FilePlace place{calendar->id, calendar->owner, settings_.origin, record->zone, by};
        TRY_ASSIGN(const ical::ObjectPtr managed, manage(transaction_, *author, files, place));
        TRY(MeetingBook(transaction_, by, settings_).put(*calendar, one.name, managed, model::Expect::any()));
    }
    return {};
}

Result<void> MeetingBook::recompose(const model::NetworkId& network) {
    TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, network));
    return MeetingChange(transaction_, by_, settings_, *record).recompose();
}

Result<void> MeetingBook::recompose_acted_on(const std::set<model::PersonId>& people) {
    if (people.empty()) return {};
    TRY_ASSIGN(const auto networks, transaction_.association().networks());
    for (const model::Network& one : networks) {
        TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, one.id));
        TRY(MeetingChange(transaction_, by_, settings_, *record).recompose_acted_on(people));
    }
    return {};
}

}  // namespace stafett::scheduling::delivery
