#include "scheduling/ical/values.h"

#include "scheduling/ical/participants.h"
#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

using Form = DateTime::Form;

TEST(DateTimeValue, reads_its_four_forms_and_writes_them_back) {
    const struct {
        std::string_view text, tzid;
        Form form;
    } good[] = {{"20260228", "", Form::date},
                {"20260228", "Europe/Berlin", Form::date},
                {"20260228T235959", "", Form::floating},
                {"20260228T235959", "Europe/Berlin", Form::zoned},
                {"20260228T000000Z", "", Form::utc},
                {"20260228T000000Z", "Europe/Berlin", Form::utc},
                {"00010101T000000", "", Form::floating},
                {"99991231T235959", "X", Form::zoned}};
    for (const auto& c : good) {
        const auto value = parse_date_time(c.text, c.tzid);
        ASSERT_TRUE(value) << c.text;
        EXPECT_EQ(value->form, c.form) << c.text;
        EXPECT_EQ(format(*value), c.text);
        EXPECT_EQ(value->tzid, c.form == Form::zoned ? c.tzid : "");
    }
}

TEST(DateTimeValue, forgives_what_clients_write) {
    EXPECT_EQ(parse_date_time(" 20260101t120060z ").value(), DateTime::utc(utc("20260101T120059Z")));
    EXPECT_EQ(parse_date_time("20260101T120000", "utc").value().form, Form::utc);
    EXPECT_EQ(parse_date_time("20260101T120000", "Europe/Berlin  ").value().tzid, "Europe/Berlin");
}

TEST(DateTimeValue, refuses_everything_else) {
    for (const std::string_view bad :
         {"", "2026", "20261301", "20260229", "20260100", "00000101", "2026-1-1", "20260101T", "20260101T2400000",
          "20260101T240000", "20260101T126000", "20260101T120061", "20260101 120000", "20260101T120000X",
          "20260101T12000", "+2026010", "20260101T120000ZZ", "2026010a"}) {
        EXPECT_FALSE(parse_date_time(bad)) << bad;
    }
}

TEST(DurationValue, reads_and_writes) {
    const struct {
        std::string_view text;
        Duration value;
        std::string_view written;
    } good[] = {
        {"P1D", {1, 0}, "P1D"},          {"P2W", {14, 0}, "P14D"},        {"PT0S", {0, 0}, "PT0S"},
        {"-PT15M", {0, -900}, "-PT15M"}, {"P1DT2H", {1, 7200}, "P1DT2H"}, {"+PT1H30M5S", {0, 5405}, "PT1H30M5S"},
        {"P0D", {0, 0}, "PT0S"},         {"pt1h", {0, 3600}, "PT1H"},     {"P1W2D", {9, 0}, "P9D"},
        {"P1DT", {1, 0}, "P1D"},         {"-P2WT", {-14, 0}, "-P14D"}};
    for (const auto& c : good) {
        const auto value = parse_duration(c.text);
        ASSERT_TRUE(value) << c.text;
        EXPECT_EQ(*value, c.value) << c.text;
        EXPECT_EQ(format(*value), c.written);
    }
    for (const std::string_view bad : {"", "P", "PT", "1D", "P1", "P1H", "PT1D", "P1TD", "PT-1H", "P1.5D",
                                       "P9999999999D", "P999999999D", "P99999999999999999999D"}) {
        EXPECT_FALSE(parse_duration(bad)) << bad;
    }
}

TEST(PeriodValue, has_an_end_or_a_duration) {
    EXPECT_EQ(parse_period("20260101T100000Z/20260101T120000Z")->end->time, local("20260101T120000"));
    EXPECT_EQ(parse_period("20260101T100000/PT1H", "Europe/Berlin")->duration, (Duration{0, 3600}));
    for (const std::string_view bad : {"", "20260101T100000Z", "20260101/P1D", "20260101T100000Z/", "x/PT1H"})
        EXPECT_FALSE(parse_period(bad)) << bad;
}

TEST(UtcOffsetValue, reads_and_writes) {
    EXPECT_EQ(parse_utc_offset("+0100"), std::chrono::hours(1));
    EXPECT_EQ(parse_utc_offset("-123456"), -std::chrono::seconds(12 * 3600 + 34 * 60 + 56));
    EXPECT_EQ(format_utc_offset(std::chrono::hours(1)), "+0100");
    EXPECT_EQ(format_utc_offset(-std::chrono::seconds(12 * 3600 + 34 * 60 + 56)), "-123456");
    for (const std::string_view bad : {"", "0100", "+100", "+2400", "+0160", "+01:00", "+01000"})
        EXPECT_FALSE(parse_utc_offset(bad)) << bad;
}

