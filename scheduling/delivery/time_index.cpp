#include "scheduling/delivery/time_index.h"

#include <vector>

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/ical/time_spans.h"

namespace stafett::scheduling::delivery {
namespace {

using storage::Result;

constexpr std::size_t kTogether = 128;  // objects in one transaction

struct Narrowed {
    storage::TimeIndexReads::Outdated object;
    base::TimeSpans times;
};

// What cannot be parsed (written by a version that could) is found at any time, for ever.
base::TimeSpans times_of(const std::string& text, base::Instant now) {
    const auto parsed = parse_stored(text);
    if (!parsed) return {{base::TimeSpan{}}, std::nullopt};
    return ical::time_spans(**parsed, now);
}

}  // namespace

Result<std::size_t> move_time_index(storage::Store& store, base::Instant now) {
    for (std::size_t taken = 0;;) {
        std::vector<Narrowed> narrowed;
        {
            TRY_ASSIGN(const auto snapshot, store.snapshot());
            TRY_ASSIGN(auto outdated, snapshot->time_index().outdated(ical::spans_needed_until(now), kTogether));
            for (auto& object : outdated) {
                base::TimeSpans times = times_of(*object.author, now);
                narrowed.push_back({std::move(object), std::move(times)});
            }
        }
        if (narrowed.empty()) return taken;
        TRY(store.write([&](storage::Transaction& transaction) -> Result<void> {
            for (const Narrowed& one : narrowed)
                TRY(transaction.write_time_index().set(one.object.calendar, one.object.name, one.object.digest,
                                                       one.times));
            return {};
        }));
        taken += narrowed.size();
    }
}

}  // namespace stafett::scheduling::delivery
