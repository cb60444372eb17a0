// The reader of content lines and objects: whatever is parsed keeps its octets, and what was made storable stays so.
#include <cstddef>
#include <cstdint>
#include <string>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/parts.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rules.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/writer.h"
#include "tests/fuzz/claim.h"

namespace ical = stafett::scheduling::ical;
using stafett::fuzz::claim;

namespace {

// Every typed reading of a value is reached, with the value of every property.
void read_values(const ical::Component& component) {
    for (const ical::Property& property : component.properties) {
        ical::date_times(property);
        if (const auto duration = ical::parse_duration(property.value))
            claim(ical::parse_duration(ical::format(*duration)) == duration, "a duration is read back as written");
        if (const auto start = ical::date_time(property)) ical::format(*start);
        const std::string text = ical::unescape_text(property.value);
        claim(ical::unescape_text(ical::escape_text(text)) == text, "a text is read back as written");
        ical::parse_period(property.value);
        ical::parse_utc_offset(property.value);
        ical::parse_integer(property.value);
        ical::mail_address(property.value);
        for (const ical::Parameter& parameter : property.parameters)
            for (const ical::ParameterValue& value : parameter.values)
                claim(ical::decode_parameter(ical::encode_parameter(value.text)) == value.text,
                      "a parameter is read back as written");
    }
    for (const ical::Component& child : component.components) read_values(child);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view sent = stafett::fuzz::text_of(data, size);
    const std::string storable = ical::storable(sent);
    claim(ical::is_storable(storable), "what was made storable is");
    claim(ical::is_storable(sent) == (storable == sent), "what is storable is left as it is");

    const auto parsed = ical::parse(std::string(sent));
    if (!parsed) return 0;
    const ical::Object& object = **parsed;
    claim(object.text() == sent, "the octets stay as they were sent");
    claim(ical::Editor(object).text() == sent, "an edit of nothing changes nothing");
    const std::vector<ical::Part> parts = ical::parts_of(sent);
    claim(parts.size() == object.calendar().components.size(), "a glance finds the parts that the parser finds");
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const ical::Component& component = object.calendar().components[i];
        claim(parts[i].raw == component.raw, "a glance finds where a part stands");
        claim(parts[i].tzid.has_value() == (component.name == "VTIMEZONE"), "a glance tells zones from other parts");
        claim(!parts[i].tzid || *parts[i].tzid == component.text("TZID"), "a glance finds the name of a zone");
    }
    read_values(object.calendar());
    ical::check_object_rules(object);
    ical::time_bounds(object);
    ical::Editor editor(object);
    editor.insert_last(object.calendar(), "X-STAFETT:1\r\n");
    claim(ical::parse(editor.text()).has_value(), "an object with one more line still parses");
    return 0;
}
