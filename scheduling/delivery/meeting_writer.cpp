#include "scheduling/delivery/meeting_writer.h"

#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/time_spans.h"
#include "scheduling/network/life.h"
#include "scheduling/network/meeting_id.h"

namespace stafett::scheduling::delivery {
namespace {

using model::Expect;
using storage::Result;

model::SharedText shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

model::NewObject new_object(model::ObjectName name, model::Uid uid, const ical::Object& timed) {
    const ical::TimeBounds bounds = ical::time_bounds(timed);
    model::NewObject object;
    object.name = std::move(name);
    object.uid = std::move(uid);
    object.bounds = {bounds.start, bounds.end};
    return object;
}

}  // namespace

Result<Rewritten> MeetingWriter::write(model::Meeting& meeting, const ical::ObjectPtr& author, bool life_changed) {
    TRY_ASSIGN(const auto rows, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    TRY_ASSIGN(Rewritten rewritten, compose(meeting, author, rows, Expect::any(), life_changed));
    TRY(transaction_.write_meetings().put(meeting));
    return rewritten;
}

Result<Rewritten> MeetingWriter::compose(model::Meeting& meeting, const ical::ObjectPtr& author,
                                         std::span<const model::Hosting> rows, const Expect& expect,
                                         bool life_changed) {
    TRY_ASSIGN(const ServedTexts texts, served_texts(transaction_, record_, meeting, *author, rows));
    Rewritten rewritten;
    bool seen = life_changed;
    if (!meeting.deleted) {
        TRY_ASSIGN(const bool changed, write_published(meeting, *author, texts, expect, rewritten));
        seen = seen || changed;
    }
    if (seen) meeting.changed = by_.at;
    TRY(write_organizer(meeting, *author, texts.readers, seen, rewritten));
    return rewritten;
}

Result<bool> MeetingWriter::write_published(const model::Meeting& meeting, const ical::Object& author,
                                            const ServedTexts& texts, const Expect& expect, Rewritten& rewritten) {
    TRY_ASSIGN(const auto before,
               transaction_.objects().info(record_.published.id, meeting.name, model::Form::readers));
    model::NewObject object = new_object(meeting.name, meeting.uid, author);
    object.times = ical::time_spans(author, by_.at);
    object.author = shared(author.text());
    object.writers = texts.writers == author.text() ? object.author : shared(texts.writers);
    object.readers = texts.readers == texts.writers ? object.writers : shared(texts.readers);
    TRY_ASSIGN(rewritten.written, transaction_.write_objects().put(record_.published.id, object, expect, by_));
    return !before || before->etag != rewritten.written.readers;
}

Result<ical::ObjectPtr> MeetingWriter::stored_organizer(const model::Meeting& meeting) {
    TRY_ASSIGN(const auto stored, transaction_.objects().find(record_.organizer.id, network::object_name(meeting.id),
                                                              model::Form::writers));
    if (!stored || !stored->text) return ical::ObjectPtr();
    return parse_stored(*stored->text);
}

Result<void> MeetingWriter::write_organizer(model::Meeting& meeting, const ical::Object& author,
                                            const std::string& readers, bool seen, Rewritten& rewritten) {
    TRY_ASSIGN(rewritten.before, stored_organizer(meeting));
    TRY_ASSIGN(const model::OfficeCopy copy, transaction_.meetings().office_copy(meeting.network, meeting.uid));
    const itip::AddressBook addresses = record_.addresses(meeting, copy);
    TRY_ASSIGN(auto text, organizer_text(transaction_, record_, meeting, author, readers, by_.at));
    if (!text) {
        TRY(remove_if_there(record_.organizer, network::object_name(meeting.id)));
        return deliver(meeting, itip::plan(rewritten.before.get(), nullptr, addresses), copy.hidden);
    }
    TRY_ASSIGN(rewritten.after, parse_stored(*std::move(text)));
    if (!seen && rewritten.before && !itip::says_the_same(*rewritten.before, *rewritten.after)) {
        // What only the copies say (the office's name, for instance) is a change for those who read them.
        meeting.changed = by_.at;
        TRY_ASSIGN(text, organizer_text(transaction_, record_, meeting, author, readers, by_.at));
        TRY_ASSIGN(rewritten.after, parse_stored(*std::move(text)));
    }
    model::NewObject object = new_object(network::object_name(meeting.id), meeting.uid, *rewritten.after);
    object.by_time = false;
    object.author = object.writers = object.readers = shared(rewritten.after->text());
    TRY(transaction_.write_objects().put(record_.organizer.id, object, Expect::any(), by_));
    const ical::Object* after = network::is_hidden(meeting) ? nullptr : rewritten.after.get();
    itip::Plan plan = itip::plan(rewritten.before.get(), after, addresses);
    TRY(deliver(meeting, plan, copy.hidden));
    rewritten.news =
        after != nullptr ? plan.news : !rewritten.before || !itip::says_the_same(*rewritten.before, *rewritten.after);
    rewritten.mails = std::move(plan.mails);
    return {};
}

Result<void> MeetingWriter::deliver(const model::Meeting& meeting, const itip::Plan& plan, bool hidden) {
    for (const itip::Delivery& delivery : plan.local) {
        // The office is the only one who is delivered to here until the roster is.
        if (!record_.copies || delivery.recipient != record_.copies->owner) continue;
        const model::ObjectName name = network::object_name(meeting.id);
        if (delivery.text.empty() || hidden) {
            TRY(remove_if_there(*record_.copies, name));
            continue;
        }
        model::NewObject object = new_object(name, meeting.copy_uid, *delivery.of);
        object.times = ical::time_spans(*delivery.of, by_.at);
        object.author = object.writers = object.readers = shared(delivery.text);
        TRY(transaction_.write_objects().put(record_.copies->id, object, Expect::any(), by_));
    }
    return {};
}

Result<void> MeetingWriter::remove_if_there(const model::Calendar& calendar, const model::ObjectName& name) {
    TRY_ASSIGN(const auto there, transaction_.objects().info(calendar.id, name, model::Form::writers));
    if (!there) return {};
    return transaction_.write_objects().remove(calendar.id, name, Expect::any(), by_);
}

Result<void> MeetingWriter::remove_derived(const model::Meeting& meeting) {
    TRY(remove_if_there(record_.organizer, network::object_name(meeting.id)));
    if (!record_.copies) return {};
    return remove_if_there(*record_.copies, network::object_name(meeting.id));
}

}  // namespace stafett::scheduling::delivery
