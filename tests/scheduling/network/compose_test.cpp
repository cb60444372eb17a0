#include "scheduling/network/compose.h"

#include "tests/scheduling/network/texts.h"

namespace stafett::scheduling::network {
namespace {

using model::Form;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view once =
    "DTSTART;TZID=Europe/Stockholm:20270312T130000\nDTEND;TZID=Europe/Stockholm:20270312T160000\n";
constexpr std::string_view monthly = "RRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=4\n";
constexpr std::string_view zone = "Europe/Stockholm";

Facts facts_with(std::vector<OccurrenceHost> hosts) {
    Facts facts;
    facts.network_name = "Elevhälsan";
    facts.hosts = std::move(hosts);
    facts.organizer_address = "elevhalsan@natverk.example.org";
    facts.sent_by = "anna@example.org";
    return facts;
}

std::string lines(std::string_view more) { return calendar(event(std::string(once) + std::string(more))); }

std::string series(std::string_view more = "", std::string_view overrides = "") {
    return calendar(event(std::string(once) + std::string(monthly) + std::string(more)) + std::string(overrides));
}

Facts two_hosts() {
    return facts_with({host_of("Tibro", "20270312T130000", zone), host_of("Skövde", "20270409T130000", zone)});
}

TEST(Compose, adds_host_place_and_network_behind_the_authors_lines) {
    EXPECT_EQ(composed(lines("SUMMARY:Träff\n"), facts_with({host_of("Tibro")}), Form::writers),
              calendar(event(std::string(once) + "SUMMARY:Träff\nLOCATION:Tibro (plats meddelas)\n"
                                                 "CONTACT:Värd: Tibro kommun\nCATEGORIES:Elevhälsan\n")));
}

TEST(Compose, speaks_the_networks_language) {
    Facts facts = facts_with({host_of("Tibro")});
    facts.language = Language::english;
    const std::string text = composed(lines(""), facts, Form::writers);
    EXPECT_THAT(text, HasSubstr("CONTACT:Host: Tibro kommun\r\n"));
    EXPECT_THAT(text, HasSubstr("LOCATION:Tibro (venue to be announced)\r\n"));
}

TEST(Compose, without_a_host_adds_the_network_alone) {
    EXPECT_EQ(composed(lines(""), facts_with({}), Form::writers), lines("CATEGORIES:Elevhälsan\n"));
    EXPECT_EQ(composed(lines(""), Facts{}, Form::writers), lines(""));
}

TEST(Compose, the_authors_place_wins) {
    const std::string text = composed(lines("LOCATION:Stadshuset\n"), facts_with({host_of("Tibro")}), Form::writers);
    EXPECT_THAT(text, Not(HasSubstr("plats meddelas")));
    EXPECT_THAT(text, HasSubstr("CONTACT:Värd: Tibro kommun\r\n"));
}

TEST(Compose, a_digital_meeting_has_a_host_and_no_place) {
    for (const char* line : {"CONFERENCE;VALUE=URI:https://example.org/rum\n", "URL:https://zoom.us/j/1\n",
                             "LOCATION:https://meet.google.com/abc\n",
                             "DESCRIPTION:Anslut:\\nhttps://teams.microsoft.com/l/meetup-join/x\n"}) {
        const std::string text = composed(lines(line), facts_with({host_of("Tibro")}), Form::writers);
        EXPECT_THAT(text, Not(HasSubstr("plats meddelas"))) << line;
        EXPECT_THAT(text, HasSubstr("CONTACT:Värd: Tibro kommun\r\n")) << line;
    }
    EXPECT_THAT(composed(lines("URL:https://example.org/rum\n"), facts_with({host_of("Tibro")}), Form::writers),
                HasSubstr("LOCATION:Tibro (plats meddelas)\r\n"));
}

TEST(Compose, the_network_organises_exactly_where_guests_are_called) {
    const Facts facts = facts_with({});
    const std::string organizer =
        "ORGANIZER;CN=Elevhälsan;SENT-BY=\"mailto:anna@example.org\":mailto:elevhalsan@natverk.example.org";
    const std::string guest = "ATTENDEE:mailto:bo@example.org\n";
    const std::string override = event(
        "RECURRENCE-ID;TZID=Europe/Stockholm:20270409T130000\n"
        "DTSTART;TZID=Europe/Stockholm:20270409T140000\n");
    const auto unfolded = [](std::string text) {
        for (std::size_t at; (at = text.find("\r\n ")) != std::string::npos;) text.erase(at, 3);
        return text;
    };
    EXPECT_THAT(unfolded(composed(lines(guest), facts, Form::writers)), HasSubstr(organizer));
    EXPECT_THAT(composed(lines(""), facts, Form::writers), Not(HasSubstr("ORGANIZER")));
    const std::string text = unfolded(composed(series(guest, override), facts, Form::writers));
    EXPECT_EQ(text.find(organizer), text.rfind(organizer)) << "in the master only";
    EXPECT_LT(text.find(organizer), text.find("RECURRENCE-ID"));
}

TEST(Compose, never_adds_sequence_or_attendee) {
    const std::string text = composed(series(), two_hosts(), Form::readers);
    EXPECT_THAT(text, Not(HasSubstr("SEQUENCE")));
    EXPECT_THAT(text, Not(HasSubstr("ATTENDEE")));
}

TEST(Compose, writers_see_all_hosts_of_a_series_in_its_master) {
    EXPECT_EQ(composed(series("SUMMARY:Träff\n"), two_hosts(), Form::writers),
              series("SUMMARY:Träff\nCATEGORIES:Elevhälsan\nCONTACT:Värdar: 2027-03-12 Tibro\\, 2027-04-09 Skövde\n"));
}

TEST(Compose, readers_see_one_override_for_each_host) {
    EXPECT_EQ(
        composed(series("SUMMARY:Träff\nX-A;X-B=c:d\n"), two_hosts(), Form::readers),
        series("SUMMARY:Träff\nX-A;X-B=c:d\nCATEGORIES:Elevhälsan\n",
               "BEGIN:VEVENT\nUID:u\nDTSTAMP:20270101T000000Z\nRECURRENCE-ID;TZID=Europe/Stockholm:20270312T130000\n"
               "DTSTART;TZID=Europe/Stockholm:20270312T130000\nDTEND;TZID=Europe/Stockholm:20270312T160000\n"
               "SUMMARY:Träff\nX-A;X-B=c:d\nLOCATION:Tibro (plats meddelas)\nCONTACT:Värd: Tibro kommun\n"
               "CATEGORIES:Elevhälsan\nEND:VEVENT\n"
               "BEGIN:VEVENT\nUID:u\nDTSTAMP:20270101T000000Z\nRECURRENCE-ID;TZID=Europe/Stockholm:20270409T130000\n"
               "DTSTART;TZID=Europe/Stockholm:20270409T130000\nDTEND;TZID=Europe/Stockholm:20270409T160000\n"
               "SUMMARY:Träff\nX-A;X-B=c:d\nLOCATION:Skövde (plats meddelas)\nCONTACT:Värd: Skövde kommun\n"
               "CATEGORIES:Elevhälsan\nEND:VEVENT\n"));
}

Facts a_host_for_each() {
    return facts_with({host_of("Tibro", "20270312T130000", zone), host_of("Skövde", "20270409T130000", zone),
                       host_of("Tibro", "20270514T130000", zone), host_of("Skövde", "20270611T130000", zone)});
}

// Lines of less than 75 octets, so that nobody folds them.
std::string described_in(std::size_t octets) {
    std::string lines;
    while (lines.size() < octets) lines += "X-TEXT:" + std::string(60, 'x') + "\n";
    return lines;
}

constexpr std::size_t kBesideSource = 64U << 10;

TEST(Compose, of_a_long_series_readers_get_the_list_of_hosts_that_writers_get) {
    const std::string author = series("SUMMARY:Träff\n" + described_in(70'000));
    EXPECT_EQ(composed(author, a_host_for_each(), Form::readers), composed(author, a_host_for_each(), Form::writers));
    EXPECT_THAT(composed(author, a_host_for_each(), Form::readers), HasSubstr("CONTACT:Värdar: 2027-03-12 Tibro"));
}

TEST(Compose, overrides_never_make_the_readers_form_longer_than_four_sources_and_64_KiB) {
    std::size_t with_overrides = 0, without = 0;
    for (std::size_t octets = 60'000; octets < 70'000; octets += 100) {
        const std::string author = series(described_in(octets));
        const std::string readers = composed(author, a_host_for_each(), Form::readers);
        EXPECT_LE(readers.size(), 4 * author.size() + kBesideSource);
        const std::size_t overrides = object_of(readers)->overrides().size();
        if (overrides > 0) EXPECT_EQ(overrides, 4U) << "all or none";
        ++(overrides > 0 ? with_overrides : without);
        // An override more would be beyond it.
        if (overrides == 0) EXPECT_GT(5 * author.size() + 1'000, 4 * author.size() + kBesideSource);
    }
    EXPECT_GT(with_overrides, 0U);
    EXPECT_GT(without, 0U);
}

TEST(Compose, alarms_do_not_decide_whether_readers_get_overrides) {
    const std::string alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\n" + described_in(30'000) + "END:VALARM\n";
    const std::string text = described_in(70'000);
    EXPECT_EQ(composed(series(text + alarm), a_host_for_each(), Form::readers),
              composed(series(text), a_host_for_each(), Form::readers));
}

TEST(Compose, of_a_long_preliminary_series_proposals_are_in_no_list) {
    Facts facts = a_host_for_each();
    for (OccurrenceHost& host : facts.hosts) host.proposed = true;
    EXPECT_THAT(composed(series("STATUS:TENTATIVE\n" + described_in(70'000)), facts, Form::readers),
                Not(HasSubstr("CONTACT")));
}

TEST(Compose, an_instance_of_a_whole_day_ends_the_next_day) {
    const std::string text =
        composed(calendar(event("DTSTART;VALUE=DATE:20270312\nDTEND;VALUE=DATE:20270314\nRRULE:FREQ=WEEKLY;COUNT=4\n")),
                 facts_with({host_of("Tibro", "20270326")}), Form::readers);
    EXPECT_THAT(text, HasSubstr("RECURRENCE-ID;VALUE=DATE:20270326\r\nDTSTART;VALUE=DATE:20270326\r\n"
                                "DTEND;VALUE=DATE:20270328\r\n"));
}

TEST(Compose, an_instance_keeps_its_wall_clock_over_the_change_of_time) {
    const std::string text = composed(series(), facts_with({host_of("Tibro", "20270409T130000", zone)}), Form::readers);
    EXPECT_THAT(text, HasSubstr("DTEND;TZID=Europe/Stockholm:20270409T160000\r\n"));
}

TEST(Compose, the_authors_override_stands_in_both_forms_with_the_lines_of_its_row) {
    const std::string override = event(
        "RECURRENCE-ID:20270409T110000Z\nDTSTART;TZID=Europe/Stockholm:20270409T140000\n"
        "SUMMARY:Annan tid\n");
    for (const Form form : {Form::writers, Form::readers}) {
        const std::string text = composed(series("", override), two_hosts(), form);
        EXPECT_THAT(text, HasSubstr("SUMMARY:Annan tid\r\nLOCATION:Skövde (plats meddelas)\r\n"
                                    "CONTACT:Värd: Skövde kommun\r\nCATEGORIES:Elevhälsan\r\nEND:VEVENT"));
        EXPECT_THAT(text, Not(HasSubstr("20270409T130000"))) << "no second override of that occurrence";
    }
}

TEST(Compose, a_host_of_no_occurrence_makes_no_override) {
    const std::string author = series("EXDATE;TZID=Europe/Stockholm:20270409T130000\n");
    const Facts facts = facts_with(
        {host_of("Tibro", "20270409T130000", zone), host_of("Skövde", "20270410T130000", zone),
         host_of("Tibro", "20300409T130000", zone), host_of("Tibro", "20270515"), host_of("Tibro", "kaputt")});
    EXPECT_EQ(composed(author, facts, Form::readers),
              series("EXDATE;TZID=Europe/Stockholm:20270409T130000\nCATEGORIES:Elevhälsan\n"));
}

TEST(Compose, a_proposal_is_shown_to_readers_only_and_names_no_place) {
    OccurrenceHost proposed = host_of("Tibro");
    proposed.proposed = true;
    EXPECT_EQ(composed(lines("STATUS:TENTATIVE\n"), facts_with({proposed}), Form::writers),
              lines("STATUS:TENTATIVE\nCATEGORIES:Elevhälsan\n"));
    EXPECT_EQ(composed(lines("STATUS:TENTATIVE\n"), facts_with({proposed}), Form::readers),
              lines("STATUS:TENTATIVE\nCONTACT:Värd (förslag): Tibro kommun\nCATEGORIES:Elevhälsan\n"));
}

TEST(Compose, alarms_are_served_to_writers_only) {
    const std::string alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM\n";
    const Facts facts = facts_with({host_of("Tibro", "20270312T130000", zone)});
    EXPECT_THAT(composed(series(alarm), facts, Form::writers), HasSubstr("END:VALARM"));
    EXPECT_THAT(composed(series(alarm), facts, Form::readers), Not(HasSubstr("VALARM")));
    EXPECT_EQ(composed(lines(alarm), facts_with({}), Form::readers), lines("CATEGORIES:Elevhälsan\n"));
    EXPECT_EQ(composed(lines(alarm), facts_with({}), Form::writers), lines("CATEGORIES:Elevhälsan\n" + alarm));
}

TEST(Compose, takes_over_bare_line_feeds) {
    std::string author = lines("SUMMARY:Träff\n");
    std::erase(author, '\r');
    const std::string text = composed(author, facts_with({host_of("Tibro")}), Form::writers);
    EXPECT_THAT(text, HasSubstr("CONTACT:Värd: Tibro kommun\n"));
    EXPECT_THAT(text, Not(HasSubstr("\r")));
}

TEST(Compose, long_names_are_folded_between_characters) {
    Facts facts = facts_with({});
    facts.network_name = std::string(60, 'x') + "åäöåäöåäöåäö";
    const std::string text = composed(lines(""), facts, Form::writers);
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
        EXPECT_LE(end - begin, 75u);
        EXPECT_NE(static_cast<unsigned char>(text[begin]) & 0xC0, 0x80);
    }
}

}  // namespace
}  // namespace stafett::scheduling::network
