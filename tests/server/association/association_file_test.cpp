#include "server/association/association_file.h"

#include <fstream>
#include <sstream>

namespace stafett::server::association {
namespace {

std::string example(const std::string& name) {
    std::ifstream file(STAFETT_SOURCE "/docs/example/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(AssociationFile, reads_the_example) {
    const auto file = read_association(example("skaraborg.toml")).value();
    EXPECT_EQ(file.municipalities.size(), 15u);
    ASSERT_EQ(file.networks.size(), 3u);
    EXPECT_EQ(file.office->mailbox, "utbildning@skaraborg.se");
    for (const auto& entry : file.networks) {
        EXPECT_EQ(entry.seats.size(), 15u) << entry.network.name;
        EXPECT_EQ(entry.members.size(), 18u) << entry.network.name;
        EXPECT_EQ(entry.members[0].role, model::Role::chair);
        EXPECT_EQ(entry.members[0].period.from, base::parse_date("2026-01-01"));
    }
}

TEST(AssociationFile, reads_the_suite_with_its_admin) {
    const auto file = read_association(example("suite.toml")).value();
    EXPECT_EQ(file.people.size(), 41u);
    EXPECT_EQ(file.accounts[1].login, "user02");
    EXPECT_EQ(file.people[39].name, "User 40");
    EXPECT_TRUE(file.accounts.back().admin);
}

struct Bad {
    std::string_view toml;
    std::size_t line;
    std::string_view problem;
};

TEST(AssociationFile, names_line_and_key_of_what_is_wrong) {
    for (const auto& [toml, line, problem] : std::vector<Bad>{
             {"[association]\nname = \"A\"\ndomain = \"a.example\"\nzon = \"UTC\"", 4,
              "[association] has no key 'zon'"},
             {"[association]\ndomain = \"a.example\"", 1, "[association] name is missing"},
             {"[[municipality]]\nid = \"Tibro\"\nname = \"T\"", 2, "'Tibro' is no id"},
             {"[[person]]\nid = \"a\"\nname = \"A\"\naddresses = [\"a b@c\"]", 4, "'a b@c' is no mail address"},
             {"[[person]]\nid = \"a\"\nname = \"A\"\n[[municipality]]\nid = \"a\"\nname = \"B\"", 1,
              "id 'a' is taken already"},
             {"[[network]]\nid = \"n\"\nname = \"N\"\naddress = \"n@x.example\"\nmember = [\n { person = \"p\", role = "
              "\"boss\" }]",
              6, "'boss' must be one of chair, secretary"},
             {"[[network]]\nid = \"n\"\nname = \"N\"\naddress = \"n@x.example\"\nmember = [\n { person = \"p\", from = "
              "\"2026-01-01\" }]",
              6, "must be a date such as"},
             {"[[network]]\nid = \"n\"\nname = \"N\"\naddress = \"n@x.example\"\ncall_days_before = 1000", 5,
              "from 0 to 365"},
             {"[[account]]\nperson = \"p\"\nlogin = \"l\"\nadmin = 1", 4, "must be true or false"},
             {"[[network]]\nid = \"n\"\nname = \"N\"\naddress = \"n@x.example\"\n[[account]]\nperson = \"p\"\nlogin = "
              "\"n\"",
              5, "login 'n' is taken"},
             {"[association", 1, "this is not TOML"},
         }) {
        const auto result = read_association(toml);
        ASSERT_FALSE(result) << toml;
        const bool found = std::ranges::any_of(result.error(), [&](const FileError& error) {
            return error.line == line && error.problem.find(problem) != std::string::npos;
        });
        std::string said;
        for (const auto& error : result.error()) said += std::to_string(error.line) + ": " + error.problem + "\n";
        EXPECT_TRUE(found) << toml << "\nsaid:\n" << said;
    }
}

TEST(AssociationFile, reports_every_error_of_a_file) {
    const auto result = read_association("[[person]]\nid = \"A\"\nname = \"A\"\n[[person]]\nid = \"b\"\nnam = \"B\"");
    ASSERT_FALSE(result);
    EXPECT_GE(result.error().size(), 3u);  // no id, unknown key, missing name
}

}  // namespace
}  // namespace stafett::server::association