TEST(TextValue, escapes_and_unescapes) {
    EXPECT_EQ(unescape_text("a\\, b\\; c\\\\ d\\n e\\N f\\x\\"), "a, b; c\\ d\n e\n fx\\");
    EXPECT_EQ(escape_text("a, b; c\\ d\r\ne\nf\rg\x01"), "a\\, b\\; c\\\\ d\\ne\\nf\\ng");
    EXPECT_EQ(escape_text("\r\r\nå\tb\x7F\xFF\r"), "\\n\\nå\tb\xFF\\n");
    EXPECT_EQ(escape_text(std::string_view("\0a\0", 3)), "a");
    for (const std::string_view text : {"", "Möte: plan, budget; \\ och\nmer"})
        EXPECT_EQ(unescape_text(escape_text(text)), text);
    EXPECT_EQ(unescape_list("a\\,b,c,,d\\\\,e"), (std::vector<std::string>{"a,b", "c", "", "d\\", "e"}));
    EXPECT_TRUE(unescape_list("").empty());
}

TEST(IntegerValue, is_32_bits_and_nothing_else) {
    EXPECT_EQ(parse_integer(" +7 "), 7);
    EXPECT_EQ(parse_integer("-2147483648"), -2147483648LL);
    for (const std::string_view bad : {"", "x", "1x", "2147483648", "1.0", "--1"})
        EXPECT_FALSE(parse_integer(bad)) << bad;
}

TEST(CalendarAddress, compares_in_one_form) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"mailto:anna@example.org", "mailto:anna@example.org"},
        {"MAILTO:Anna@Example.ORG", "mailto:anna@example.org"},
        {" mailto: anna@example.org ", "mailto:anna@example.org"},
        {"mailto:anna%40example.org", "mailto:anna@example.org"},
        {"mailto:a%2Fb@example.org", "mailto:a%2fb@example.org"},
        {"Anna@Example.org", "mailto:anna@example.org"},
        {"HTTPS://Host.Example/Path/A", "https://host.example/Path/A"},
        {"urn:uuid:ABC", "urn:uuid:abc"},
        {"/principals/users/anna/", "/principals/users/anna/"},
        {"invalid:nomail", "invalid:nomail"}};
    for (const auto& [given, normal] : cases) {
        EXPECT_EQ(normalised_address(given), normal);
        EXPECT_EQ(normalised_address(normal), normal);
    }
    EXPECT_EQ(mail_address("Mailto:A@b.se"), "a@b.se");
    EXPECT_EQ(mail_address("urn:uuid:1"), "");
}

TEST(Participants, are_read_with_their_defaults) {
    const ObjectPtr object = parsed(
        event("DTSTART:20260101\nORGANIZER;CN=Chef;SENT-BY=\"MAILTO:S@x.se\";SCHEDULE-AGENT=client:MAILTO:N@x.se\n"
              "ATTENDEE:mailto:a@x.se\nATTENDEE;PARTSTAT=accepted;RSVP=true;ROLE=CHAIR;SCHEDULE-STATUS=\"1.2\":mailto:"
              "b@x.se\n"));
    const auto who = organizer(*object->master());
    ASSERT_TRUE(who);
    EXPECT_EQ(who->address, "mailto:n@x.se");
    EXPECT_EQ(who->sent_by, "mailto:s@x.se");
    EXPECT_EQ(who->schedule_agent, "CLIENT");
    const auto called = attendees(*object->master());
    ASSERT_EQ(called.size(), 2u);
    EXPECT_EQ(called[0].partstat, "NEEDS-ACTION");
    EXPECT_EQ(called[0].role, "REQ-PARTICIPANT");
    EXPECT_EQ(called[0].schedule_agent, "SERVER");
    EXPECT_FALSE(called[0].rsvp);
    EXPECT_EQ(called[1].partstat, "ACCEPTED");
    EXPECT_TRUE(called[1].rsvp);
    EXPECT_EQ(called[1].schedule_status, "1.2");
    EXPECT_FALSE(organizer(object->calendar()));
}

}  // namespace
}  // namespace stafett::scheduling::ical
