// iCalendar: content lines, reading, bounds, expansion, editing.
#include <benchmark/benchmark.h>

#include <chrono>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/line_reader.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rules.h"
#include "scheduling/ical/time_spans.h"
#include "tests/bench/objects.h"

namespace stafett::bench {
namespace {

namespace ical = scheduling::ical;
using std::chrono::sys_days;
using namespace std::chrono_literals;

ical::ObjectPtr object_of(std::string_view recurrence) { return *ical::parse(meeting(recurrence)); }

// Unfolded and split into names, parameters and values; no tree.
void content_lines(benchmark::State& state) {
    const std::string text = meeting("");
    for ([[maybe_unused]] auto _ : state) {
        ical::Arena arena;
        ical::LineReader lines(text, arena);
        ical::LineSplitter splitter(arena);
        while (const auto line = lines.next()) benchmark::DoNotOptimize(splitter.split(*line));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(content_lines);

void parse(benchmark::State& state) {
    const std::string text = meeting("");
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(ical::parse(text));
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(parse);

void check_object_rules(benchmark::State& state) {
    const ical::ObjectPtr object = object_of("RRULE:FREQ=WEEKLY\r\n");
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(ical::check_object_rules(*object));
}
BENCHMARK(check_object_rules);

void time_bounds(benchmark::State& state) {
    const ical::ObjectPtr object = object_of("RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=120\r\n");
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(ical::time_bounds(*object));
}
BENCHMARK(time_bounds);

// What a PUT pays for the index: every occurrence, or those of some fifteen years.
void time_spans(benchmark::State& state, const char* recurrence) {
    const ical::ObjectPtr object = object_of(recurrence);
    constexpr base::Instant now = sys_days{std::chrono::year(2027) / 1 / 1};
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(ical::time_spans(*object, now));
}
BENCHMARK_CAPTURE(time_spans, single, "");
BENCHMARK_CAPTURE(time_spans, counted, "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=120\r\n");
BENCHMARK_CAPTURE(time_spans, endless, "RRULE:FREQ=WEEKLY\r\n");

// One month of a series that began `state.range(0)` years ago.
void expand_a_month(benchmark::State& state) {
    const ical::ObjectPtr object = object_of("RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR\r\n");
    const ical::ZonePtr home = ical::home_zone("Europe/Stockholm");
    const base::Instant from = sys_days{std::chrono::year(2027 + static_cast<int>(state.range(0))) / 5 / 1};
    for ([[maybe_unused]] auto _ : state) {
        auto work = ical::own_share(*object);
        benchmark::DoNotOptimize(ical::occurrences(*object, from, from + 744h, home, work));
    }
}
BENCHMARK(expand_a_month)->Arg(0)->Arg(10);

void edit_one_line(benchmark::State& state) {
    const ical::ObjectPtr object = object_of("");
    for ([[maybe_unused]] auto _ : state) {
        ical::Editor editor(*object);
        editor.insert_last(*object->master(), "CONTACT:Värd: Tibro kommun\r\n");
        benchmark::DoNotOptimize(editor.text());
    }
}
BENCHMARK(edit_one_line);

}  // namespace
}  // namespace stafett::bench
