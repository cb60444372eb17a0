#include "scheduling/network/life.h"

#include <algorithm>

namespace stafett::scheduling::network {
MeetingState state_of(const model::Meeting& meeting, std::string_view status, base::Instant now) {
    if (meeting.cancelled) return MeetingState::cancelled;
    if (is_held(meeting, now)) return MeetingState::held;
    return status == "TENTATIVE" ? MeetingState::preliminary : MeetingState::planned;
}

bool is_held(const model::Meeting& meeting, base::Instant now) { return meeting.ends && *meeting.ends <= now; }

bool is_hidden(const model::Meeting& meeting) { return meeting.deleted && !meeting.cancelled; }

bool is_long_over(const model::Meeting& meeting, base::Instant now) {
    if (!meeting.cancelled) return false;
    const base::Instant end = meeting.ends ? std::max(*meeting.ends, *meeting.cancelled) : *meeting.cancelled;
    return now > end + kShownAfterEnd;
}

bool is_shown(const model::Meeting& meeting, base::Instant now) {
    return !is_hidden(meeting) && !is_long_over(meeting, now);
}

}  // namespace stafett::scheduling::network
