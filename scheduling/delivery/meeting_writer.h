// Writes what is derived from a meeting: its two served forms, the organizer's object and the office's copy.
#pragma once

#include <vector>

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/itip/plan.h"

namespace stafett::scheduling::delivery {

// What a write of a meeting's texts changed.
struct Rewritten {
    model::Written written;  // of the published object; empty if it is deleted
    ical::ObjectPtr before;  // organizer's objects, null where there is none
    ical::ObjectPtr after;
    bool news = false;  // `after` says something that `before` did not
    std::vector<itip::Mail> mails;
};

// Lives inside one run of a write body. `record` must outlive it.
class MeetingWriter {
  public:
    MeetingWriter(storage::Transaction& transaction, const model::By& by, const NetworkRecord& record)
        : transaction_(transaction), by_(by), record_(record) {}

    // Composes the meeting, whose hostings are `rows`, from what is stored of it and writes what differs. Its `changed`
    // moves when a reader can see a difference, or with `life_changed`; `meeting` itself is left to the caller to
    // store.
    storage::Result<Rewritten> compose(model::Meeting& meeting, const ical::ObjectPtr& author,
                                       std::span<const model::Hosting> rows,
                                       const model::Expect& expect = model::Expect::any(), bool life_changed = false);
    // The same with what is stored of it, the meeting stored too.
    storage::Result<Rewritten> write(model::Meeting& meeting, const ical::ObjectPtr& author, bool life_changed = false);

    // Takes the organizer's object and the copy away.
    storage::Result<void> remove_derived(const model::Meeting& meeting);

  private:
    storage::Result<ical::ObjectPtr> stored_organizer(const model::Meeting& meeting);
    storage::Result<bool> write_published(const model::Meeting& meeting, const ical::Object& author,
                                          const ServedTexts& texts, const model::Expect& expect, Rewritten& rewritten);
    storage::Result<void> write_organizer(model::Meeting& meeting, const ical::Object& author,
                                          const std::string& readers, bool seen, Rewritten& rewritten);
    storage::Result<void> deliver(const model::Meeting& meeting, const itip::Plan& plan, bool hidden);
    storage::Result<void> remove_if_there(const model::Calendar& calendar, const model::ObjectName& name);

    storage::Transaction& transaction_;
    const model::By& by_;
    const NetworkRecord& record_;
};

}  // namespace stafett::scheduling::delivery
