#include "caldav/calendar/filter/comp_filter.h"

#include <gtest/gtest.h>

#include "caldav/http/conditions.h"
#include "caldav/xml/parse.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/zone.h"

namespace stafett::caldav::calendar::filter {
namespace {

namespace ical = scheduling::ical;

Result<CompFilter> filter_of(std::string_view inside_vcalendar) {
    const std::string text = R"(<C:filter xmlns:C="urn:ietf:params:xml:ns:caldav"><C:comp-filter name="VCALENDAR">)" +
                             std::string(inside_vcalendar) + "</C:comp-filter></C:filter>";
    auto element = xml::parse(text);
    if (!element) throw std::logic_error(element.error().detail);
    return parse_filter(*element);
}

ical::ObjectPtr object_of(std::string_view components) {
    auto object = ical::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + std::string(components) +
                              "END:VCALENDAR\r\n");
    if (!object) throw std::logic_error(object.error().detail);
    return *object;
}

std::string event(std::string_view lines) {
    return "BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20260101T000000Z\r\n" + std::string(lines) + "END:VEVENT\r\n";
}
std::string todo(std::string_view lines) {
    return "BEGIN:VTODO\r\nUID:u\r\nDTSTAMP:20260101T000000Z\r\n" + std::string(lines) + "END:VTODO\r\n";
}
std::string in(std::string_view component, std::string_view inside) {
    return "<C:comp-filter name=\"" + std::string(component) + "\">" + std::string(inside) + "</C:comp-filter>";
}
std::string range(std::string_view start, std::string_view end = {}) {
    std::string text = "<C:time-range";
    if (!start.empty()) text += " start=\"" + std::string(start) + "\"";
    if (!end.empty()) text += " end=\"" + std::string(end) + "\"";
    return text + "/>";
}
std::string prop(std::string_view name, std::string_view inside) {
    return "<C:prop-filter name=\"" + std::string(name) + "\">" + std::string(inside) + "</C:prop-filter>";
}

struct Case {
    std::string what;
    std::string filter;
    std::string components;
    bool matches;
};

void expect_all(const std::vector<Case>& cases, const char* zone = "Europe/Stockholm") {
    for (const Case& c : cases) {
        const auto filter = filter_of(c.filter);
        ASSERT_TRUE(filter) << c.what << ": " << filter.error().log_detail;
        const ical::ObjectPtr object = object_of(c.components);
        auto work = ical::own_share(*object);
        EXPECT_EQ(matches(*filter, *object, ical::find_zone(zone), work), c.matches ? Matching::yes : Matching::no)
            << c.what;
    }
}

TEST(CompFilter, tests_components_and_properties_as_rfc_4791_9_7_says) {
    const std::string meeting = event(
        "DTSTART:20260310T120000Z\r\nSUMMARY:N\xC3\xA4tverksm\xC3\xB6te\\, v\xC3\xA5r\r\nCATEGORIES:a,B\r\n"
        "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=\"Anna\":mailto:anna@example.org\r\n"
        "ATTENDEE;CN=Bo:mailto:bo@example.org\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n");
    expect_all({
        {"VCALENDAR alone", "", meeting, true},
        {"the kind", in("VEVENT", ""), meeting, true},
        {"another kind", in("VTODO", ""), meeting, false},
        {"another kind not defined", in("VTODO", "<C:is-not-defined/>"), meeting, true},
        {"the kind not defined", in("VEVENT", "<C:is-not-defined/>"), meeting, false},
        {"names in any case", in("vevent", prop("summary", "")), meeting, true},
        {"a property of the calendar", prop("VERSION", "<C:text-match>2.0</C:text-match>"), meeting, true},
        {"property there", in("VEVENT", prop("CATEGORIES", "")), meeting, true},
        {"property not there", in("VEVENT", prop("LOCATION", "")), meeting, false},
        {"not defined and not there", in("VEVENT", prop("LOCATION", "<C:is-not-defined/>")), meeting, true},
        {"not defined but there", in("VEVENT", prop("SUMMARY", "<C:is-not-defined/>")), meeting, false},
        {"text, escapes resolved", in("VEVENT", prop("SUMMARY", "<C:text-match>te, v</C:text-match>")), meeting, true},
        {"text of the second of its name", in("VEVENT", prop("ATTENDEE", "<C:text-match>mailto:bo@</C:text-match>")),
         meeting, true},
        {"negated", in("VEVENT", prop("SUMMARY", "<C:text-match negate-condition=\"yes\">zzz</C:text-match>")), meeting,
         true},
        {"negated, of a property that is not there",
         in("VEVENT", prop("LOCATION", "<C:text-match negate-condition=\"yes\">zzz</C:text-match>")), meeting, false},
        {"an unknown property", in("VEVENT", prop("X-ABC", "<C:text-match>1</C:text-match>")),
         event("DTSTART:20260310T120000Z\r\nX-ABC:1\r\n"), true},
        {"text and parameter of one line",
         in("VEVENT", prop("ATTENDEE",
                           "<C:text-match>anna@</C:text-match><C:param-filter name=\"PARTSTAT\">"
                           "<C:text-match>needs-action</C:text-match></C:param-filter>")),
         meeting, true},
        {"text and parameter of different lines",
         in("VEVENT", prop("ATTENDEE",
                           "<C:text-match>bo@</C:text-match><C:param-filter name=\"PARTSTAT\">"
                           "<C:text-match>needs-action</C:text-match></C:param-filter>")),
         meeting, false},
        {"parameter not defined",
         in("VEVENT", prop("ATTENDEE", "<C:param-filter name=\"PARTSTAT\"><C:is-not-defined/></C:param-filter>")),
         meeting, true},
        {"an alarm inside", in("VEVENT", in("VALARM", "")), meeting, true},
        {"no alarm inside", in("VEVENT", in("VALARM", "<C:is-not-defined/>")), meeting, false},
    });
}

TEST(CompFilter, time_range_of_events_counts_every_instance) {
    const std::string weekly =
        event(
            "DTSTART;TZID=Europe/Stockholm:20260302T130000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n"
            "EXDATE;TZID=Europe/Stockholm:20260316T130000\r\nSUMMARY:serie\r\n") +
        event(
            "RECURRENCE-ID;TZID=Europe/Stockholm:20260323T130000\r\nDTSTART;TZID=Europe/Stockholm:20260325T130000\r\n"
            "DURATION:PT1H\r\nSUMMARY:flyttad\r\n");
    const auto serie = [](const std::string& time) {
        return in("VEVENT", time + prop("SUMMARY", "<C:text-match>serie</C:text-match>"));
    };
    expect_all({
        {"first", in("VEVENT", range("20260302T120000Z", "20260302T123000Z")), weekly, true},
        {"between", in("VEVENT", range("20260303T000000Z", "20260309T000000Z")), weekly, false},
        {"excluded", in("VEVENT", range("20260316T000000Z", "20260317T000000Z")), weekly, false},
        {"moved away", in("VEVENT", range("20260323T000000Z", "20260324T000000Z")), weekly, false},
        {"moved to", in("VEVENT", range("20260325T000000Z", "20260326T000000Z")), weekly, true},
        {"moved to, but the master's text", serie(range("20260325T000000Z", "20260326T000000Z")), weekly, false},
        {"the master's own instance and text", serie(range("20260309T000000Z", "20260310T000000Z")), weekly, true},
        {"after the change to summer time", in("VEVENT", range("20260330T110000Z", "20260330T111500Z")), weekly, true},
        {"years on", in("VEVENT", range("20360101T000000Z", "20360201T000000Z")), weekly, true},
        {"only a start", in("VEVENT", range("20360101T000000Z")), weekly, true},
        {"only an end, before", in("VEVENT", range("", "20260302T120000Z")), weekly, false},
        {"only an end, after", in("VEVENT", range("", "20260302T120001Z")), weekly, true},
        {"no DTSTART", in("VEVENT", range("20260101T000000Z", "20270101T000000Z")), event("SUMMARY:x\r\n"), false},
        {"ends where the range starts", in("VEVENT", range("20260310T130000Z", "20260311T000000Z")),
         event("DTSTART:20260310T120000Z\r\nDTEND:20260310T130000Z\r\n"), false},
    });
}

TEST(CompFilter, floating_and_all_day_times_lie_in_the_zone_asked_for) {
    const std::string all_day = event("DTSTART;VALUE=DATE:20260701\r\n");
    const std::string floating = event("DTSTART:20260701T003000\r\nDURATION:PT10M\r\n");
    const std::string evening_before = in("VEVENT", range("20260630T220000Z", "20260630T230000Z"));
    const std::string in_utc = in("VEVENT", range("20260701T230000Z", "20260702T000000Z"));
    expect_all({{"day, Stockholm", evening_before, all_day, true},
                {"floating, Stockholm", evening_before, floating, true},
                {"day is over, Stockholm", in_utc, all_day, false}});
    expect_all({{"day, UTC", evening_before, all_day, false},
                {"floating, UTC", evening_before, floating, false},
                {"day goes on, UTC", in_utc, all_day, true}},
               "UTC");
}

TEST(CompFilter, time_range_of_todos_and_journals) {
    const std::string march = range("20260301T000000Z", "20260401T000000Z");
    expect_all({
        {"due", in("VTODO", march), todo("DUE:20260315T120000Z\r\n"), true},
        {"due at the range's start", in("VTODO", march), todo("DUE:20260301T000000Z\r\n"), false},
        {"due at the range's end", in("VTODO", march), todo("DUE:20260401T000000Z\r\n"), true},
        {"without any time", in("VTODO", march), todo("SUMMARY:x\r\n"), true},
        {"completed before", in("VTODO", march), todo("COMPLETED:20260201T000000Z\r\n"), false},
        {"duration touches", in("VTODO", march), todo("DTSTART:20260228T230000Z\r\nDURATION:PT1H\r\n"), true},
        {"recurring", in("VTODO", march),
         todo("DTSTART:20260115T090000Z\r\nDUE:20260115T100000Z\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\n"), true},
        {"recurring, over", in("VTODO", march),
         todo("DTSTART:20260115T090000Z\r\nDUE:20260115T100000Z\r\nRRULE:FREQ=MONTHLY;COUNT=2\r\n"), false},
        {"not completed, as task lists ask",
         in("VTODO", prop("COMPLETED", "<C:is-not-defined/>") +
                         prop("STATUS", "<C:text-match negate-condition=\"yes\">CANCELLED</C:text-match>")),
         todo("STATUS:NEEDS-ACTION\r\n"), true},
        {"journal of a day", in("VJOURNAL", march),
         "BEGIN:VJOURNAL\r\nUID:u\r\nDTSTART;VALUE=DATE:20260331\r\nEND:VJOURNAL\r\n", true},
        {"journal without day", in("VJOURNAL", march), "BEGIN:VJOURNAL\r\nUID:u\r\nEND:VJOURNAL\r\n", false},
        {"free-busy periods", in("VFREEBUSY", march),
         "BEGIN:VFREEBUSY\r\nUID:u\r\nFREEBUSY:20260201T000000Z/PT1H,20260302T000000Z/PT1H\r\nEND:VFREEBUSY\r\n", true},
        {"free-busy periods elsewhere", in("VFREEBUSY", march),
         "BEGIN:VFREEBUSY\r\nUID:u\r\nFREEBUSY:20260201T000000Z/20260301T000000Z\r\nEND:VFREEBUSY\r\n", false},
    });
}

TEST(CompFilter, alarms_match_by_their_triggers) {
    const auto with_alarm = [](std::string_view start, std::string_view alarm) {
        return event(std::string(start) + "DURATION:PT1H\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n" + std::string(alarm) +
                     "END:VALARM\r\n");
    };
    const std::string noon = "DTSTART:20260310T120000Z\r\n";
    const std::string weekly = noon + "RRULE:FREQ=WEEKLY;COUNT=3\r\n";
    const auto asked = [](std::string_view start, std::string_view end) {
        return in("VEVENT", in("VALARM", range(start, end)));
    };
    expect_all({
        {"before start", asked("20260310T114500Z", "20260310T114600Z"), with_alarm(noon, "TRIGGER:-PT15M\r\n"), true},
        {"a minute later", asked("20260310T114600Z", "20260310T120000Z"), with_alarm(noon, "TRIGGER:-PT15M\r\n"),
         false},
        {"of the end", asked("20260310T125500Z", "20260310T125600Z"), with_alarm(noon, "TRIGGER;RELATED=END:-PT5M\r\n"),
         true},
        {"absolute", asked("20260101T000000Z", "20260101T000100Z"),
         with_alarm(noon, "TRIGGER;VALUE=DATE-TIME:20260101T000000Z\r\n"), true},
        {"second repetition", asked("20260310T120500Z", "20260310T120600Z"),
         with_alarm(noon, "TRIGGER:-PT15M\r\nREPEAT:2\r\nDURATION:PT10M\r\n"), true},
        {"after the last repetition", asked("20260310T121500Z", "20260310T130000Z"),
         with_alarm(noon, "TRIGGER:-PT15M\r\nREPEAT:2\r\nDURATION:PT10M\r\n"), false},
        {"of the third instance", asked("20260323T120000Z", "20260323T120100Z"), with_alarm(weekly, "TRIGGER:-P1D\r\n"),
         true},
        {"of an instance that is not", asked("20260330T120000Z", "20260330T120100Z"),
         with_alarm(weekly, "TRIGGER:-P1D\r\n"), false},
        {"no trigger", asked("20260310T000000Z", "20260311T000000Z"), with_alarm(noon, ""), false},
    });
}

TEST(CompFilter, properties_match_by_time_with_effective_ends) {
    const std::string hour = event("DTSTART:20260310T120000Z\r\nDURATION:PT1H\r\nCREATED:20260101T000000Z\r\n");
    expect_all({
        {"start", in("VEVENT", prop("DTSTART", range("20260310T120000Z", "20260310T120001Z"))), hour, true},
        {"start, later", in("VEVENT", prop("DTSTART", range("20260310T120001Z"))), hour, false},
        {"effective end", in("VEVENT", prop("DTEND", range("20260310T130000Z", "20260310T130001Z"))), hour, true},
        {"created", in("VEVENT", prop("CREATED", range("", "20260101T000001Z"))), hour, true},
        {"not there", in("VEVENT", prop("COMPLETED", range("", "20260101T000001Z"))), hour, false},
        {"start of a later instance", in("VEVENT", prop("DTSTART", range("20260312T000000Z", "20260313T000000Z"))),
         event("DTSTART:20260310T120000Z\r\nRRULE:FREQ=DAILY\r\n"), true},
    });
}

TEST(CompFilter, refuses_what_the_grammar_forbids_with_the_exact_condition) {
    const struct {
        std::string what, filter;
        const http::ConditionSpec* condition;
    } cases[] = {
        {"two levels wrong", in("VTODO", in("VEVENT", "")), &conditions::valid_filter},
        {"calendar in calendar", in("VCALENDAR", ""), &conditions::valid_filter},
        {"alarm outside", in("VALARM", ""), &conditions::valid_filter},
        {"empty range", in("VEVENT", "<C:time-range/>"), &conditions::valid_filter},
        {"range backwards", in("VEVENT", range("20260102T000000Z", "20260101T000000Z")), &conditions::valid_filter},
        {"range without length", in("VEVENT", range("20260101T000000Z", "20260101T000000Z")),
         &conditions::valid_filter},
        {"local time", in("VEVENT", range("20260101T000000")), &conditions::valid_filter},
        {"date", in("VEVENT", range("20260101")), &conditions::valid_filter},
        {"range of the calendar", range("20260101T000000Z"), &conditions::valid_filter},
        {"range of a text", in("VEVENT", prop("SUMMARY", range("20260101T000000Z"))), &conditions::valid_filter},
        {"name missing", "<C:comp-filter/>", &conditions::valid_filter},
        {"is-not-defined and more", in("VEVENT", "<C:is-not-defined/>" + prop("UID", "")), &conditions::valid_filter},
        {"unknown element", in("VEVENT", "<C:bogus/>"), &conditions::valid_filter},
        {"negate-condition", in("VEVENT", prop("UID", "<C:text-match negate-condition=\"maybe\">x</C:text-match>")),
         &conditions::valid_filter},
        {"range of a kind without", in("VAVAILABILITY", range("20260101T000000Z")), &conditions::supported_filter},
        {"collation", in("VEVENT", prop("UID", "<C:text-match collation=\"i;klingon\">x</C:text-match>")),
         &conditions::supported_collation},
    };
    for (const auto& c : cases) {
        const auto filter = filter_of(c.filter);
        ASSERT_FALSE(filter) << c.what;
        EXPECT_EQ(filter.error().condition, c.condition) << c.what;
    }
    std::string many;
    for (int i = 0; i < 300; ++i) many += prop("UID", "");
    EXPECT_FALSE(filter_of(in("VEVENT", many)));
}

TEST(Candidates, carry_kind_and_range_and_never_what_may_lose_a_match) {
    const auto of = [](const std::string& filter) { return candidates(*filter_of(filter)); };
    const auto march = of(in("VEVENT", range("20260301T000000Z", "20260401T000000Z") + prop("UID", "")));
    EXPECT_EQ(march.kind, model::ComponentKind::vevent);
    EXPECT_EQ(march.start, base::parse_instant("2026-03-01T00:00:00Z"));
    EXPECT_EQ(march.end, base::parse_instant("2026-04-01T00:00:00Z"));
    const auto open = of(in("VTODO", range("20260301T000000Z")));
    EXPECT_EQ(open.kind, model::ComponentKind::vtodo);
    EXPECT_FALSE(open.end);
    EXPECT_FALSE(of("").kind);
    EXPECT_FALSE(of(in("VTODO", "<C:is-not-defined/>")).kind);
    EXPECT_FALSE(of(in("VEVENT", prop("UID", "<C:text-match>abc</C:text-match>"))).uid);
    EXPECT_FALSE(of(in("VEVENT", in("VALARM", range("20260301T000000Z")))).start);
}

TEST(DecidedByCandidates, holds_for_a_bare_kind_alone) {
    const auto decided = [](const std::string& filter) { return decided_by_candidates(*filter_of(filter)); };
    EXPECT_TRUE(decided(""));
    EXPECT_TRUE(decided(in("VEVENT", "")));
    EXPECT_FALSE(decided(in("VTIMEZONE", "")));
    EXPECT_FALSE(decided(in("VEVENT", "") + in("VTODO", "")));
    EXPECT_FALSE(decided(in("VEVENT", "<C:is-not-defined/>")));
    EXPECT_FALSE(decided(in("VEVENT", range("20260101T000000Z"))));
    EXPECT_FALSE(decided(in("VEVENT", prop("UID", ""))));
    EXPECT_FALSE(decided(prop("VERSION", "")));
}

}  // namespace
}  // namespace stafett::caldav::calendar::filter
