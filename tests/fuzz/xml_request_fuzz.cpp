// XML requests: the reader, and every grammar a body can be for.
#include <cstddef>
#include <cstdint>
#include <string>

#include "caldav/calendar/reports/calendar_query.h"
#include "caldav/webdav/property_update.h"
#include "caldav/xml/parse.h"
#include "tests/fuzz/claim.h"

namespace xml = stafett::caldav::xml;
using stafett::fuzz::claim;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = xml::parse(stafett::fuzz::text_of(data, size));
    if (!parsed) return 0;
    const std::string written = parsed->to_xml();
    const auto again = xml::parse(written);
    claim(again.has_value(), "what is written is read again");
    claim(again->to_xml() == written, "and is the same");

    const stafett::caldav::webdav::Preferences preferences;
    (void)stafett::caldav::webdav::read_wanted(*parsed, preferences);
    (void)stafett::caldav::webdav::read_edits(*parsed);
    (void)stafett::caldav::calendar::reports::parse_calendar_query(*parsed, preferences);
    return 0;
}
