// The two texts of a network's meeting.
#include <benchmark/benchmark.h>

#include "scheduling/ical/parse.h"
#include "scheduling/ical/values.h"
#include "scheduling/network/compose.h"
#include "scheduling/network/reduce.h"
#include "tests/bench/objects.h"

namespace stafett::bench {
namespace {

namespace ical = scheduling::ical;
namespace network = scheduling::network;

// Twelve hosts of a series; names of fifteen municipalities.
network::Facts facts() {
    network::Facts facts;
    facts.network_name = "Elevhälsan";
    facts.organizer_address = "elevhalsan@natverk.example";
    for (int week = 0; week < 12; ++week) {
        network::OccurrenceHost host;
        const std::chrono::sys_days day =
            std::chrono::sys_days{std::chrono::year(2027) / 3 / 5} + std::chrono::weeks(week);
        host.date = day;
        const base::LocalTime start(day.time_since_epoch() + std::chrono::hours(13));
        host.occurrence = {ical::format(ical::DateTime::zoned(start, "Europe/Stockholm")), "Europe/Stockholm"};
        host.municipality = "Tibro kommun";
        host.short_name = "Tibro";
        facts.hosts.push_back(std::move(host));
    }
    return facts;
}

network::Vocabulary vocabulary() {
    network::Vocabulary names{{}, {"Elevhälsan", "Särskolan", "Skolchefsnätverket"}};
    for (const char* name : {"Tibro", "Skara", "Skövde", "Vara", "Hjo", "Falköping", "Lidköping", "Götene", "Mariestad",
                             "Töreboda", "Gullspång", "Karlsborg", "Tidaholm", "Essunga", "Grästorp"}) {
        names.municipalities.emplace_back(name);
        names.municipalities.push_back(std::string(name) + " kommun");
    }
    return names;
}

void compose(benchmark::State& state, const char* recurrence, model::Form form) {
    const ical::ObjectPtr author = *ical::parse(meeting(recurrence));
    const network::Facts known = facts();
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(network::compose(*author, known, form));
}
BENCHMARK_CAPTURE(compose, single_for_writers, "", model::Form::writers);
BENCHMARK_CAPTURE(compose, series_for_writers, "RRULE:FREQ=WEEKLY\r\n", model::Form::writers);
BENCHMARK_CAPTURE(compose, series_for_readers, "RRULE:FREQ=WEEKLY\r\n", model::Form::readers);

void reduce(benchmark::State& state, const char* recurrence, model::Form form) {
    const std::string served = network::compose(**ical::parse(meeting(recurrence)), facts(), form);
    const ical::ObjectPtr sent = *ical::parse(served);
    const network::Vocabulary names = vocabulary();
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(network::reduce(*sent, names));
}
BENCHMARK_CAPTURE(reduce, single_for_writers, "", model::Form::writers);
BENCHMARK_CAPTURE(reduce, series_for_readers, "RRULE:FREQ=WEEKLY\r\n", model::Form::readers);

}  // namespace
}  // namespace stafett::bench
