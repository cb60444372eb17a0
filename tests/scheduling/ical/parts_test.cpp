#include "scheduling/ical/parts.h"

#include <random>

#include "scheduling/ical/parse.h"
#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

// Whether each line ends with CRLF and none is empty, octet by octet.
bool has_crlf(std::string_view lines) {
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (lines[at] != '\n') continue;
        const std::string_view before = lines.substr(0, at);
        if (!before.ends_with('\r') || before == "\r" || before.ends_with("\n\r")) return false;
    }
    return lines.ends_with('\n');
}

std::vector<Part> as_parsed(const std::string& text) {
    const auto object = parse(text);
    std::vector<Part> parts;
    if (!object) return parts;
    for (const Component& component : (*object)->calendar().components)
        parts.push_back(
            {component.raw, component.name == "VTIMEZONE" ? std::optional(component.text("TZID")) : std::nullopt,
             has_crlf(std::string_view(text).substr(component.raw.begin, component.raw.end - component.raw.begin))});
    return parts;
}

TEST(Parts, are_the_components_in_the_calendar_with_the_names_of_zones) {
    const std::string text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\nBEGIN:STANDARD\r\n"
        "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n";
    const std::vector<Part> parts = parts_of(text);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].tzid, "Europe/Stockholm");
    EXPECT_EQ(parts[1].tzid, std::nullopt);
    EXPECT_TRUE(text.substr(parts[1].raw.begin).starts_with("BEGIN:VEVENT"));
    EXPECT_TRUE(text.substr(0, parts[1].raw.end).ends_with("END:VEVENT\r\n"));
    EXPECT_EQ(parts, as_parsed(text));
}

// Lines put together at random, each ordinary or one that is easily taken for another.
TEST(Parts, are_those_that_the_parser_finds_however_oddly_they_are_written) {
    constexpr std::array<std::string_view, 26> lines{"BEGIN:VEVENT",
                                                     "END:VEVENT",
                                                     "begin:vtimezone",
                                                     "End:VTimezone",
                                                     "BEGIN:VTIMEZONE",
                                                     "END:VTIMEZONE",
                                                     "BEG\r\n IN:VEVENT",
                                                     "BEGIN:VEV\r\n ENT",
                                                     "E\r\n ND:VEVENT",
                                                     "BEGIN;X=1:VEVENT",
                                                     "BE\x01GIN:VEVENT",
                                                     "BEGIN: VTIMEZONE ",
                                                     "BEGINNING:VEVENT",
                                                     "ENDING:VEVENT",
                                                     "TZID:Europe/Stockholm",
                                                     "TZID:a\\,b",
                                                     "TZID;X=1:c",
                                                     "TZID:d\r\n e",
                                                     "tzid: f ",
                                                     "TZ\r\n ID:g",
                                                     "TZIDX:h",
                                                     "SUMMARY:BEGIN:VEVENT\r\n END:VEVENT",
                                                     "DESCRIPTION:x\r\n\tBEGIN:VEVENT",
                                                     "",
                                                     "\r\n BEGIN:VEVENT",
                                                     "X:\xc3\xa5"};
    std::mt19937 random(7);
    int read = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = "BEGIN:VCALENDAR\r\n";
        for (unsigned n = random() % 7; n > 0; --n)
            text.append(lines[random() % lines.size()]).append(random() % 5 == 0 ? "\n" : "\r\n");
        text += "END:VCALENDAR\r\n";
        if (!parse(text)) continue;
        ++read;
        ASSERT_EQ(parts_of(text), as_parsed(text)) << text;
    }
    EXPECT_GT(read, 500);
}

}  // namespace
}  // namespace stafett::scheduling::ical
