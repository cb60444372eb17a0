#include "scheduling/network/reduce.h"

#include "scheduling/network/compose.h"
#include "tests/scheduling/network/texts.h"

namespace stafett::scheduling::network {
namespace {

constexpr std::string_view once =
    "DTSTART;TZID=Europe/Stockholm:20270312T130000\nDTEND;TZID=Europe/Stockholm:20270312T160000\n";

std::string lines(std::string_view more) { return calendar(event(std::string(once) + std::string(more))); }

TEST(Reduce, takes_our_lines_out_in_any_language_and_form) {
    for (const char* line : {"CONTACT:Värd: Tibro kommun\n",
                             "CONTACT:Host: Skövde kommun\n",
                             "CONTACT:Värd (förslag): Tibro kommun\n",
                             "CONTACT:Värdar: 2027-03-12 Tibro\\, 2027-04-09 Skövde\n",
                             "CONTACT:Värdar: 2027-03-12 Tibro, 2027-04-09 Skövde\n",
                             "CONTACT:Värd: Gullspång\\, norra\n",
                             "contact:Värd: Tibro kommun\n",
                             "CONTACT;X-A=\"b;c:d\";LANGUAGE=sv:Värd: Tibro kommun\n",
                             "CONTACT:Värd:\n  Tibro\n  kommun\n",
                             "CONTACT:V\\ärd\\: Tibro kommun\n",
                             "CONTACT:Värd: Tibro kommun \n",
                             "LOCATION:Tibro (plats meddelas)\n",
                             "LOCATION;LANGUAGE=sv:Tibro (plats meddelas)\n",
                             "LOCATION:Skövde (venue to be announced)\n",
                             "LOCATION:Gullspång\\, norra (plats meddelas)\n",
                             "LOCATION:\n",
                             "LOCATION: \n",
                             "LOCATION:\\n\n",
                             "Location;X-A=b:\n",
                             "CATEGORIES:Elevhälsan\n",
                             "CATEGORIES:Särskolan,Elevhälsan\n",
                             "CATEGORIES:Elevhälsan,\n",
                             "CATEGORIES:Skola\\, hälsa\\; tillsammans\n",
                             "CATEGORIES;X-A=b:Elevhälsan\n",
                             "ORGANIZER:mailto:anna@example.org\n",
                             "ORGANIZER;CN=Elevhälsan:mailto:elevhalsan@natverk.example.org\n",
                             "CONTACT:Värd: Tibro kommun\nCONTACT:Värd: Skövde kommun\nCONTACT:Värd: Tibro kommun\n"})
        EXPECT_EQ(reduced(lines(std::string("SUMMARY:a\n") + line + "X-B:c\n")), lines("SUMMARY:a\nX-B:c\n")) << line;
}

TEST(Reduce, leaves_what_a_person_wrote) {
    for (const char* line :
         {"CONTACT:Anna Ek\n", "CONTACT:Värd: Anna\n", "LOCATION:Tibro\n", "LOCATION:Rum 3\\, Tibro (plats meddelas)\n",
          "CATEGORIES:Möte\n", "CATEGORIES:\n", "CATEGORIES:Elevhälsan och skola\n", "DESCRIPTION:Värd: Tibro kommun\n",
          "X-CONTACT:Värd: Tibro kommun\n", "COMMENT:Elevhälsan\n", "ATTENDEE:mailto:elevhalsan@natverk.example.org\n",
          "SUMMARY:\n", "BEGIN:VALARM\nCONTACT:Värd: Tibro kommun\nLOCATION:\nEND:VALARM\n"})
        EXPECT_EQ(reduced(lines(line)), lines(line)) << line;
}

TEST(Reduce, takes_only_our_value_out_of_a_list) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"CATEGORIES:Möte,Elevhälsan\n", "CATEGORIES:Möte\n"},
        {"CATEGORIES:Elevhälsan,Möte,Särskolan\n", "CATEGORIES:Möte\n"},
        {"categories;X-A=b;LANGUAGE=sv:Möte,Elevhälsan,Plan\\, nästa\n",
         "CATEGORIES;X-A=b;LANGUAGE=sv:Möte,Plan\\, nästa\n"},
        {"CATEGORIES:Möte,Skola\\, hälsa\\; tillsammans\n", "CATEGORIES:Möte\n"}};
    for (const auto& [sent, left] : cases) EXPECT_EQ(said_by(reduced(lines(sent))), said_by(lines(left))) << sent;
}

