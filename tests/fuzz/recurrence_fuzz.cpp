// Recurrence: bounded, ordered, inside the window and the bounds of the index, and the same whichever way it is asked.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "scheduling/ical/cost.h"
#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rules.h"
#include "tests/fuzz/claim.h"

namespace ical = stafett::scheduling::ical;
using stafett::fuzz::claim;

namespace {

constexpr std::size_t kMost = 200;
constexpr std::uint64_t kSteps = 5'000;

void check(const ical::Object& object, const ical::ZonePtr& zone, stafett::base::Instant from,
           stafett::base::Instant to) {
    stafett::base::WorkBudget work(kSteps);
    const ical::Occurrences found = ical::occurrences(object, from, to, zone, work, kMost);
    claim(found.list.size() <= kMost, "no more than are asked for");
    const ical::TimeBounds bounds = ical::time_bounds(object);
    for (std::size_t i = 0; i < found.list.size(); ++i) {
        const ical::Occurrence& one = found.list[i];
        claim(one.start < to && (one.end > from || one.start >= from), "an occurrence overlaps the window");
        claim(one.start <= one.end, "an occurrence does not end before it starts");
        claim(i == 0 || found.list[i - 1].start <= one.start, "by start");
        claim(!bounds.start || *bounds.start <= one.start, "the index begins no later");
        claim(!bounds.end || one.start < *bounds.end, "the index ends no earlier");
    }
    stafett::base::WorkBudget again(kSteps);
    if (found.complete)
        claim(ical::occurs_within(object, from, to, zone, again) == !found.list.empty(),
              "occurs_within says whether there is one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = ical::parse(std::string(stafett::fuzz::text_of(data, size)));
    if (!parsed || ical::check_object_rules(**parsed)) return 0;
    static const ical::ZonePtr home = ical::home_zone("Europe/Stockholm");
    using namespace std::chrono;
    const stafett::base::Instant year = sys_days{2027y / 1 / 1};
    // What a PUT accepts can be served within its share.
    if (!ical::exceeds_share(**parsed)) {
        auto work = ical::own_share(**parsed);
        ical::occurrences(**parsed, year, year + hours(24 * 365), home, work);
        claim(!work.exhausted(), "what is accepted can be expanded for any year");
    }
    check(**parsed, home, year, year + hours(24 * 365));
    check(**parsed, ical::utc_zone(), year - hours(24 * 365 * 60), year + hours(24 * 365 * 200));
    return 0;
}
