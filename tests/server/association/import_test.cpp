#include "server/association/import.h"

#include <fstream>
#include <sstream>

#include "scheduling/delivery/check.h"
#include "scheduling/ical/parse.h"
#include "server/association/mandate_import.h"
#include "tests/support/stores.h"

namespace stafett::server::association {
namespace {

using testing::HasSubstr;
using Kind = Difference::Kind;

std::string example(const std::string& name) {
    std::ifstream file(STAFETT_SOURCE "/docs/example/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

constexpr std::string_view small = R"(
[association]
name = "Förbundet"
domain = "f.example"
[[municipality]]
id = "tibro"
name = "Tibro kommun"
short_name = "Tibro"
[[person]]
id = "p"
name = "Rektor Tibro"
addresses = ["p@tibro.example"]
[[network]]
id = "n"
name = "Nätverket"
address = "n@f.example"
member = [{ person = "p", municipality = "tibro", role = "chair", from = 2026-01-01 }]
seat = [{ municipality = "tibro", host = "p" }]
[[account]]
person = "p"
login = "rektor"
password = "hemligt"
)";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    text.replace(text.find(what), what.size(), by);
    return text;
}

class Import : public testing::Test {
  protected:
    Import() {
        options_.now = base::parse_instant("2026-11-22T09:00:00Z").value();
        options_.today = base::parse_date("2026-11-22").value();
        options_.hash_password = [](std::string_view password) { return "hash of " + std::string(password); };
    }

    ImportResult<std::vector<Difference>> import_text(const std::string& text) {
        return association::import(*store_, read_association(text).value(), options_);
    }
    // Imports and must succeed.
    std::vector<Difference> imported(const std::string& text) {
        auto result = import_text(text);
        if (!result) throw std::runtime_error(result.error().errors.front().problem);
        return *std::move(result);
    }
    // `change` runs in a write body of its own.
    template <class F>
    void changed_here(F change) {
        ASSERT_TRUE(store_->write([&](storage::Transaction& transaction) -> storage::Result<void> {
            change(transaction);
            return {};
        }));
    }
    std::unique_ptr<storage::Snapshot> snapshot() { return store_->snapshot().value(); }

