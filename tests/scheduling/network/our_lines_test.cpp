#include "scheduling/network/our_lines.h"

namespace stafett::scheduling::network {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

Vocabulary vocabulary() {
    return {{"Tibro kommun", "Tibro", "Skara kommun", "Skara", "Sankt Olof, västra", "Gullspång"},
            {"Elevhälsan", "Skola, hälsa"}};
}

OccurrenceHost host(std::string name, std::string short_name, base::Date date) {
    return {{}, date, std::move(name), std::move(short_name), false};
}

const base::Date march{year(2027), month(3), day(12)};
const base::Date april{year(2027), month(4), day(9)};

TEST(OurLines, are_written_in_the_language_of_the_network) {
    const OccurrenceHost tibro = host("Tibro kommun", "Tibro", march);
    EXPECT_EQ(host_contact(tibro, Language::swedish), "Värd: Tibro kommun");
    EXPECT_EQ(host_contact(tibro, Language::english), "Host: Tibro kommun");
    EXPECT_EQ(host_location(tibro, Language::swedish), "Tibro (plats meddelas)");
    EXPECT_EQ(host_location(tibro, Language::english), "Tibro (venue to be announced)");
    OccurrenceHost proposed = tibro;
    proposed.proposed = true;
    EXPECT_EQ(host_contact(proposed, Language::swedish), "Värd (förslag): Tibro kommun");
    const std::vector hosts{tibro, host("Skara kommun", "Skara", april)};
    EXPECT_EQ(hosts_contact(hosts, Language::swedish), "Värdar: 2027-03-12 Tibro, 2027-04-09 Skara");
}

TEST(OurLines, whatever_can_be_written_is_recognised) {
    const Vocabulary known = vocabulary();
    const std::vector<std::pair<std::string, std::string>> places{{"Tibro kommun", "Tibro"},
                                                                  {"Skara kommun", "Skara"},
                                                                  {"Sankt Olof, västra", "Sankt Olof, västra"},
                                                                  {" Gullspång", "Gullspång "}};
    for (const Language language : {Language::swedish, Language::english}) {
        std::vector<OccurrenceHost> hosts;
        for (const auto& [name, short_name] : places) {
            for (const bool proposed : {false, true}) {
                OccurrenceHost one = host(name, short_name, march);
                one.proposed = proposed;
                EXPECT_TRUE(is_our_contact(host_contact(one, language), known)) << name;
                EXPECT_TRUE(is_our_location(host_location(one, language), known)) << name;
            }
            hosts.push_back(host(name, short_name, april));
            EXPECT_TRUE(is_our_contact(hosts_contact(hosts, language), known)) << hosts_contact(hosts, language);
        }
    }
    EXPECT_TRUE(is_our_category(" Elevhälsan\n", known));
    EXPECT_TRUE(is_our_category("Skola, hälsa", known));
}

TEST(OurLines, whatever_a_person_writes_otherwise_is_hers) {
    const Vocabulary known = vocabulary();
    for (const char* text :
         {"", "Värd: ", "Värd: Anna", "Värd: Tibro kommun, Anna", "värd: Tibro kommun", "Tibro kommun", "Värd:Tibro",
          "Värdar: ", "Värdar: Tibro", "Värdar: 2027-03-12", "Värdar: 2027-03-12 ", "Värdar: 2027-13-12 Tibro",
          "Värdar: 2027-03-12 Tibro,", "Värdar: 2027-03-12 Tibro, ", "Värdar: 2027-03-12 Tibrobor",
          "Värdar: 2027-03-12 Tibro, 2027-04-09 Anna", "Värdar: 2027-03-12Tibro", "Värd (förslag) Tibro"})
        EXPECT_FALSE(is_our_contact(text, known)) << text;
    for (const char* text : {"", "Tibro", "(plats meddelas)", " (plats meddelas)", "Tibro (plats meddelas), Stadshuset",
                             "Rum 3, Tibro (plats meddelas)", "Borås (plats meddelas)"})
        EXPECT_FALSE(is_our_location(text, known)) << text;
    for (const char* text : {"", "Elevhälsa", "elevhälsan", "Möte"}) EXPECT_FALSE(is_our_category(text, known)) << text;
}

TEST(OurLines, empty_names_recognise_nothing) {
    const Vocabulary empty{{""}, {""}};
    EXPECT_FALSE(is_our_contact("Värd: ", empty));
    EXPECT_FALSE(is_our_contact("Värdar: 2027-03-12 ", empty));
    EXPECT_FALSE(is_our_location(" (plats meddelas)", empty));
    EXPECT_FALSE(is_our_category("", empty));
}

}  // namespace
}  // namespace stafett::scheduling::network