TEST(Reduce, keeps_the_octets_of_all_other_lines) {
    const std::string sent =
        "BEGIN:VCALENDAR\nVERSION:2.0\r\n\r\nBEGIN:VEVENT\r\nUID:\r\n u\nSUMMARY;X=\"a:b\":\xc3\r\n \xa5\\,\\;\n"
        "CONTACT:Värd: Ti\n bro kommun\r\n\r\nDTSTART:20270312T120000Z\nEND:VEVENT\nEND:VCALENDAR";
    const std::string left =
        "BEGIN:VCALENDAR\nVERSION:2.0\r\n\r\nBEGIN:VEVENT\r\nUID:\r\n u\nSUMMARY;X=\"a:b\":\xc3\r\n \xa5\\,\\;\n"
        "\r\nDTSTART:20270312T120000Z\nEND:VEVENT\nEND:VCALENDAR";
    EXPECT_EQ(reduced(sent), left);
}

TEST(Reduce, an_emptied_place_lets_ours_return) {
    Facts facts;
    facts.hosts = {host_of("Tibro")};
    const std::string hers = reduced(composed(lines("LOCATION:Stadshuset\n"), facts, model::Form::writers));
    EXPECT_EQ(hers, lines("LOCATION:Stadshuset\n"));
    const std::string emptied = reduced(lines("LOCATION:\nCONTACT:Värd: Tibro kommun\n"));
    EXPECT_EQ(composed(emptied, facts, model::Form::writers),
              lines("LOCATION:Tibro (plats meddelas)\nCONTACT:Värd: Tibro kommun\n"));
}

// --- overrides

constexpr std::string_view rule = "RRULE:FREQ=WEEKLY;COUNT=4\n";
constexpr std::string_view of_second = "RECURRENCE-ID;TZID=Europe/Stockholm:20270319T130000\n";
constexpr std::string_view second =
    "DTSTART;TZID=Europe/Stockholm:20270319T130000\nDTEND;TZID=Europe/Stockholm:20270319T160000\n";

struct OverrideCase {
    std::string master;
    std::string override;  // all of its lines but UID and DTSTAMP
};

std::string text_of(const OverrideCase& one) {
    return calendar(event(std::string(once) + std::string(rule) + one.master) + event(one.override));
}

TEST(Reduce, drops_an_override_that_says_nothing_of_its_own) {
    const std::string same = std::string(of_second) + std::string(second);
    const std::vector<OverrideCase> cases{
        {"", same},
        {"SUMMARY:a\n", same + "SUMMARY:a\n"},
        {"SUMMARY:a\\, b\nDESCRIPTION:c\n", same + "DESCRIPTION:c\nSUMMARY:a, b\n"},
        {"", same + "STATUS:CONFIRMED\nCLASS:PUBLIC\nTRANSP:OPAQUE\nPRIORITY:0\nDESCRIPTION:\n"},
        {"STATUS:CONFIRMED\nTRANSP:opaque\n", same},
        {"", std::string(of_second) + "DTSTART;TZID=Europe/Stockholm:20270319T130000\nDURATION:PT3H\n"},
        {"", std::string(of_second) + "DTSTART:20270319T120000Z\nDTEND:20270319T150000Z\n"},
        {"", "RECURRENCE-ID:20270319T120000Z\n" + std::string(second)},
        {"", same + "CONTACT:Värd: Tibro kommun\nLOCATION:Tibro (plats meddelas)\nCATEGORIES:Elevhälsan\n"},
        {"CATEGORIES:Möte,Plan\n", same + "CATEGORIES:Plan\nCATEGORIES:Elevhälsan,Möte\n"},
        {"", same + "SEQUENCE:3\nCREATED:20270101T000000Z\nLAST-MODIFIED:20270101T000000Z\nX-MOZ-GENERATION:4\n"},
        {"X-A:b\n", same},
        {"", same + "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM\n"},
        {"BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM\n", same},
        {"ATTENDEE;CN=Bo:mailto:bo@example.org\nORGANIZER:mailto:x@example.org\n",
         same + "ATTENDEE;X-A=b;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=\"Bo\":MAILTO:bo@example.org\n"},
        {"URL:https://example.org/\n", same + "URL;VALUE=URI:https://example.org/\n"},
    };
    for (const OverrideCase& one : cases)
        EXPECT_EQ(object_of(reduced(text_of(one)))->overrides().size(), 0u) << one.master << "--\n" << one.override;
}

