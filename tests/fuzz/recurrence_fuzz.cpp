// Recurrence: bounded, ordered, inside the window and the bounds of the index, and the same whichever way it is asked.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rules.h"
#include "tests/fuzz/claim.h"

namespace ical = stafett::scheduling::ical;
using stafett::fuzz::claim;

namespace {

constexpr ical::Budget kBudget{.occurrences = 200, .steps = 5'000};

void check(const ical::Object& object, const ical::ZonePtr& zone, stafett::base::Instant from,
           stafett::base::Instant to) {
    const ical::Occurrences found = ical::occurrences(object, from, to, zone, kBudget);
    claim(found.list.size() <= kBudget.occurrences, "no more than the budget");
    const ical::TimeBounds bounds = ical::time_bounds(object);
    for (std::size_t i = 0; i < found.list.size(); ++i) {
        const ical::Occurrence& one = found.list[i];
        claim(one.start < to && (one.end > from || one.start >= from), "an occurrence overlaps the window");
        claim(one.start <= one.end, "an occurrence does not end before it starts");
        claim(i == 0 || found.list[i - 1].start <= one.start, "by start");
        claim(!bounds.start || *bounds.start <= one.start, "the index begins no later");
        claim(!bounds.end || one.start < *bounds.end, "the index ends no earlier");
    }
    if (found.complete)
        claim(ical::occurs_within(object, from, to, zone, kBudget) == !found.list.empty(),
              "occurs_within says whether there is one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = ical::parse(std::string(stafett::fuzz::text_of(data, size)));
    if (!parsed || ical::check_object_rules(**parsed)) return 0;
    static const ical::ZonePtr home = ical::home_zone("Europe/Stockholm");
    using namespace std::chrono;
    const stafett::base::Instant year = sys_days{2027y / 1 / 1};
    check(**parsed, home, year, year + hours(24 * 365));
    check(**parsed, ical::utc_zone(), year - hours(24 * 365 * 60), year + hours(24 * 365 * 200));
    return 0;
}
