// Makes anew what is derived from the networks' own data: the organizer's objects, the office's copies, served texts,
// hostings shown, turns counted.
#pragma once

#include <cstdint>

#include "scheduling/delivery/meeting_book.h"
#include "storage/store.h"

namespace stafett::scheduling::delivery {

// Raised by whoever makes other octets of equal data (compose, the organizer's object, copies): a store that an older
// program composed is then made anew when it is opened (composition_test tells when that is due).
inline constexpr std::int64_t kComposition = 1;

// In one transaction for each network, with whatever is stored of it now; what the networks' people wrote stays as it
// is. For a store that nobody else uses yet: one that is restored, or opened by another version.
storage::Result<void> rebuild(storage::Store& store, base::Instant now, const Settings& settings);

// The same if the store was composed by another version than kComposition; whether it was.
storage::Result<bool> rebuild_after_upgrade(storage::Store& store, base::Instant now, const Settings& settings);

}  // namespace stafett::scheduling::delivery