TEST(Reduce, keeps_an_override_with_anything_of_its_own) {
    const std::string same = std::string(of_second) + std::string(second);
    const std::vector<OverrideCase> cases{
        {"", same + "SUMMARY:a\n"},
        {"SUMMARY:a\n", same},
        {"SUMMARY:a\n", same + "SUMMARY:A\n"},
        {"LOCATION:Stadshuset\n", same},
        {"LOCATION:Stadshuset\n", same + "LOCATION:Tibro (plats meddelas)\n"},
        {"", same + "STATUS:CANCELLED\n"},
        {"STATUS:TENTATIVE\n", same},
        {"", same + "CONTACT:Anna\n"},
        {"", same + "CATEGORIES:Möte\n"},
        {"", same + "ATTACH:https://example.org/dagordning.pdf\n"},
        {"ATTENDEE:mailto:bo@example.org\n", same + "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org\n"},
        {"", std::string(of_second) +
                 "DTSTART;TZID=Europe/Stockholm:20270319T140000\nDTEND;TZID=Europe/Stockholm:20270319T160000\n"},
        {"", std::string(of_second) + "DTSTART;TZID=Europe/Stockholm:20270319T130000\nDURATION:PT2H\n"},
        {"", std::string(of_second) + "DTSTART;TZID=Europe/Stockholm:20270319T130000\n"},
        {"", std::string(of_second) + "DTSTART:20270319T130000\nDTEND:20270319T160000\n"},
        {"", std::string(of_second) + "DTSTART;VALUE=DATE:20270319\n"},
        {"", std::string(of_second) + "SUMMARY:ingen tid\n"},
        {"", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Stockholm:20270319T130000\n" + std::string(second)},
        {"",
         "RECURRENCE-ID;TZID=Europe/Stockholm:20270320T130000\nDTSTART;TZID=Europe/"
         "Stockholm:20270320T130000\nDURATION:PT3H\n"},
        {"",
         "RECURRENCE-ID;TZID=Europe/Stockholm:20280319T130000\nDTSTART;TZID=Europe/"
         "Stockholm:20280319T130000\nDURATION:PT3H\n"},
        {"EXDATE;TZID=Europe/Stockholm:20270319T130000\n", same},
        {"", "RECURRENCE-ID:kaputt\n" + std::string(second)},
    };
    for (const OverrideCase& one : cases) {
        EXPECT_EQ(object_of(reduced(text_of(one)))->overrides().size(), 1u) << one.master << "--\n" << one.override;
    }
}

TEST(Reduce, keeps_overrides_that_stand_alone) {
    const std::string alone = calendar(event(std::string(of_second) + std::string(second)));
    EXPECT_EQ(reduced(alone), alone);
}

TEST(Reduce, drops_what_we_composed_when_a_reader_sends_it_back) {
    Facts facts;
    facts.network_name = "Elevhälsan";
    facts.hosts = {host_of("Tibro", "20270312T130000", "Europe/Stockholm"),
                   host_of("Skövde", "20270319T130000", "Europe/Stockholm")};
    const std::string author =
        calendar(event(std::string(once) + std::string(rule) + "SUMMARY:Träff\nLOCATION:Stadshuset\n"));
    const std::string served = composed(author, facts, model::Form::readers);
    ASSERT_EQ(object_of(served)->overrides().size(), 2u);
    EXPECT_EQ(reduced(served), author);
    EXPECT_EQ(said_by(reduced(rewritten_by_client(served, 7))), said_by(author));
}

TEST(Reduce, a_hostile_number_of_overrides_costs_little) {
    std::string overrides;
    for (int i = 0; i < 3000; ++i) overrides += event(std::string(of_second) + std::string(second) + "SUMMARY:a\n");
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "COMMENT:b\n";
    const std::string sent = calendar(
        event("DTSTART;TZID=Europe/Stockholm:19700101T130000\nDURATION:PT3H\nRRULE:FREQ=DAILY\n" + many) + overrides);
    EXPECT_EQ(object_of(reduced(sent))->overrides().size(), 3000u);
}

}  // namespace
}  // namespace stafett::scheduling::network
