#include "scheduling/delivery/rebuild.h"

#include "scheduling/delivery/attachments.h"
#include "scheduling/delivery/check.h"
#include "scheduling/delivery/meeting_change.h"
#include "scheduling/network/life.h"
#include "scheduling/network/meeting_id.h"

namespace stafett::scheduling::delivery {
namespace {

using model::Form;
using storage::Result;

constexpr std::size_t kPage = 256;

// Objects of the collection that belong to no meeting.
Result<std::vector<model::ObjectName>> strays(storage::Snapshot& snapshot, const model::Calendar& calendar) {
    std::vector<model::ObjectName> names;
    for (storage::Page page{{}, kPage, false};;) {
        TRY_ASSIGN(const auto objects, snapshot.objects().list(calendar.id, Form::writers, page));
        for (const model::StoredObject& one : objects) {
            TRY_ASSIGN(const bool known, has_meeting(snapshot, calendar, one.info));
            if (!known) names.push_back(one.info.name);
        }
        if (objects.size() < page.limit) return names;
        page.after = objects.back().info.name;
    }
}

class Rebuilding {
  public:
    Rebuilding(storage::Transaction& transaction, base::Instant now, const Settings& settings)
        : transaction_(transaction), by_{{}, {}, now}, settings_(settings) {}

    Result<void> of_network(const model::NetworkId& id) {
        TRY_ASSIGN(const NetworkRecordPtr record, load_network(transaction_, id));
        MeetingChange change(transaction_, by_, settings_, *record);
        TRY_ASSIGN(const auto published, strays(transaction_, record->published));
        for (const model::ObjectName& name : published) TRY(take_in(*record, change, name));
        TRY(change.rebuild());
        TRY(remove_strays(record->organizer));
        TRY_ASSIGN(const auto meetings, transaction_.meetings().of_network(id));
        for (const model::Meeting& one : meetings) TRY(remove_stale_copy(*record, one));
        return {};
    }

    Result<void> files() {
        TRY_ASSIGN(const auto places, transaction_.attachments().strays());
        for (const model::AttachmentPlace& one : places)
            TRY(transaction_.write_attachments().set_uses(one.calendar, one.uid, {}, by_.at));
        return {};
    }

    Result<void> remove_strays(const model::Calendar& calendar) {
        TRY_ASSIGN(const auto names, strays(transaction_, calendar));
        for (const model::ObjectName& name : names)
            TRY(transaction_.write_objects().remove(calendar.id, name, model::Expect::any(), by_));
        return {};
    }

  private:
    // A copy comes of an organizer's object, unless it or the meeting is hidden.
    Result<void> remove_stale_copy(const NetworkRecord& record, const model::Meeting& meeting) {
        if (!record.copies) return {};
        const model::ObjectName name = network::object_name(meeting.id);
        TRY_ASSIGN(const auto there, transaction_.objects().info(record.copies->id, name, Form::writers));
        if (!there) return {};
        TRY_ASSIGN(const auto organizer, transaction_.objects().info(record.organizer.id, name, Form::writers));
        TRY_ASSIGN(const auto copy, transaction_.meetings().office_copy(meeting.network, meeting.uid));
        if (organizer && !copy.hidden && !network::is_hidden(meeting)) return {};
        return transaction_.write_objects().remove(record.copies->id, name, model::Expect::any(), by_);
    }

    // What somebody published is a meeting, as if it were published now; what cannot be read is left as it is.
    Result<void> take_in(const NetworkRecord& record, MeetingChange& change, const model::ObjectName& name) {
        TRY_ASSIGN(const model::SharedText text, transaction_.objects().author(record.published.id, name));
        const auto author = text ? parse_stored(*text) : storage::fail(storage::Fault::not_found);
        if (!author) return {};
        TRY_ASSIGN(const auto uses,
                   transaction_.attachments().of_object(record.published.id, model::Uid((*author)->uid())));
        TRY(change.put(name, *author, uses, model::Expect::any()));
        return {};
    }

    storage::Transaction& transaction_;
    const model::By by_;
    const Settings& settings_;
};

}  // namespace

Result<void> rebuild(storage::Store& store, base::Instant now, const Settings& settings) {
    std::vector<model::Network> networks;
    {
        TRY_ASSIGN(const auto snapshot, store.snapshot());
        TRY_ASSIGN(networks, snapshot->association().networks());
    }
    for (const model::Network& one : networks)
        TRY(store.write([&](storage::Transaction& transaction) {
            return Rebuilding(transaction, now, settings).of_network(one.id);
        }));
    return store.write([&](storage::Transaction& transaction) -> Result<void> {
        Rebuilding rest(transaction, now, settings);
        TRY(rest.files());
        TRY_ASSIGN(const auto office, transaction.association().office());
        if (office) {
            TRY_ASSIGN(const auto copies,
                       transaction.calendars().find(office->id, model::CalendarName("alla-natverk")));
            if (copies) TRY(rest.remove_strays(*copies));
        }
        return transaction.write_upkeep().set_composition(kComposition);
    });
}

Result<bool> rebuild_after_upgrade(storage::Store& store, base::Instant now, const Settings& settings) {
    {
        TRY_ASSIGN(const auto snapshot, store.snapshot());
        TRY_ASSIGN(const std::int64_t composed, snapshot->upkeep().composition());
        if (composed == kComposition) return false;
    }
    TRY(rebuild(store, now, settings));
    return true;
}

}  // namespace stafett::scheduling::delivery
