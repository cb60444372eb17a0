#include "caldav/calendar/reports/calendar_data.h"

#include <gtest/gtest.h>

#include "caldav/http/conditions.h"
#include "caldav/xml/parse.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"

namespace stafett::caldav::calendar::reports {
namespace {

namespace ical = scheduling::ical;
using ::testing::HasSubstr;
using ::testing::Not;

Result<CalendarData> asked(std::string_view inside, std::string_view attributes = {}) {
    const auto element = xml::parse("<C:calendar-data xmlns:C=\"urn:ietf:params:xml:ns:caldav\" " +
                                    std::string(attributes) + ">" + std::string(inside) + "</C:calendar-data>");
    if (!element) throw std::logic_error(element.error().detail);
    return parse_calendar_data(*element);
}

ical::ObjectPtr object_of(std::string text) { return *ical::parse(std::move(text)); }

std::string selected(std::string_view inside, const ical::ObjectPtr& object) {
    const auto wanted = asked(inside);
    if (!wanted) throw std::logic_error(wanted.error().log_detail);
    auto work = ical::own_share(*object);
    auto text = select(*wanted, *object, ical::find_zone("Europe/Stockholm"), work);
    if (!text) throw std::logic_error(text.error().log_detail);
    return *text;
}

constexpr const char* kSeries =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:s\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Stockholm:20260302T130000\r\n"
    "DTEND;TZID=Europe/Stockholm:20260302T140000\r\nRRULE:FREQ=WEEKLY\r\n"
    "EXDATE;TZID=Europe/Stockholm:20260309T130000\r\nSUMMARY:serie\r\n"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:s\r\nDTSTAMP:20260101T000000Z\r\nRECURRENCE-ID;TZID=Europe/Stockholm:20260330T130000\r\n"
    "DTSTART;TZID=Europe/Stockholm:20260401T150000\r\nDTEND;TZID=Europe/Stockholm:20260401T160000\r\n"
    "SUMMARY:flyttad\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

TEST(Expand, gives_each_instance_in_utc_with_its_recurrence_id) {
    const std::string text =
        selected(R"(<C:expand start="20260302T000000Z" end="20260406T000000Z"/>)", object_of(kSeries));
    for (const char* held :
         {"RECURRENCE-ID:20260302T120000Z", "DTSTART:20260302T120000Z", "DTEND:20260302T130000Z",
          "RECURRENCE-ID:20260316T120000Z", "RECURRENCE-ID:20260323T120000Z", "RECURRENCE-ID:20260330T110000Z\r\n",
          "DTSTART:20260401T130000Z", "SUMMARY:flyttad", "TRIGGER:-PT15M"})
        EXPECT_THAT(text, HasSubstr(held));
    for (const char* gone : {"RRULE", "EXDATE", "VTIMEZONE", "TZID", "20260309T120000Z", "20260330T130000"})
        EXPECT_THAT(text, Not(HasSubstr(gone))) << gone;
    EXPECT_TRUE(ical::parse(text));
}

TEST(Expand, gives_only_what_overlaps) {
    const std::string text =
        selected(R"(<C:expand start="20260323T130000Z" end="20260401T130000Z"/>)", object_of(kSeries));
    EXPECT_THAT(text, Not(HasSubstr("BEGIN:VEVENT")));
}

TEST(Expand, keeps_dates_and_floating_times) {
    const std::string days =
        selected(R"(<C:expand start="20260630T220000Z" end="20260702T220000Z"/>)",
                 object_of("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:d\r\nDTSTART;VALUE=DATE:20260601\r\n"
                           "DTEND;VALUE=DATE:20260602\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
    EXPECT_THAT(days, HasSubstr("RECURRENCE-ID;VALUE=DATE:20260701\r\nDTSTART;VALUE=DATE:20260701"));
    EXPECT_THAT(days, HasSubstr("DTEND;VALUE=DATE:20260703"));
    EXPECT_THAT(days, Not(HasSubstr("20260630")));
    const std::string floating =
        selected(R"(<C:expand start="20260601T000000Z" end="20260602T000000Z"/>)",
                 object_of("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:d\r\nDTSTART:20260601T100000\r\n"
                           "DURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
    EXPECT_THAT(floating, HasSubstr("DTSTART:20260601T100000\r\nDURATION:PT1H"));
}

TEST(Expand, leaves_what_does_not_recur_but_for_its_zone) {
    const std::string text = selected(
        R"(<C:expand start="20260302T000000Z" end="20260303T000000Z"/>)",
        object_of(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:d\r\nDTSTART;TZID=Europe/Stockholm:20260302T130000"
            "\r\nX-KEEP;X-P=1:v\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"));
    EXPECT_THAT(text, HasSubstr("DTSTART:20260302T120000Z\r\nX-KEEP;X-P=1:v\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("RECURRENCE-ID")));
}

TEST(Expand, gives_the_start_of_a_rule_that_never_matches) {
    const std::string text = selected(R"(<C:expand start="20260101T000000Z" end="20270101T000000Z"/>)",
                                      object_of("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:d\r\n"
                                                "DTSTART:20260106T100000Z\r\n"
                                                "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n"
                                                "END:VCALENDAR\r\n"));
    EXPECT_THAT(text, HasSubstr("RECURRENCE-ID:20260106T100000Z"));
}

TEST(Expand, refuses_more_than_it_can_carry) {
    const auto wanted = asked(R"(<C:expand start="20260101T000000Z" end="23000101T000000Z"/>)");
    ASSERT_TRUE(wanted);
    const ical::ObjectPtr daily = object_of(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:d\r\n"
        "DTSTART:20260101T000000Z\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    auto work = ical::own_share(*daily);
    const auto text = select(*wanted, *daily, ical::utc_zone(), work);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().condition, &conditions::number_of_matches_within_limits);
}

TEST(LimitRecurrenceSet, keeps_the_master_and_the_overrides_that_matter) {
    const auto limited = [](std::string_view start, std::string_view end) {
        return selected(
            "<C:limit-recurrence-set start=\"" + std::string(start) + "\" end=\"" + std::string(end) + "\"/>",
            object_of(kSeries));
    };
    EXPECT_EQ(limited("20260401T000000Z", "20260402T000000Z"), kSeries) << "where it lies";
    EXPECT_EQ(limited("20260330T000000Z", "20260331T000000Z"), kSeries) << "where it comes from";
    const std::string elsewhere = limited("20260302T000000Z", "20260303T000000Z");
    EXPECT_THAT(elsewhere, HasSubstr("RRULE:FREQ=WEEKLY"));
    EXPECT_THAT(elsewhere, Not(HasSubstr("flyttad")));
}

TEST(PartialRetrieval, keeps_what_was_asked_for_octet_for_octet) {
    const std::string text =
        selected(R"(<C:comp name="VCALENDAR"><C:prop name="VERSION"/><C:comp name="VEVENT"><C:prop name="SUMMARY"/>)"
                 R"(<C:prop name="uid" novalue="yes"/></C:comp></C:comp>)",
                 object_of(kSeries));
    EXPECT_EQ(text,
              "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:\r\nSUMMARY:serie\r\nEND:VEVENT\r\n"
              "BEGIN:VEVENT\r\nUID:\r\nSUMMARY:flyttad\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    EXPECT_EQ(selected(R"(<C:comp name="VCALENDAR"><C:allprop/><C:allcomp/></C:comp>)", object_of(kSeries)), kSeries);
    EXPECT_THAT(selected(R"(<C:comp name="VCALENDAR"><C:comp name="VTIMEZONE"/></C:comp>)", object_of(kSeries)),
                HasSubstr("TZOFFSETTO:+0100"));
}

TEST(CalendarData, refuses_other_formats_and_bad_grammar) {
    EXPECT_TRUE(asked("", R"(content-type="text/calendar" version="2.0")"));
    for (const char* attributes : {R"(content-type="application/calendar+json")", R"(version="1.0")"}) {
        const auto wanted = asked("", attributes);
        ASSERT_FALSE(wanted);
        EXPECT_EQ(wanted.error().condition, &conditions::supported_calendar_data) << attributes;
    }
    for (
        const char* inside :
        {"<C:expand/>", R"(<C:expand start="20260101T000000Z"/>)",
         R"(<C:expand start="20260101T000000Z" end="20250101T000000Z"/>)", "<C:comp/>", "<C:bogus/>",
         R"(<C:comp name="VEVENT"/>)",
         R"(<C:expand start="20260101T000000Z" end="20270101T000000Z"/><C:limit-recurrence-set start="20260101T000000Z" end="20270101T000000Z"/>)"}) {
        const auto wanted = asked(inside);
        ASSERT_FALSE(wanted) << inside;
        EXPECT_EQ(wanted.error().status, 400U) << inside;
    }
}

}  // namespace
}  // namespace stafett::caldav::calendar::reports
