// The life of a meeting (model.md §5): states derive from data, never a second truth.
#pragma once

#include <optional>
#include <string_view>

#include "storage/base/clock.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

// How long what is cancelled is shown, in feeds and copies.
inline constexpr std::chrono::days kShownAfterEnd(30);

// Called follows from the call, which no meeting has yet.
enum class MeetingState { preliminary, planned, held, minuted, cancelled };

// `status`: the STATUS of its text, upper case. Its files are not looked at: minuted is told by dates_of.
MeetingState state_of(const model::Meeting& meeting, std::string_view status, base::Instant now);

// Its last occurrence is over.
bool is_held(const model::Meeting& meeting, base::Instant now);

// Deleted after it was held: hidden from calendars, its records stay.
bool is_hidden(const model::Meeting& meeting);

// Cancelled, and shown no more: nothing is derived from it, while it and its records stay.
bool is_long_over(const model::Meeting& meeting, base::Instant now);

// Whether feeds and copies show it: a cancelled one until 30 days after its end (after its cancellation where it has no
// end), a hidden one not at all.
bool is_shown(const model::Meeting& meeting, base::Instant now);

}  // namespace stafett::scheduling::network
