// Hosts proposed for preliminary meetings (model.md §6). They reserve nothing and stand in the readers' form alone, so
// they may follow what else happens in the network when that settles; only the meeting that is written gets its own at
// once. Made together, in date order, for the network's next preliminary meetings; what has passed keeps its last one.
#pragma once

#include <vector>

#include "scheduling/delivery/meeting_book.h"
#include "scheduling/delivery/network_record.h"
#include "scheduling/ical/object.h"

namespace stafett::scheduling::delivery {

// What Meeting::preliminary is to be. `rows`: its hostings.
std::optional<base::Date> preliminary_until(const NetworkRecord& record, const model::Meeting& meeting,
                                            const ical::Object& author, std::span<const model::Hosting> rows);

// Stores what is proposed for one preliminary meeting after those before it in time.
storage::Result<void> propose(storage::Transaction& transaction, const NetworkRecord& record, const Settings& settings,
                              const model::Meeting& meeting, const ical::Object& author, base::Date today);

// Stores what is proposed for the network's next preliminary meetings, and answers with those for which it has changed.
storage::Result<std::vector<model::Uid>> propose_next(storage::Transaction& transaction, const NetworkRecord& record,
                                                      const Settings& settings, base::Date today);

}  // namespace stafett::scheduling::delivery
