// `stafett check` of the networks: everything that is derived from their own data is made again and compared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scheduling/delivery/meeting_book.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::scheduling::delivery {

// A line each.
struct Findings {
    std::vector<std::string> damaged;  // what nothing can make anew: a text that cannot be read
    std::vector<std::string>
        differing;  // what rebuild() makes anew: copies, organizer's objects, served texts, hostings
};

// Compares every copy, organizer's object, served text and hosting with what the networks' own data give, a portion at
// a time, so that no snapshot need live long. Each portion is right by itself, whatever is written between two of them.
class Check {
  public:
    // `settings` outlives it.
    explicit Check(const Settings& settings) : settings_(settings) {}

    // Looks at the next portion: some meetings of a network, or some objects of a collection. False when nothing is
    // left. `now`: of the snapshot.
    storage::Result<bool> next(storage::Snapshot& snapshot, base::Instant now, Findings& found);

  private:
    enum class Part { turns, meetings, published, organizer, end };
    storage::Result<bool> next_of_network(storage::Snapshot& snapshot, base::Instant now, Findings& found);
    storage::Result<void> meetings(storage::Snapshot& snapshot, base::Instant now, Findings& found);
    // Objects of a collection that no meeting knows of.
    storage::Result<void> strays(storage::Snapshot& snapshot, const model::Calendar& calendar, Findings& found);

    const Settings& settings_;
    model::NetworkId network_;  // looked at now; empty: the first has not begun
    Part part_ = Part::end;
    bool files_ = false, copies_ = false, done_ = false;
    std::string after_;  // meeting or object looked at last
};

// Whether an object of a network's collections, or of the office's, is some meeting's.
storage::Result<bool> has_meeting(storage::Snapshot& snapshot, const model::Calendar& calendar,
                                  const model::ObjectInfo& object);

// All of it in one snapshot: every line, damaged or differing; empty is well.
storage::Result<std::vector<std::string>> check(storage::Snapshot& snapshot, base::Instant now,
                                                const Settings& settings);

}  // namespace stafett::scheduling::delivery
