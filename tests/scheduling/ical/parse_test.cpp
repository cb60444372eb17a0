#include "scheduling/ical/parse.h"

#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

TEST(Parse, keeps_the_tree_in_order_with_the_octets_of_each_line) {
    const std::string text = event(
        "SUMMARY:One\nX-UNKNOWN;A=1;B=\"x,y\",z:v\\,w\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nLOCATION:There\n");
    const ObjectPtr object = parsed(text);
    ASSERT_TRUE(object);
    EXPECT_EQ(object->text(), text);
    ASSERT_EQ(object->main().size(), 1u);
    const Component& event = *object->main().front();
    EXPECT_EQ(object->octets(object->calendar().raw), text);
    ASSERT_EQ(event.properties.size(), 5u);
    EXPECT_EQ(object->octets(event.find("location")->raw), "LOCATION:There\r\n");
    const Property& unknown = *event.find("X-Unknown");
    EXPECT_EQ(unknown.value, "v\\,w");
    EXPECT_EQ(unknown.line, 8u);
    ASSERT_EQ(unknown.parameters.size(), 2u);
    ASSERT_EQ(unknown.parameters[1].values.size(), 2u);
    EXPECT_EQ(unknown.parameters[1].values[0].text, "x,y");
    EXPECT_TRUE(unknown.parameters[1].values[0].quoted);
    EXPECT_EQ(unknown.parameters[1].values[1].text, "z");
    ASSERT_EQ(event.children("valarm").size(), 1u);
    EXPECT_LT(event.components[0].raw.begin, event.find("LOCATION")->raw.begin);
    EXPECT_EQ(object->octets(event.components[0].raw), "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\n");
}

TEST(Parse, unfolds_by_blank_or_tab_after_either_line_end) {
    const ObjectPtr object =
        parsed("BEGIN:VCALENDAR\nBEGIN:VEVENT\r\nUID:a\r\n b\n\tc\nSUMMARY:x\n \n  y\nEND:VEVENT\nEND:VCALENDAR");
    ASSERT_TRUE(object);
    EXPECT_EQ(object->uid(), "abc");
    EXPECT_EQ(object->main()[0]->value("SUMMARY"), "x y");
    EXPECT_EQ(object->octets(object->main()[0]->find("UID")->raw), "UID:a\r\n b\n\tc\n");
}

