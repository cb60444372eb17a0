#include "scheduling/network/mandate.h"

#include <fstream>
#include <sstream>

#include "scheduling/network/mandate_text.h"

namespace stafett::scheduling::network {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string example(const std::string& name) {
    std::ifstream file(STAFETT_SOURCE "/docs/example/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

ParsedMandate parsed(const std::string& name) {
    auto result = parse_mandate(example(name), 2027);
    if (!result) throw std::runtime_error(result.error().heading + ": " + result.error().problem);
    return *std::move(result);
}

std::vector<int> goal_numbers(const model::Mandate& mandate) {
    std::vector<int> numbers;
    for (const auto& goal : mandate.goals) numbers.push_back(goal.number);
    return numbers;
}

TEST(Mandate, reads_the_goals_each_network_works_towards) {
    EXPECT_THAT(goal_numbers(parsed("sarskolan.txt").mandate), ElementsAre(1, 2, 3));
    const auto elevhalsan = parsed("elevhalsan.txt").mandate;
    EXPECT_THAT(goal_numbers(elevhalsan), ElementsAre(2, 3));
    EXPECT_EQ(elevhalsan.goals[0].title, "Höjd utbildningsnivå");
    EXPECT_THAT(elevhalsan.goals[0].items,
                ElementsAre("En större andel av eleverna fullföljer sin utbildning.",
                            "En större andel av befolkningen går vidare till högre utbildning."));
}

TEST(Mandate, reads_name_background_and_purpose) {
    const auto mandate = parsed("sarskolan.txt").mandate;
    EXPECT_EQ(mandate.name, "Särskolan");
    EXPECT_THAT(mandate.background, testing::StartsWith("Kommunerna i Skaraborg har beslutat"));
    EXPECT_THAT(mandate.background, testing::EndsWith("utifrån Måldokumentet."));
    EXPECT_EQ(mandate.purpose,
              "Nätverket för särskolan fokuserar på alla tre målen i Måldokument Utbildning Skaraborg:");
}

TEST(Mandate, reads_assignments_without_their_asterisks_and_gives_them_a_year) {
    for (const auto& [file, first] :
         {std::pair("sarskolan.txt", "Skapa arenor för samverkan kring särskolans elever."),
          std::pair("elevhalsan.txt",
                    "Skapa arenor för samverkan för de barn/elever som är i behov av stöd tillfälligt/varaktigt.")}) {
        const auto mandate = parsed(file).mandate;
        ASSERT_EQ(mandate.assignments.size(), 3u);
        EXPECT_EQ(mandate.assignments[0], (model::Assignment{2027, first}));
        EXPECT_THAT(mandate.remarks, testing::Contains(HasSubstr("2027")));
    }
}

TEST(Mandate, takes_the_year_the_text_names) {
    std::string text = example("sarskolan.txt");
    text.replace(text.find("för följande år"), std::string("för följande år").size(), "för 2031");
    const auto mandate = parse_mandate(text, 2027).value().mandate;
    EXPECT_EQ(mandate.assignments[2].year, 2031);
    EXPECT_THAT(mandate.remarks, testing::Not(testing::Contains(HasSubstr("årtal"))));
}

TEST(Mandate, tells_a_chair_who_calls_alone_from_one_who_calls_with_the_host) {
    const auto alone = parsed("sarskolan.txt").rules.call_sender.value();
    EXPECT_EQ(alone.value, model::CallSender::chair);
    EXPECT_EQ(alone.source, model::RuleSource::mandate);
    EXPECT_EQ(alone.sentence,
              "Leda nätverksträffarna, skicka ut kallelse och dagordning till alla deltagande inför nätverksträffarna");
    EXPECT_EQ(parsed("elevhalsan.txt").rules.call_sender.value().value, model::CallSender::chair_with_host);
}

TEST(Mandate, finds_who_writes_the_minutes_and_where_everything_goes) {
    for (const char* file : {"sarskolan.txt", "elevhalsan.txt"}) {
        const auto rules = parsed(file).rules;
        EXPECT_EQ(rules.minutes_writer.value().value, model::MinutesWriter::host) << file;
        EXPECT_EQ(rules.minutes_sender.value().value, model::MinutesSender::host_or_secretary) << file;
        for (const auto& to : {rules.minutes_to, rules.dates_to, rules.roster_to})
            EXPECT_EQ(to.value().value, "utbildning@skaraborg.se") << file;
        EXPECT_THAT(rules.minutes_to->sentence, testing::EndsWith("Detta skickas in till utbildning@skaraborg.se"))
            << file;
    }
}

TEST(Mandate, remarks_on_minutes_by_an_elevhalsochef_in_another_network) {
    EXPECT_THAT(parsed("sarskolan.txt").mandate.remarks, testing::Contains(HasSubstr("elevhälsochef")));
    EXPECT_THAT(parsed("elevhalsan.txt").mandate.remarks, testing::Not(testing::Contains(HasSubstr("elevhälsochef"))));
}

TEST(Mandate, keeps_each_duty_in_its_own_words) {
    const auto duties = parsed("elevhalsan.txt").mandate.duties;
    ASSERT_EQ(duties.size(), 5u);
    EXPECT_EQ(duties[0].role, model::Role::chair);
    EXPECT_EQ(duties[1].role, model::Role::secretary);
    EXPECT_EQ(duties[4].role, model::Role::liaison);
    EXPECT_THAT(duties[4].sentence,
                testing::StartsWith("Ansvarar för att återkoppla från skol-och utbildningschefsgruppen"));
}

TEST(Mandate, names_the_heading_of_a_part_that_is_missing) {
    for (const std::string heading : {"Bakgrund", "Syfte/ uppdrag", "Uppdrag ordförande:", "Uppdrag sekreterare:",
                                      "Uppdrag skol-och utbildningschef", "UPPDRAGSBESKRIVNING för nätverket"}) {
        std::string text = example("sarskolan.txt");
        text.erase(text.find("\n" + heading + "\n") == std::string::npos ? text.find(heading)
                                                                         : text.find("\n" + heading + "\n") + 1,
                   heading.size());
        const auto result = parse_mandate(text, 2027);
        ASSERT_FALSE(result) << heading;
        EXPECT_TRUE(same_heading(result.error().heading, heading)) << result.error().heading;
        EXPECT_EQ(result.error().problem, "the heading is missing");
    }
}

TEST(Mandate, names_the_heading_of_a_part_that_is_empty) {
    std::string text = example("elevhalsan.txt");
    const auto from = text.find("Ansvarar tillsammans"), to = text.find("Uppdrag sekreterare");
    text.erase(from, to - from);
    const auto result = parse_mandate(text, 2027);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().heading, "Uppdrag ordförande");
}

TEST(Mandate, explains_each_rule_by_its_sentence_or_as_our_default) {
    model::NetworkRules rules;
    apply(parsed("elevhalsan.txt").rules, rules);
    const auto lines = explain(rules, Language::swedish);
    EXPECT_EQ(lines[0].rule, "Kallelse och dagordning skickas av: ordförande tillsammans med mötesvärden");
    EXPECT_THAT(lines[0].because, HasSubstr("Ansvarar tillsammans med elevhälsochef"));
    EXPECT_EQ(lines[1].because, "vårt förval");

    const auto english = explain(rules, Language::english);
    EXPECT_EQ(english[0].rule, "Call and agenda sent by: chair with host");
    EXPECT_THAT(english[0].because, HasSubstr("the mandate: \"Ansvarar tillsammans med elevhälsochef"));
    EXPECT_EQ(english[1].because, "our default");
    ASSERT_EQ(english.size(), lines.size());
}

TEST(MandateText, makes_ids_of_names) {
    for (const auto& [name, id] : {std::pair("Särskolan", "sarskolan"), std::pair("Elevhälsan", "elevhalsan"),
                                   std::pair("Förskola & fritidshem", "forskola-fritidshem"), std::pair("ÅÄÖ", "aao")})
        EXPECT_EQ(id_from_name(name), id);
}

TEST(MandateText, finds_addresses_without_what_stands_around_them) {
    for (const auto& [text, address] : {std::pair("till a@b.se.", "a@b.se"), std::pair("(a@b.se)", "a@b.se"),
                                        std::pair("<x.y@b.c.se>", "x.y@b.c.se")})
        EXPECT_EQ(address_in(text), address);
    for (const char* text : {"", "@", "a@", "@b.se", "ingen adress", "a@b"}) EXPECT_FALSE(address_in(text)) << text;
}

}  // namespace
}  // namespace stafett::scheduling::network
