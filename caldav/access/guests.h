// Which meetings of a network's calendar call whom (model.md §3: an ATTENDEE that the author wrote). Somebody without a
// role in the network is asked about by it, so that her few meetings are found without reading all texts each time.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "caldav/http/condition.h"
#include "storage/base/mutex.h"
#include "storage/model/calendar.h"

namespace stafett::storage {
class Snapshot;
}

namespace stafett::caldav::access {

// Derived from the stored texts, and brought up by what has changed since it was last asked. Thread-safe.
class GuestIndex {
  public:
    // Names of the objects that call one of `addresses` ("mailto:…", normalised), by name, in the state of `snapshot`
    // or a later one: whoever asks looks at each in her own snapshot. The first time costs the whole calendar, later
    // ones what has changed. `snapshot` is a committed state, never a transaction that may be undone.
    Result<std::vector<model::ObjectName>> calling(storage::Snapshot& snapshot, model::CalendarId calendar,
                                                   std::span<const std::string> addresses);

  private:
    struct Guests {
        model::ChangeNumber known;  // the last change that is in it
        std::map<std::string, std::set<model::ObjectName>> objects;
        std::map<model::ObjectName, std::vector<std::string>> addresses;
    };
    static Result<void> bring_up(storage::Snapshot& snapshot, model::CalendarId calendar, Guests& guests);

    base::Mutex mutex_;
    std::map<std::int64_t, Guests> calendars_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::caldav::access
