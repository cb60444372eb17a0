#include "scheduling/network/feed_text.h"

#include <fmt/format.h>

#include "scheduling/ical/values.h"
#include "scheduling/ical/vtimezone.h"
#include "scheduling/network/compose.h"
#include "tests/scheduling/network/texts.h"

namespace stafett::scheduling::network {
namespace {

using testing::HasSubstr;
using testing::Not;

const base::Date today{std::chrono::year(2027), std::chrono::month(3), std::chrono::day(1)};
constexpr std::string_view once =
    "DTSTART;TZID=Europe/Stockholm:20270312T130000\nDTEND;TZID=Europe/Stockholm:20270312T160000\n";

FeedHead head() { return {"Mina nätverk", {"Europe/Stockholm", ical::find_zone("Europe/Stockholm")}, false}; }

FeedMeeting meeting(std::string_view lines, std::string_view overrides = "") {
    FeedMeeting one;
    one.text = object_of(calendar(event(lines) + std::string(overrides)));
    one.id = model::MeetingId("0b5b7c2e-6f0e-5a3b-9d55-2f6d1c3a8e11");
    one.sequence = 3;
    one.created = *base::parse_instant("2027-01-01T08:00:00Z");
    one.changed = *base::parse_instant("2027-02-01T08:00:00Z");
    one.network = "Elevhälsan";
    one.detail = FeedDetail::everything;
    return one;
}

std::string unfolded(std::string text) {
    for (std::size_t at; (at = text.find("\r\n ")) != std::string::npos;) text.erase(at, 3);
    return text;
}

std::string feed_of(const FeedMeeting& one, const FeedHead& with = head()) {
    return unfolded(feed_text(with, std::span(&one, 1), vocabulary(), today));
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t number = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++number;
    return number;
}

TEST(FeedText, is_what_outlook_reads) {
    EXPECT_EQ(
        feed_text(head(), {}, vocabulary(), today),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Stafett//Stafett//SV\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
        "NAME:Mina nätverk\r\nX-WR-CALNAME:Mina nätverk\r\nX-WR-TIMEZONE:Europe/Stockholm\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" +
            ical::vtimezone("Europe/Stockholm") + "END:VCALENDAR\r\n");
    EXPECT_THAT(
        feed_of(meeting(std::string(once) +
                        "SUMMARY:Träff\nDESCRIPTION:Dagordning\nLOCATION:Stadshuset\nSTATUS:TENTATIVE\n"
                        "CONTACT:Värd: Tibro kommun\nCATEGORIES:Möte,Elevhälsan\nURL:https://example.org/a\n")),
        HasSubstr("BEGIN:VEVENT\r\nUID:0b5b7c2e-6f0e-5a3b-9d55-2f6d1c3a8e11\r\nDTSTAMP:20270201T080000Z\r\n"
                  "CREATED:20270101T080000Z\r\nLAST-MODIFIED:20270201T080000Z\r\nSEQUENCE:3\r\n"
                  "DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDTEND;TZID=Europe/Stockholm:20270312T160000\r\n"
                  "SUMMARY:Träff\r\nDESCRIPTION:Dagordning\r\nLOCATION:Stadshuset\r\nURL:https://example.org/a\r\n"
                  "CONTACT:Värd: Tibro kommun\r\nSTATUS:TENTATIVE\r\nTRANSP:OPAQUE\r\nCATEGORIES:Elevhälsan,Möte\r\n"
                  "END:VEVENT\r\n"));
}

TEST(FeedText, lines_are_folded_at_75_octets_between_characters) {
    FeedMeeting one =
        meeting(std::string(once) + "SUMMARY:" + std::string(40, 'x') + "åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö\n");
    const std::string text = feed_text(head(), std::span(&one, 1), vocabulary(), today);
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
        EXPECT_LE(end - begin, 75u);
        if (end > begin + 1 && text[begin] == ' ') EXPECT_NE(static_cast<unsigned char>(text[begin + 1]) & 0xC0, 0x80);
    }
    EXPECT_EQ(begin, text.size());
}

TEST(FeedText, times_float_nowhere_and_each_zone_stands_once) {
    EXPECT_THAT(
        feed_of(meeting("DTSTART:20270312T130000\nDURATION:PT1H\n")),
        HasSubstr("DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDTEND;TZID=Europe/Stockholm:20270312T140000\r\n"));
    EXPECT_THAT(feed_of(meeting("DTSTART:20270312T120000Z\n")), HasSubstr("DTSTART:20270312T120000Z\r\nSUMMARY"));
    EXPECT_THAT(feed_of(meeting("DTSTART;TZID=UTC:20270312T120000\n")), HasSubstr("DTSTART:20270312T120000Z\r\n"));
    EXPECT_THAT(feed_of(meeting("DTSTART;VALUE=DATE:20270312\n")),
                HasSubstr("DTSTART;VALUE=DATE:20270312\r\nDTEND;VALUE=DATE:20270313\r\n"));
    const std::string helsinki = feed_of(
        meeting("DTSTART;TZID=FLE Standard Time:20270312T130000\nDTEND;TZID=Europe/Stockholm:20270312T140000\n"));
    EXPECT_EQ(count(helsinki, "BEGIN:VTIMEZONE"), 2u);
    EXPECT_THAT(helsinki, Not(HasSubstr("FLE")));
    EXPECT_EQ(count(feed_of(meeting(once)), "BEGIN:VTIMEZONE"), 1u);
}

TEST(FeedText, another_networks_meeting_has_name_dates_and_host_only) {
    FeedMeeting one =
        meeting(std::string(once) +
                "SUMMARY:Träff https://zoom.us/j/1\nDESCRIPTION:hemlig\nLOCATION:hemlig\nURL:https://hemlig/\n"
                "CATEGORIES:hemlig\nCONTACT:Värd: Tibro kommun\n");
    one.detail = FeedDetail::dates;
    const std::string text = feed_of(one);
    EXPECT_THAT(text, HasSubstr("SUMMARY:Träff ***\r\nCONTACT:Värd: Tibro kommun\r\n"));
    EXPECT_THAT(text, HasSubstr("CATEGORIES:Elevhälsan\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("hemlig")));
}

TEST(FeedText, the_coordinators_has_text_and_place_and_no_link_to_join) {
    FeedMeeting one = meeting(std::string(once) +
                              "SUMMARY:Träff\nDESCRIPTION:Dagordning https://zoom.us/j/1\n"
                              "LOCATION:https://meet.google.com/abc\nURL:https://example.org/rum\n");
    one.detail = FeedDetail::text_and_place;
    FeedHead all = head();
    all.network_in_summary = true;
    const std::string text = feed_of(one, all);
    EXPECT_THAT(text, HasSubstr("SUMMARY:Elevhälsan: Träff\r\nDESCRIPTION:Dagordning ***\r\nLOCATION:***\r\nTRANSP"));
    EXPECT_THAT(text, Not(HasSubstr("URL")));
}

// As Teams writes its invitation: the link has '@' and '%40' in it.
const std::string kTeams =
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NjA1@thread.skype/0?context=%7b%22Tid%22%3a%221%22%7d&u="
    "anna%40tibro.se";
const std::string kMap = "https://www.google.com/maps/place/Stadshuset/@58.3912,13.8451,15z?u=a%40b.se";

TEST(FeedText, a_link_to_join_comes_whole_wherever_its_author_wrote_it) {
    for (const std::string& link : {kTeams, kMap, std::string("https://zoom.us/j/1?pwd=x&uname=anna%40tibro.se")}) {
        const std::string text =
            feed_of(meeting(std::string(once) + "DESCRIPTION:Anslut: <" + link + "> bo@skara.se\n" +
                            "LOCATION:Rum 1 (" + link + "\n" + "URL:" + link + "\n"));
        const std::string escaped = ical::escape_text(link);
        EXPECT_THAT(text, HasSubstr("DESCRIPTION:Anslut: <" + escaped + "> ***\r\n"));
        EXPECT_THAT(text, HasSubstr("LOCATION:Rum 1 (" + escaped + "\r\n"));
        EXPECT_THAT(text, HasSubstr("URL:" + link + "\r\n"));
    }
}

TEST(FeedText, a_conference_is_told_as_url_or_in_the_text_too) {
    const std::string line = "CONFERENCE;VALUE=URI;LABEL=Kanarie;FEATURE=VIDEO:" + kTeams + "\n";
    const std::string kept = "CONFERENCE;VALUE=URI:" + kTeams + "\r\n";
    const std::string alone = feed_of(meeting(std::string(once) + line + "DESCRIPTION:Hej\n"));
    EXPECT_THAT(alone, HasSubstr("DESCRIPTION:Hej\r\nURL:" + kTeams + "\r\n" + kept));
    EXPECT_THAT(alone, Not(HasSubstr("Kanarie")));
    const std::string beside = feed_of(meeting(std::string(once) + line + "DESCRIPTION:Hej\nURL:https://tibro.se/\n"));
    EXPECT_THAT(beside, HasSubstr("DESCRIPTION:Hej\\n" + kTeams + "\r\nURL:https://tibro.se/\r\n" + kept));
    EXPECT_THAT(feed_of(meeting(std::string(once) + line + "URL:https://tibro.se/\n")),
                HasSubstr("DESCRIPTION:" + kTeams + "\r\n"));
    // What is there already is not said again.
    const std::string told = feed_of(meeting(std::string(once) + line + line + "DESCRIPTION:Anslut " + kTeams + "\n"));
    EXPECT_EQ(count(told, kTeams), 2u) << told;
    const std::string phone =
        feed_of(meeting(std::string(once) + "CONFERENCE;VALUE=URI:tel:+46-500-1\n"
                                            "CONFERENCE;VALUE=URI:mailto:anna@tibro.se\nCONFERENCE:x\n"
                                            "CONFERENCE;VALUE=URI:javascript:x\n"));
    EXPECT_THAT(phone, HasSubstr("DESCRIPTION:tel:+46-500-1\r\n"));
    EXPECT_EQ(count(phone, "CONFERENCE"), 1u) << phone;
    // However long the text is.
    const std::string long_text = feed_of(
        meeting(std::string(once) + line + "URL:https://tibro.se/\nDESCRIPTION:" + std::string(70'000, 'x') + "\n"));
    EXPECT_THAT(long_text, HasSubstr("…\\n" + kTeams + "\r\n"));
}

TEST(FeedText, other_feeds_carry_no_link_to_join_however_it_is_wrapped) {
    const std::string wrapped =
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19%"
        "253ameeting%2540thread.v2%2F0&data=05%7C02%7Canna%40tibro.se";
    for (const std::string& link : {kTeams, wrapped}) {
        const std::string lines = std::string(once) + "SUMMARY:Träff " + link + "\nDESCRIPTION:Anslut " + link +
                                  "\nLOCATION:" + link + "\nURL:" + link + "\nCATEGORIES:Möte " + link +
                                  "\nCONFERENCE;VALUE=URI:" + link + "\nCONFERENCE;VALUE=URI:tel:+46-500-1\n";
        for (const FeedDetail detail : {FeedDetail::dates, FeedDetail::text_and_place}) {
            FeedMeeting one = meeting(lines);
            one.detail = detail;
            const std::string text = feed_of(one);
            EXPECT_THAT(text, HasSubstr("SUMMARY:Träff ***\r\n"));
            for (const char* part : {"teams", "thread", "context", "safelinks", "tibro.se", "CONFERENCE", "+46"})
                EXPECT_THAT(text, Not(HasSubstr(part)));
        }
    }
    FeedMeeting map = meeting(std::string(once) + "LOCATION:" + kMap + "\n");
    map.detail = FeedDetail::text_and_place;
    EXPECT_THAT(feed_of(map),
                HasSubstr("LOCATION:https://www.google.com/maps/place/Stadshuset/@58.3912\\,13.8451\\,15z?u=***\r\n"));
}

TEST(FeedText, what_is_private_has_time_and_network_only) {
    const std::string rest =
        "SUMMARY:hemlig\nDESCRIPTION:hemlig\nLOCATION:hemlig\nURL:https://hemlig/\nCATEGORIES:hemlig\nCONTACT:Värd: "
        "Tibro kommun\n";
    for (const char* kind : {"PRIVATE", "CONFIDENTIAL", "confidential", "X-SECRET"}) {
        const std::string text = feed_of(meeting(std::string(once) + rest + "CLASS:" + kind + "\n"));
        EXPECT_THAT(text, Not(HasSubstr("hemlig"))) << kind;
        EXPECT_THAT(text, Not(HasSubstr("CONTACT"))) << kind;
        EXPECT_THAT(text, HasSubstr("SUMMARY:Elevhälsan\r\n")) << kind;
    }
    const std::string override =
        event("RECURRENCE-ID;TZID=Europe/Stockholm:20270312T130000\n" + std::string(once) + rest);
    EXPECT_THAT(feed_of(meeting(std::string(once) + "RRULE:FREQ=WEEKLY;COUNT=3\nCLASS:PRIVATE\n", override)),
                Not(HasSubstr("hemlig")));
}

TEST(FeedText, mail_addresses_are_blanked) {
    const std::string text = feed_of(
        meeting(std::string(once) + "SUMMARY:Träff anna@tibro.se\nDESCRIPTION:Svara bo@skara.se\\nHej\n"
                                    "LOCATION:hos anna@tibro.se\nURL:mailto:anna@tibro.se\nCATEGORIES:c@d.se\n"));
    EXPECT_THAT(text, HasSubstr("DESCRIPTION:Svara ***\\nHej\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("@")));
    EXPECT_THAT(text, Not(HasSubstr("URL")));
}

TEST(FeedText, what_is_cancelled_stays_and_says_so) {
    FeedMeeting one = meeting(std::string(once) + "SUMMARY:Träff\nSTATUS:CANCELLED\n");
    EXPECT_THAT(feed_of(one), HasSubstr("SUMMARY:INSTÄLLT: Träff\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n"));
    EXPECT_THAT(feed_of(meeting(std::string(once) + "SUMMARY:INSTÄLLT: Träff\nSTATUS:CANCELLED\n")),
                HasSubstr("SUMMARY:INSTÄLLT: Träff\r\n"));
    one.language = Language::english;
    EXPECT_THAT(feed_of(one), HasSubstr("SUMMARY:CANCELLED: Träff\r\n"));
    const std::string override = event(
        "RECURRENCE-ID;TZID=Europe/Stockholm:20270319T130000\nDTSTART;TZID=Europe/Stockholm:20270319T130000\n"
        "SUMMARY:Träff\nSTATUS:CANCELLED\n");
    EXPECT_EQ(count(feed_of(meeting(std::string(once) + "RRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Träff\n", override)),
                    "INSTÄLLT: Träff"),
              1u);
}

TEST(FeedText, a_series_outlook_understands_stays_one_with_its_hosts) {
    Facts facts;
    facts.network_name = "Elevhälsan";
    facts.hosts = {host_of("Tibro", "20270409T130000", "Europe/Stockholm")};
    FeedMeeting one = meeting(once);
    one.text = object_of(
        composed(calendar(event(std::string(once) + "RRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=4\n"
                                                    "EXDATE;TZID=Europe/Stockholm:20270514T130000\nSUMMARY:Träff\n")),
                 facts, model::Form::readers));
    const std::string text = feed_of(one);
    EXPECT_EQ(count(text, "BEGIN:VEVENT"), 2u);
    EXPECT_EQ(count(text, "UID:0b5b7c2e-6f0e-5a3b-9d55-2f6d1c3a8e11\r\n"), 2u);
    EXPECT_THAT(text, HasSubstr("RRULE:FREQ=MONTHLY;COUNT=4;BYDAY=2FR\r\nEXDATE;TZID=Europe/"
                                "Stockholm:20270514T130000\r\nSUMMARY:Träff\r\n"));
    EXPECT_THAT(
        text,
        HasSubstr("RECURRENCE-ID;TZID=Europe/Stockholm:20270409T130000\r\n"
                  "DTSTART;TZID=Europe/Stockholm:20270409T130000\r\nDTEND;TZID=Europe/Stockholm:20270409T160000\r\n"
                  "SUMMARY:Träff\r\nLOCATION:Tibro (plats meddelas)\r\nCONTACT:Värd: Tibro kommun\r\n"));
}

TEST(FeedText, any_other_series_stands_occurrence_by_occurrence) {
    const std::string text = feed_of(meeting(std::string(once) + "RRULE:FREQ=MONTHLY;BYDAY=2FR,4FR\nSUMMARY:Träff\n"));
    EXPECT_THAT(text, Not(HasSubstr("RRULE:FREQ=MONTHLY")));
    EXPECT_EQ(count(text, "SUMMARY:Träff"), 48u) << "24 months";
    EXPECT_EQ(count(text, "RECURRENCE-ID"), 48u);
    EXPECT_THAT(
        text,
        HasSubstr("RECURRENCE-ID;TZID=Europe/Stockholm:20270326T130000\r\n"
                  "DTSTART;TZID=Europe/Stockholm:20270326T130000\r\nDTEND;TZID=Europe/Stockholm:20270326T160000\r\n"));
}

TEST(FeedText, a_long_text_is_not_repeated_for_each_occurrence) {
    std::string dates;
    for (int day = 1; day <= 28; ++day)
        for (const char* month : {"01", "02", "03", "04"})
            dates += fmt::format("RDATE:2027{}{:02}T120000Z\n", month, day);
    const auto feed = [&](std::size_t octets) {
        return feed_of(meeting("DTSTART:20270101T120000Z\nDURATION:PT1H\nSUMMARY:Daglig\n" + dates +
                               "DESCRIPTION:" + std::string(octets, 'x') + "\n"));
    };
    EXPECT_EQ(count(feed(3'000), "\r\nDESCRIPTION:xxx"), 112u);
    const std::string without = feed(50'000);
    EXPECT_EQ(count(without, "\r\nSUMMARY:Daglig"), 112u);
    EXPECT_EQ(count(without, "DESCRIPTION"), 0u);
}

TEST(FeedText, shows_twelve_months_back_and_twenty_four_ahead) {
    const std::vector<std::pair<std::string, bool>> cases{
        {"20260228", false}, {"20260301", true}, {"20290228", true}, {"20290301", false}};
    for (const auto& [day, shown] : cases)
        EXPECT_EQ(count(feed_of(meeting("DTSTART;TZID=Europe/Stockholm:" + day + "T130000\n")), "BEGIN:VEVENT"),
                  shown ? 1u : 0u)
            << day;
    EXPECT_EQ(count(feed_of(meeting("DTSTART;TZID=Europe/Stockholm:20200312T130000\nRRULE:FREQ=WEEKLY;COUNT=4\n")),
                    "BEGIN:VEVENT"),
              0u);
    EXPECT_EQ(
        count(feed_of(meeting("DTSTART;TZID=Europe/Stockholm:20200312T130000\nRRULE:FREQ=WEEKLY\n")), "BEGIN:VEVENT"),
        1u);
}

TEST(FeedText, an_object_of_overrides_alone_shows_them) {
    FeedMeeting one = meeting(once);
    one.text = object_of(calendar(event("RECURRENCE-ID;TZID=Europe/Stockholm:20270312T130000\n" + std::string(once))));
    EXPECT_THAT(feed_of(one), HasSubstr("RECURRENCE-ID;TZID=Europe/Stockholm:20270312T130000\r\n"));
}

TEST(FeedText, canaries_in_what_is_not_allowed_never_reach_it) {
    const std::string canaries =
        "ORGANIZER;CN=Kanarie;SENT-BY=\"mailto:kanarie@x.se\";X-P=Kanarie:mailto:kanarie@x.se\n"
        "ATTENDEE;CN=Kanarie;MEMBER=\"mailto:kanarie@x.se\";DELEGATED-TO=\"mailto:kanarie@x.se\":mailto:kanarie@x.se\n"
        "CONTACT:Kanarie\nCONTACT;ALTREP=\"https://kanarie/\":Värd: Tibro "
        "kommun\nCOMMENT:Kanarie\nX-KANARIE;X-P=Kanarie:Kanarie\nX-ALT-DESC;FMTTYPE=text/html:Kanarie\n"
        "ATTACH;FILENAME=kanarie.pdf:https://kanarie/"
        "\nATTACH;ENCODING=BASE64;VALUE=BINARY:S2FuYXJpZQ==\nRELATED-TO:kanarie\n"
        "RESOURCES:Kanarie\nREQUEST-STATUS:2.0;Kanarie\nGEO:1;1\nCOLOR:kanarie\nIMAGE;VALUE=URI:https://kanarie/\n"
        "CONFERENCE;LABEL=Kanarie;VALUE=URI:https://motesrum/\nSTRUCTURED-DATA;VALUE=TEXT:Kanarie\nSOURCE:https://"
        "kanarie/\n"
        "PARTICIPANT:Kanarie\nKANARIE:Kanarie\nCREATED:19700101T000000Z\n"
        "SUMMARY;ALTREP=\"https://kanarie/\";X-P=Kanarie:Träff\nDESCRIPTION;ALTREP=\"https://kanarie/"
        "\":Text\nLOCATION;X-P=Kanarie:Plats\n"
        "CATEGORIES;X-P=Kanarie:Möte\nURL;X-P=Kanarie:https://example.org/"
        "\nSTATUS;X-P=Kanarie:Kanarie\nTRANSP:Kanarie\nDTSTAMP;X-P=Kanarie:20270101T000000Z\n"
        "BEGIN:VALARM\nACTION:EMAIL\nSUMMARY:Kanarie\nDESCRIPTION:Kanarie\nATTENDEE:mailto:kanarie@x.se\nTRIGGER:-"
        "PT5M\nEND:VALARM\n"
        "BEGIN:PARTICIPANT\nUID:kanarie\nSUMMARY:Kanarie\nEND:PARTICIPANT\n";
    std::string text = calendar(
        "X-WR-CALNAME:Kanarie\nNAME:Kanarie\nX-WR-CALDESC:Kanarie\n"
        "BEGIN:VTIMEZONE\nTZID:Kanarie\nCOMMENT:Kanarie\nX-LIC-LOCATION:Kanarie\nTZURL:https://kanarie/"
        "\nBEGIN:STANDARD\n"
        "DTSTART:19700101T000000\nTZNAME:Kanarie\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n" +
        event("DTSTART;X-P=Kanarie;TZID=Kanarie:20270312T130000\nDURATION;X-P=Kanarie:PT1H\nRRULE;X-P=Kanarie:FREQ="
              "WEEKLY;COUNT=3\n" +
              canaries) +
        event("RECURRENCE-ID;X-P=Kanarie;TZID=Kanarie:20270319T130000\nDTSTART;TZID=Kanarie:20270319T140000\n" +
              canaries));
    for (const char* uid : {"UID:u", "PRODID:-//test//"})
        text.replace(text.find(uid), std::string_view(uid).size(), std::string(uid) + "kanarie");
    FeedMeeting one = meeting(once);
    one.text = object_of(text);
    for (const FeedDetail detail : {FeedDetail::dates, FeedDetail::text_and_place, FeedDetail::everything}) {
        one.detail = detail;
        const std::string feed = feed_of(one);
        EXPECT_THAT(feed, HasSubstr("SUMMARY:Träff\r\n"));
        for (const char* canary :
             {"Kanarie", "kanarie", "KANARIE", "S2Fu", "@", "ORGANIZER", "ATTENDEE", "ALARM", "ATTACH", "COMMENT"})
            EXPECT_THAT(feed, Not(HasSubstr(canary)));
        EXPECT_EQ(feed.contains("motesrum"), detail == FeedDetail::everything);
    }
}

TEST(FeedText, the_same_meetings_give_the_same_octets) {
    RandomTexts random(1);
    for (unsigned i = 0; i < 50; ++i) {
        FeedMeeting one = meeting(once);
        one.text = object_of(random.text());
        const std::string text = feed_text(head(), std::span(&one, 1), vocabulary(), today);
        EXPECT_EQ(feed_text(head(), std::span(&one, 1), vocabulary(), today), text);
        const ical::ObjectPtr read = object_of(text);
        for (const ical::Component* event : read->main()) EXPECT_EQ(event->text("UID"), one.id.text());
        EXPECT_THAT(text, Not(HasSubstr("VALARM")));
        EXPECT_THAT(text, Not(HasSubstr("ATTENDEE")));
    }
}

}  // namespace
}  // namespace stafett::scheduling::network
