// What a report does for each object: filter, and write its response.
#include <benchmark/benchmark.h>

#include "caldav/calendar/filter/comp_filter.h"
#include "caldav/webdav/multistatus.h"
#include "caldav/xml/parse.h"
#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "tests/bench/objects.h"

namespace stafett::bench {
namespace {

namespace ical = scheduling::ical;
namespace xml = caldav::xml;
namespace filter = caldav::calendar::filter;

constexpr std::string_view month =
    "<C:filter xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><C:comp-filter name=\"VCALENDAR\"><C:comp-filter "
    "name=\"VEVENT\"><C:time-range start=\"20270501T000000Z\" end=\"20270601T000000Z\"/></C:comp-filter>"
    "</C:comp-filter></C:filter>";

void read_request(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(xml::parse(month));
}
BENCHMARK(read_request);

void match_a_month(benchmark::State& state, const char* recurrence) {
    const auto asked = *filter::parse_filter(*xml::parse(month));
    const ical::ObjectPtr object = *ical::parse(meeting(recurrence));
    const ical::ZonePtr home = ical::home_zone("Europe/Stockholm");
    for ([[maybe_unused]] auto _ : state) {
        auto work = ical::own_share(*object);
        benchmark::DoNotOptimize(filter::matches(asked, *object, home, work));
    }
}
BENCHMARK_CAPTURE(match_a_month, single, "");
BENCHMARK_CAPTURE(match_a_month, series, "RRULE:FREQ=WEEKLY\r\n");

// A listing of 1,000 getetags.
void write_multistatus(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        std::string out;
        caldav::webdav::MultistatusWriter writer(out);
        for (int i = 0; i < 1'000; ++i) {
            writer.begin(caldav::Href("/dav/calendars/user01/calendar/event-" + std::to_string(i) + ".ics"))
                .leaf({caldav::ns::dav, "getetag"}, "\"0123456789abcdef0123456789abcdef\"");
            writer.end({});
        }
        writer.finish();
        benchmark::DoNotOptimize(out);
    }
    state.SetItemsProcessed(1'000 * state.iterations());
}
BENCHMARK(write_multistatus);

}  // namespace
}  // namespace stafett::bench