    tests::TestStore store_ = tests::open_test_store();
    ImportOptions options_;
};

TEST_F(Import, brings_in_the_example_whole) {
    imported(example("skaraborg.toml"));
    const auto now = snapshot();
    EXPECT_EQ(now->association().municipalities().value().size(), 15u);
    EXPECT_EQ(now->association().networks().value().size(), 3u);
    EXPECT_EQ(now->memberships().seats(model::NetworkId("elevhalsan")).value().size(), 15u);
    EXPECT_EQ(now->accounts().all().value().size(), 13u);
    EXPECT_EQ(now->calendars().owned_by(model::PrincipalId("samordnare")).value().size(), 1u);
}

TEST_F(Import, changes_nothing_the_second_time) {
    imported(example("skaraborg.toml"));
    EXPECT_EQ(imported(example("skaraborg.toml")).size(), 0u);
}

TEST_F(Import, never_removes_what_the_file_does_not_mention) {
    imported(std::string(small));
    imported("[[municipality]]\nid = \"hjo\"\nname = \"Hjo kommun\"");
    EXPECT_EQ(snapshot()->association().municipalities().value().size(), 2u);
    EXPECT_EQ(snapshot()->memberships().of_network(model::NetworkId("n")).value().size(), 1u);
}

TEST_F(Import, ends_a_membership_by_its_last_day) {
    imported(std::string(small));
    const auto differences =
        imported(replaced(std::string(small), "from = 2026-01-01", "from = 2026-01-01, to = 2026-12-31"));
    ASSERT_EQ(differences.size(), 1u);
    EXPECT_EQ(differences[0].fields, (std::vector<FieldChange>{{"to", "", "2026-12-31"}}));
    EXPECT_EQ(snapshot()->memberships().of_network(model::NetworkId("n")).value()[0].period.to,
              base::parse_date("2026-12-31"));
}

TEST_F(Import, writes_a_changed_address_into_the_texts_that_name_her) {
    using scheduling::delivery::MeetingBook;
    imported(std::string(small));
    const auto sent = scheduling::ical::parse(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:m\r\nDTSTAMP:20261122T090000Z\r\n"
        "DTSTART:20270310T120000Z\r\nDURATION:PT1H\r\nATTENDEE:mailto:g@example.org\r\nEND:VEVENT\r\nEND:"
        "VCALENDAR\r\n");
    const auto served = [&] {
        const auto now = snapshot();
        const auto traffar = now->calendars().find(model::PrincipalId("n"), model::CalendarName("traffar"));
        return *now->objects()
                    .find(traffar->value().id, model::ObjectName("m.ics"), model::Form::readers)
                    ->value()
                    .text;
    };
    changed_here([&](storage::Transaction& transaction) {
        const auto traffar = transaction.calendars().find(model::PrincipalId("n"), model::CalendarName("traffar"));
        MeetingBook book(transaction, {model::PersonId("p"), model::PrincipalId("n"), options_.now}, options_.settings);
        EXPECT_TRUE(book.put(traffar->value(), model::ObjectName("m.ics"), *sent, model::Expect::absent()));
    });
    EXPECT_THAT(served(), HasSubstr("SENT-BY=\"mailto:p@tibro.example\""));
    imported(replaced(std::string(small), "p@tibro.example", "p@nya.example"));
    EXPECT_THAT(served(), HasSubstr("SENT-BY=\"mailto:p@nya.example\""));
    EXPECT_THAT(scheduling::delivery::check(*snapshot(), options_.now, options_.settings).value(), testing::IsEmpty());
}

TEST_F(Import, keeps_what_was_changed_here_and_says_so) {
    imported(std::string(small));
    changed_here([](storage::Transaction& transaction) {
        auto person = *transaction.association().principal(model::PrincipalId("p")).value();
        person.name = "Ny rektor";
        EXPECT_TRUE(transaction.write_association().put_person(person, {}));
    });
    const auto differences = imported(replaced(std::string(small), "Rektor Tibro", "Rektorn"));
    ASSERT_EQ(differences.size(), 1u);
    EXPECT_EQ(differences[0].kind, Kind::conflict);
    EXPECT_THAT(to_line(differences[0]), HasSubstr("changed here"));
    EXPECT_EQ(snapshot()->association().principal(model::PrincipalId("p")).value()->name, "Ny rektor");
}

TEST_F(Import, lets_the_file_win_when_asked) {
    imported(std::string(small));
    changed_here([](storage::Transaction& transaction) {
        auto person = *transaction.association().principal(model::PrincipalId("p")).value();
        person.name = "Ny rektor";
        EXPECT_TRUE(transaction.write_association().put_person(person, {}));
    });
    options_.theirs = true;
    imported(std::string(small));
    EXPECT_EQ(snapshot()->association().principal(model::PrincipalId("p")).value()->name, "Rektor Tibro");
}

TEST_F(Import, keeps_the_old_name_of_what_is_renamed) {
    imported(std::string(small));
    imported(replaced(std::string(small), "name = \"Nätverket\"", "name = \"Nätet\""));
    EXPECT_THAT(snapshot()->association().network(model::NetworkId("n")).value()->past_names,
                testing::ElementsAre("Nätverket"));
}

TEST_F(Import, sets_a_password_once_and_leaves_the_one_its_owner_chose) {
    imported(std::string(small));
    EXPECT_EQ(snapshot()->accounts().by_login("rektor").value()->password_hash, "hash of hemligt");
    changed_here([](storage::Transaction& transaction) {
        auto account = *transaction.accounts().by_login("rektor").value();
        account.password_hash = "her own";
        EXPECT_TRUE(transaction.write_accounts().put(account));
    });
    imported(std::string(small));
    EXPECT_EQ(snapshot()->accounts().by_login("rektor").value()->password_hash, "her own");
    const auto differences = imported(replaced(std::string(small), "hemligt", "nytt"));
    EXPECT_EQ(snapshot()->accounts().by_login("rektor").value()->password_hash, "hash of nytt");
    for (const auto& difference : differences) EXPECT_THAT(to_line(difference), testing::Not(HasSubstr("nytt")));
}

TEST_F(Import, refuses_whole_what_refers_to_nobody) {
    for (const auto& [what, by, problem] : std::vector<std::array<std::string, 3>>{
             {"person = \"p\", municipality", "person = \"q\", municipality", "no person 'q'"},
             {"municipality = \"tibro\", role", "municipality = \"hjo\", role", "no municipality 'hjo'"},
             {"host = \"p\"", "host = \"q\"", "no person 'q'"}}) {
        const auto result = import_text(replaced(std::string(small), what, by));
        ASSERT_FALSE(result) << by;
        EXPECT_THAT(result.error().errors[0].problem, HasSubstr(problem));
        EXPECT_GT(result.error().errors[0].line, 0u);
        EXPECT_EQ(snapshot()->association().networks().value().size(), 0u);
        EXPECT_FALSE(snapshot()->association().association().value());
    }
}

TEST_F(Import, refuses_an_id_of_another_kind_and_a_login_of_somebody_else) {
    imported(std::string(small));
    EXPECT_FALSE(import_text("[[person]]\nid = \"tibro\"\nname = \"T\""));
    EXPECT_FALSE(import_text("[[person]]\nid = \"q\"\nname = \"Q\"\n[[account]]\nperson = \"q\"\nlogin = \"rektor\""));
    EXPECT_FALSE(import_text("[[account]]\nperson = \"p\"\nlogin = \"n\""));
    EXPECT_FALSE(import_text("[association]\nname = \"A\"\ndomain = \"a.example\"\nzone = \"Europe/Tibro\""));
}

TEST_F(Import, previews_without_writing) {
    const auto differences = preview(*store_, read_association(std::string(small)).value(), options_).value();
    EXPECT_EQ(differences.size(), 7u);
    EXPECT_EQ(snapshot()->association().networks().value().size(), 0u);
}

TEST_F(Import, makes_a_network_of_a_mandate_nobody_knew) {
    imported("[association]\nname = \"Förbundet\"\ndomain = \"f.example\"");
    const auto outcome = import_mandate(*store_, example("elevhalsan.txt"), std::nullopt, false, options_).value();
    EXPECT_TRUE(outcome.created);
    EXPECT_EQ(outcome.network, model::NetworkId("elevhalsan"));
    const auto network = snapshot()->association().network(model::NetworkId("elevhalsan")).value().value();
    EXPECT_EQ(network.address, "elevhalsan@f.example");
    EXPECT_EQ(network.rules.call_sender.value, model::CallSender::chair_with_host);
    EXPECT_EQ(snapshot()->mandates().of_network(network.id).value()->goals.size(), 2u);
    EXPECT_EQ(outcome.mandate.assignments[0].year, 2027);  // given in November for the year to come
}

TEST_F(Import, completes_the_network_a_mandate_names) {
    imported(example("skaraborg.toml"));
    const auto outcome = import_mandate(*store_, example("sarskolan.txt"), 2026, false, options_).value();
    EXPECT_FALSE(outcome.created);
    const auto network = snapshot()->association().network(model::NetworkId("sarskolan")).value().value();
    EXPECT_EQ(network.rules.minutes_to.value, "utbildning@skaraborg.se");
    EXPECT_EQ(network.rules.call_sender.source, model::RuleSource::mandate);
    EXPECT_FALSE(import_mandate(*store_, example("sarskolan.txt"), 2026, false, options_)->changed);
    // What the mandate says stays when the association is imported again.
    imported(example("skaraborg.toml"));
    EXPECT_EQ(snapshot()->association().network(network.id).value()->rules, network.rules);
}

TEST_F(Import, keeps_the_assignments_of_other_years) {
    imported(example("skaraborg.toml"));
    ASSERT_TRUE(import_mandate(*store_, example("sarskolan.txt"), 2026, false, options_));
    ASSERT_TRUE(import_mandate(*store_, example("sarskolan.txt"), 2027, false, options_));
    const auto mandate = snapshot()->mandates().of_network(model::NetworkId("sarskolan")).value().value();
    EXPECT_EQ(mandate.assignments.size(), 6u);
    EXPECT_EQ(mandate.assignments.front().year, 2026);
    EXPECT_EQ(mandate.assignments.back().year, 2027);
}

TEST_F(Import, names_the_heading_a_mandate_lacks_and_writes_nothing) {
    auto text = example("elevhalsan.txt");
    text.erase(text.find("Bakgrund"), 8);
    const auto result = import_mandate(*store_, text, 2027, false, options_);
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().errors[0].problem, HasSubstr("'Bakgrund': the heading is missing"));
    EXPECT_EQ(snapshot()->association().networks().value().size(), 0u);
}

}  // namespace
}  // namespace stafett::server::association
