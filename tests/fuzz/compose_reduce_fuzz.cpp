// The two texts of a meeting: for whatever a chair's client can PUT, reduce undoes compose octet for octet.
#include <cstddef>
#include <cstdint>
#include <string>

#include "scheduling/ical/parse.h"
#include "scheduling/ical/rules.h"
#include "scheduling/ical/values.h"
#include "scheduling/network/compose.h"
#include "scheduling/network/reduce.h"
#include "scheduling/network/schedule.h"
#include "tests/fuzz/claim.h"

namespace ical = stafett::scheduling::ical;
namespace network = stafett::scheduling::network;
using stafett::fuzz::claim;
using stafett::model::Form;

namespace {

const network::Vocabulary& names() {
    static const network::Vocabulary vocabulary{{"Tibro kommun", "Tibro", "Gullspång, norra", "Gullspång"},
                                                {"Elevhälsan", "Skola, hälsa; tillsammans"}};
    return vocabulary;
}

network::OccurrenceHost host_of(std::string_view start, std::string_view zone) {
    network::OccurrenceHost host;
    host.occurrence = {std::string(start), std::string(zone)};
    if (const auto at = ical::parse_date_time(start, zone)) host.date = at->date();
    host.municipality = "Gullspång, norra";
    host.short_name = "Gullspång";
    return host;
}

network::Facts facts_of(unsigned char choice) {
    network::Facts facts;
    facts.network_name = (choice & 1U) != 0 ? "Elevhälsan" : "Skola, hälsa; tillsammans";
    facts.language = (choice & 2U) != 0 ? network::Language::english : network::Language::swedish;
    facts.organizer_address = "elevhalsan@example.org";
    if ((choice & 4U) != 0) facts.sent_by = "ordforande@example.org";
    if ((choice & 8U) != 0) {
        facts.hosts.push_back(host_of("", ""));
        facts.hosts.back().date = {std::chrono::year(2027), std::chrono::month(3), std::chrono::day(5)};
    } else if ((choice & 16U) != 0) {
        // As many as a series has: of a text above 3 KiB the readers' form leaves out its composed overrides.
        for (std::chrono::local_days day = std::chrono::local_days(std::chrono::year(2027) / 3 / 5);
             facts.hosts.size() < 24; day += std::chrono::weeks(1))
            facts.hosts.push_back(
                host_of(ical::format(ical::DateTime::zoned(day + std::chrono::hours(13), "")), "Europe/Stockholm"));
    } else {
        for (const char* day : {"20270305T130000", "20270312T130000", "20270319T130000"})
            facts.hosts.push_back(host_of(day, "Europe/Stockholm"));
    }
    return facts;
}

std::string reduced(const std::string& text) {
    const auto object = ical::parse(text);
    claim(object.has_value(), "what we made parses");
    return network::reduce(**object, names());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto sent = ical::parse(std::string(stafett::fuzz::text_of(data + 1, size - 1)));
    if (!sent || !ical::is_storable((*sent)->text()) || ical::check_object_rules(**sent)) return 0;
    if ((*sent)->kind() != ical::Kind::event) return 0;
    const std::string author = network::reduce(**sent, names());
    claim(reduced(author) == author, "reducing twice changes nothing");
    const auto parsed = ical::parse(author);
    const network::Schedule as_sent = network::schedule_of(**sent), as_kept = network::schedule_of(**parsed);
    claim(as_sent.rule == as_kept.rule && as_sent.times == as_kept.times && as_sent.excluded == as_kept.excluded,
          "reducing moves no meeting");
    const network::Facts facts = facts_of(data[0]);
    const std::string writers = network::compose(**parsed, facts, Form::writers);
    claim(reduced(writers) == author, "reduce undoes compose");
    const std::string readers = network::compose(**parsed, facts, Form::readers);
    const std::string kept = reduced(readers);
    const auto kept_object = ical::parse(kept);
    claim(network::compose(**kept_object, facts, Form::readers) == readers, "composed anew it is the same");
    return 0;
}