TEST(Parse, joins_a_character_split_by_a_fold) {
    const ObjectPtr object =
        parsed("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:M\xC3\r\n \xB6te\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    ASSERT_TRUE(object);
    EXPECT_EQ(object->main()[0]->value("SUMMARY"), "Möte");
}

TEST(Parse, repairs_in_reading_and_leaves_the_octets) {
    const std::string text =
        "\xEF\xBB\xBF\r\nbegin:vcalendar\r\n\r\nBegin:vEvent\r\nuid: u1 \r\nsummary:a\x01\x0Bm\r\n   "
        "\r\nDTSTART;:20260101\r\n"
        "attendee;cn=\"A^nB^'C^^\";partstat:MAILTO:Anna@Example.org\r\nend:VEVENT\r\nEND:VCALENDAR\r\n\r\n\r\n";
    const ObjectPtr object = parsed(text);
    ASSERT_TRUE(object);
    EXPECT_EQ(object->text(), text);
    const Component& event = *object->main()[0];
    EXPECT_EQ(event.name, "VEVENT");
    EXPECT_EQ(event.properties[1].name, "SUMMARY");
    EXPECT_EQ(object->uid(), "u1");
    EXPECT_EQ(event.find("SUMMARY")->value.substr(0, 2), "am");
    EXPECT_EQ(event.find("ATTENDEE")->parameter_value("CN"), "A\nB\"C^");
    EXPECT_EQ(event.find("ATTENDEE")->parameter("PARTSTAT")->values.size(), 0u);
}

// Ill-formed (RFC 5545 §3.2.19), and written by Exchange and Google.
TEST(Parse, reads_a_zone_name_without_quotes_up_to_the_last_colon) {
    const struct {
        std::string_view line, tzid, value;
    } cases[] = {
        {"DTSTART;TZID=GMT+05:30:20270115T090000", "GMT+05:30", "20270115T090000"},
        {"DTSTART;TZID=+03:00:20270115T090000", "+03:00", "20270115T090000"},
        {"DTSTART;tzid=tzone://Microsoft/Utc:20270115T090000", "tzone://Microsoft/Utc", "20270115T090000"},
        {"EXDATE;TZID=GMT+05:30:20270115T090000,20270116T090000", "GMT+05:30", "20270115T090000,20270116T090000"},
        {"DTSTART;TZID=GMT+05:30;VALUE=DATE-TIME:20270115T090000", "GMT+05:30", "20270115T090000"},
        {"DTSTART;VALUE=DATE-TIME;TZID=(UTC+02:30) Skara, Hjo:20270115T090000", "(UTC+02:30) Skara, Hjo",
         "20270115T090000"},
        {"DTSTART;TZID=\"UTC+03:00\":20270115T090000", "UTC+03:00", "20270115T090000"},
        {"DTSTART;TZID=Europe/Stockholm:20270115T090000", "Europe/Stockholm", "20270115T090000"},
        // Nothing says that the name goes on.
        {"DTSTART;TZID=GMT:noon:then", "GMT", "noon:then"},
        {"X-NOTE;TZID=Europe/Berlin:see: this", "Europe/Berlin", "see: this"},
        {"X-NOTE;LABEL=a:b:20270115", "", "b:20270115"},
        {"DTSTART;TZID=:20270115T090000", "", "20270115T090000"},
    };
    for (const auto& c : cases) {
        const ObjectPtr object = parsed(calendar("BEGIN:VEVENT\n" + std::string(c.line) + "\nEND:VEVENT\n"));
        ASSERT_TRUE(object);
        const Property& property = object->main()[0]->properties[0];
        EXPECT_EQ(property.parameter_value("TZID"), c.tzid) << c.line;
        EXPECT_EQ(property.value, c.value) << c.line;
        EXPECT_EQ(object->octets(property.raw), std::string(c.line) + "\r\n");
    }
}

TEST(Parse, an_empty_rule_makes_no_series) {
    EXPECT_FALSE(parsed(event("DTSTART:20260101\nRRULE:\nRDATE: \n"))->recurs());
    EXPECT_TRUE(parsed(event("DTSTART:20260101\nRRULE:\nRDATE:20260102\n"))->recurs());
}

TEST(Parse, derives_master_overrides_and_kind) {
    const ObjectPtr object = parsed(
        calendar("BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260102\nEND:VEVENT\n"
                 "BEGIN:VEVENT\nUID:a\nSTATUS:confirmed\nRRULE:FREQ=DAILY\nEND:VEVENT\nMETHOD:publish\n"));
    ASSERT_TRUE(object);
    EXPECT_EQ(object->kind(), Kind::event);
    EXPECT_EQ(object->master(), object->main()[1]);
    EXPECT_EQ(object->leading(), object->master());
    ASSERT_EQ(object->overrides().size(), 1u);
    EXPECT_TRUE(object->recurs());
    EXPECT_EQ(object->status(), "CONFIRMED");
    EXPECT_EQ(object->method(), "PUBLISH");
    EXPECT_NE(object->timezone(" X "), nullptr);
    EXPECT_EQ(object->timezone("Y"), nullptr);
}

struct BadCase {
    std::string text;
    ParseFault fault;
    std::size_t line;
};

TEST(Parse, refuses_what_is_no_calendar_object_and_names_the_line) {
    const std::vector<BadCase> cases{
        {"", ParseFault::not_icalendar, 0},
        {"\r\n\r\n", ParseFault::not_icalendar, 0},
        {"hello", ParseFault::not_icalendar, 1},
        {"X:y\r\n", ParseFault::not_icalendar, 1},
        {"BEGIN:VEVENT\r\nEND:VEVENT\r\n", ParseFault::not_icalendar, 1},
        {"BEGIN:VCALENDAR\r\n", ParseFault::unbalanced, 1},
        {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", ParseFault::unbalanced, 3},
        {"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", ParseFault::unbalanced, 2},
        {"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n", ParseFault::several_calendars, 3},
        {"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ParseFault::several_calendars, 3},
        {"BEGIN:VCALENDAR\r\nno colon\r\nEND:VCALENDAR\r\n", ParseFault::malformed_line, 2},
        {"BEGIN:VCALENDAR\r\n:x\r\nEND:VCALENDAR\r\n", ParseFault::malformed_line, 2},
        {"BEGIN:VCALENDAR\r\nA;B=\"open:x\r\nEND:VCALENDAR\r\n", ParseFault::malformed_line, 2},
        {"BEGIN:VCALENDAR\r\nA;B=\"c\"d:x\r\nEND:VCALENDAR\r\n", ParseFault::malformed_line, 2},
        {"BEGIN:VCALENDAR\r\nBEGIN:\r\nEND:VCALENDAR\r\n", ParseFault::malformed_line, 2},
    };
    for (const BadCase& bad : cases) {
        const auto result = parse(bad.text);
        ASSERT_FALSE(result) << bad.text;
        EXPECT_EQ(result.error().fault, bad.fault) << bad.text << ": " << result.error().detail;
        EXPECT_EQ(result.error().line, bad.line) << bad.text;
        EXPECT_FALSE(result.error().detail.empty());
    }
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += part;
    return out;
}

TEST(Parse, stops_hostile_objects_at_its_limits) {
    const Limits limits{.octets = 6 << 20};
    const std::vector<std::pair<std::string, ParseFault>> cases{
        {std::string(7 << 20, 'x'), ParseFault::too_large},
        {repeated("BEGIN:VCALENDAR\r\n", 100'000), ParseFault::too_deep},
        {calendar("X:" + std::string(3 << 20, 'x') + "\n"), ParseFault::line_too_long},
        {calendar("X:" + repeated("y\n ", 1'100'000) + "\n"), ParseFault::line_too_long},
        {calendar(repeated("X-A:b\n", 200'000)), ParseFault::too_many},
        {calendar("X" + repeated(";A", 10'000) + ":b\n" + repeated("X" + repeated(";A", 10'000) + ":b\n", 5)),
         ParseFault::too_many},
        {calendar(repeated("BEGIN:VEVENT\nEND:VEVENT\n", 50'000)), ParseFault::too_many},
        {event(repeated("EXDATE:" + repeated("20260101,", 5'000) + "20260101\n", 5)), ParseFault::too_many},
        {calendar(repeated("\x02nonsense\n", 50'000)), ParseFault::malformed_line},
    };
    for (const auto& [text, fault] : cases) {
        const auto result = parse(text, limits);
        ASSERT_FALSE(result) << text.substr(0, 80);
        EXPECT_EQ(result.error().fault, fault) << text.substr(0, 80) << " " << result.error().detail;
    }
}

TEST(Parse, takes_a_long_inline_attachment_and_seven_components_deep) {
    EXPECT_TRUE(parsed(event("ATTACH;ENCODING=BASE64;VALUE=BINARY:" + std::string(500'000, 'A') + "\n")));
    EXPECT_TRUE(parsed(calendar(repeated("BEGIN:X\n", 7) + repeated("END:X\n", 7))));
    EXPECT_FALSE(parse(calendar(repeated("BEGIN:X\n", 8) + repeated("END:X\n", 8))));
}

TEST(Storable, is_what_xml_can_carry) {
    for (const std::string_view good : {"", "abc\r\n\t", "Möte \xF0\x9F\x98\x80", "\xC2\x80"}) {
        EXPECT_TRUE(is_storable(good)) << good;
        EXPECT_EQ(storable(good), good);
    }
    const std::vector<std::pair<std::string, std::string>> bad{{std::string("a\0b", 3), "ab"},
                                                               {"a\x01\x0C\x1F", "a"},
                                                               {"M\xF6te", "Möte"},
                                                               {"\xC3", "Ã"},
                                                               {"\xC0\xAF", "À¯"},
                                                               {"\xED\xA0\x80", "í\xC2\xA0\xC2\x80"},
                                                               {"\xEF\xBF\xBE", "ï¿¾"},
                                                               {"\xF5", "õ"},
                                                               {"\xE2\x82", "â\xC2\x82"},
                                                               // divided by a fold, or by two
                                                               {"M\xC3\r\n \xB6te", "Mö\r\n te"},
                                                               {"\xE2\n\t\x82\r\n \xAC", "€\n\t\r\n "},
                                                               {"\xC3\r\n\xB6", "Ã\r\n¶"},
                                                               {"\xC3\r\n ", "Ã\r\n "},
                                                               {"\xE2\n \x82\n x", "â\n \xC2\x82\n x"}};
    for (const auto& [text, clean] : bad) {
        EXPECT_FALSE(is_storable(text)) << text;
        EXPECT_EQ(storable(text), clean);
        EXPECT_TRUE(is_storable(storable(text)));
    }
}

}  // namespace
}  // namespace stafett::scheduling::ical
