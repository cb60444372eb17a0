#include "server/association/people_file.h"

#include "tests/support/stores.h"

namespace stafett::server::association {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Difference::Kind;

constexpr std::string_view kHead = "Nätverk;Kommun;Namn;E-post;Roll;Från;Till\r\n";
constexpr std::string_view kAssociation = R"(
[association]
name = "Förbundet"
domain = "f.example"
[[municipality]]
id = "tibro"
name = "Tibro kommun"
short_name = "Tibro"
[[municipality]]
id = "hjo"
name = "Hjo kommun"
short_name = "Hjo"
[[person]]
id = "p"
name = "Rektor Tibro"
addresses = ["p@tibro.example", "rektor@tibro.example"]
[[network]]
id = "elevhalsan"
name = "Elevhälsan"
address = "n@f.example"
member = [{ person = "p", municipality = "tibro", role = "chair", from = 2026-01-01, to = 2027-12-31 }]
seat = [{ municipality = "tibro", host = "p", from = 2026-01-01 }]
)";

class People : public testing::Test {
  protected:
    People() {
        options_.now = base::parse_instant("2026-11-22T09:00:00Z").value();
        options_.today = base::parse_date("2026-11-22").value();
        EXPECT_TRUE(association::import(*store_, read_association(kAssociation).value(), options_));
    }

    ImportResult<std::vector<Difference>> import_rows(std::string_view rows, std::string_view head = kHead) {
        const auto file = read_people(std::string(head) + std::string(rows));
        if (!file) return std::unexpected(ImportError(file.error()));
        return association::import(*store_, *file, options_);
    }
    std::vector<std::string> imported(std::string_view rows, std::string_view head = kHead) {
        const auto result = import_rows(rows, head);
        std::vector<std::string> lines;
        if (!result) throw std::runtime_error(result.error().errors.front().problem);
        for (const Difference& one : *result) lines.push_back(to_line(one));
        return lines;
    }
    std::string error(std::string_view rows, std::string_view head = kHead) {
        const auto result = import_rows(rows, head);
        if (result) return "none";
        const FileError& first = result.error().errors.front();
        return std::to_string(first.line) + ": " + first.problem;
    }
    std::unique_ptr<storage::Snapshot> snapshot() { return store_->snapshot().value(); }
    std::optional<model::Principal> person(std::string_view id) {
        return snapshot()->association().principal(model::PrincipalId(std::string(id))).value();
    }
    std::vector<model::Membership> members() { return snapshot()->memberships().of_network(kNetwork).value(); }
    std::vector<model::HostSeat> seats() { return snapshot()->memberships().seats(kNetwork).value(); }

    const model::NetworkId kNetwork{"elevhalsan"};
    tests::TestStore store_ = tests::open_test_store();
    ImportOptions options_;
};

TEST_F(People, who_are_new_get_an_id_that_the_difference_shows) {
    EXPECT_THAT(imported("Elevhälsan;Tibro;Åsa Öberg;asa@tibro.example;Deltagare;2026-08-01;\r\n"),
                ElementsAre("+ person asa-oberg\n    name: '' -> 'Åsa Öberg'\n    addresses: '' -> 'asa@tibro.example'",
                            "+ network elevhalsan: asa-oberg as member for 'tibro' from 2026-08-01"));
    EXPECT_EQ(person("asa-oberg")->name, "Åsa Öberg");
    EXPECT_EQ(members().size(), 2U);
    EXPECT_THAT(imported("elevhalsan;tibro kommun;Åsa Öberg;ASA@tibro.example;deltagare;1/8 2026;\r\n"), IsEmpty());
}

TEST_F(People, of_the_same_name_get_ids_of_their_own) {
    imported(
        "elevhalsan;Tibro;Anna Ek;anna@tibro.example;;;\nelevhalsan;Hjo;Anna Ek;anna@hjo.example;;;\n"
        "elevhalsan;Hjo;Anna Ek;anna2@hjo.example;;;\nelevhalsan;Hjo;Elevhalsan;e@hjo.example;;;\n");
    EXPECT_EQ(person("anna-ek")->addresses.front(), "anna@tibro.example");
    EXPECT_EQ(person("anna-ek-hjo")->addresses.front(), "anna@hjo.example");
    EXPECT_EQ(person("anna-ek-hjo-2")->addresses.front(), "anna2@hjo.example");
    EXPECT_EQ(person("elevhalsan-hjo")->name, "Elevhalsan");
}

TEST_F(People, are_known_by_address_whatever_they_are_called_now) {
    EXPECT_THAT(imported("elevhalsan;Tibro;Rektor i Tibro;Rektor@Tibro.example;sekreterare;;\n"),
                ElementsAre("~ person p\n    name: 'Rektor Tibro' -> 'Rektor i Tibro'",
                            "+ network elevhalsan: p as secretary for 'tibro' from the beginning"));
    EXPECT_THAT(person("p")->addresses, ElementsAre("p@tibro.example", "rektor@tibro.example"));
}

TEST_F(People, without_an_address_are_known_by_a_name_that_is_theirs_alone) {
    EXPECT_THAT(imported("elevhalsan;;rektor tibro;;kontaktperson;;\n"),
                ElementsAre("+ network elevhalsan: p as liaison for '' from the beginning"));
    EXPECT_EQ(error("elevhalsan;;Ingen;;;;\n"),
              "2: column D (E-post): nobody is called 'Ingen' yet; whoever is new needs a mail address");
    imported("elevhalsan;;Rektor Tibro;annan@tibro.example;;;\n");
    EXPECT_THAT(error("elevhalsan;;Rektor Tibro;;;;\n"), HasSubstr("2 people are called 'Rektor Tibro'"));
}

TEST_F(People, keep_the_first_day_they_have_and_the_last_one_where_the_file_has_no_such_column) {
    EXPECT_THAT(
        imported("p@tibro.example;Rektor Tibro;tibro;elevhalsan;Ordförande\n", "e-POST;namn;KOMMUN;nätverk;roll\n"),
        IsEmpty());
    EXPECT_THAT(
        imported("elevhalsan;tibro;Rektor Tibro;p@tibro.example;ordförande;;2027-06-30\n"),
        ElementsAre(
            "~ network elevhalsan: p as chair for 'tibro' from 2026-01-01\n    to: '2027-12-31' -> '2027-06-30'"));
    ASSERT_EQ(members().size(), 1U);
    EXPECT_EQ(members()[0].period.to, base::parse_date("2027-06-30"));
}

TEST_F(People, are_what_they_were_where_a_row_leaves_out_municipality_and_day) {
    EXPECT_THAT(imported("elevhalsan;Rektor Tibro;p@tibro.example;Ordförande\n", "Nätverk;Namn;E-post;Roll\n"),
                IsEmpty());
    ASSERT_EQ(members().size(), 1U);
    imported("elevhalsan;Hjo;Rektor Tibro;p@tibro.example;ordförande;;\n");
    EXPECT_EQ(members().size(), 2U) << "municipalities share people";
    EXPECT_EQ(error("elevhalsan;Rektor Tibro;p@tibro.example;Ordförande\n", "Nätverk;Namn;E-post;Roll\n"),
              "2: p has been this several times; write Kommun and Från as well");
}

TEST_F(People, are_something_again_after_it_has_ended) {
    EXPECT_THAT(
        imported("elevhalsan;tibro;Rektor Tibro;p@tibro.example;ordförande;2026-01-01;2026-12-31\n"
                 "elevhalsan;tibro;Rektor Tibro;p@tibro.example;ordförande;2027-01-01;2027-12-31\n"),
        ElementsAre("~ network elevhalsan: p as chair for 'tibro' from 2026-01-01\n    to: '2027-12-31' -> "
                    "'2026-12-31'",
                    "+ network elevhalsan: p as chair for 'tibro' from 2027-01-01\n    to: '' -> '2027-12-31'"));
    EXPECT_EQ(members().size(), 2U);
    EXPECT_THAT(error("elevhalsan;tibro;Rektor Tibro;p@tibro.example;ordförande;2026-01-01;2027-06-30\n"),
                HasSubstr("2: p is chair there already (2027-01-01 – 2027-12-31)"));
}

TEST_F(People, are_known_by_addresses_as_programs_copy_them) {
    for (const char* address :
         {"mailto:p@tibro.example", "MAILTO:P@Tibro.example", "p@tibro.example\xe2\x80\x8b", "\xc2\xa0p@tibro.example"})
        EXPECT_THAT(imported("elevhalsan;tibro;Rektor Tibro;" + std::string(address) + ";ordförande;;2027-12-31\n"),
                    IsEmpty())
            << address;
}

TEST_F(People, of_earlier_rows_are_known_by_name) {
    imported("elevhalsan;Hjo;Cia Dahl;cia@hjo.example;;;\nelevhalsan;Hjo;Cia Dahl;;mötesvärd;;\n");
    EXPECT_EQ(seats().back().host, model::PersonId("cia-dahl"));
}

TEST_F(People, bear_turns_and_leave_the_rest_of_the_seat_alone) {
    EXPECT_THAT(imported("elevhalsan;Tibro;Bo;bo@tibro.example;Mötesvärd;;\nelevhalsan;Tibro;Rektor "
                         "Tibro;p@tibro.example;ersättare;;\n"
                         "elevhalsan;Hjo;Cia;cia@hjo.example;mötesvärd;;\n"),
                testing::Contains("~ network elevhalsan: seat of tibro\n    host: 'p' -> 'bo'\n    deputy: '' -> 'p'"));
    ASSERT_EQ(seats().size(), 2U);
    EXPECT_EQ(seats()[0].host, model::PersonId("bo"));
    EXPECT_EQ(seats()[0].period.from, base::parse_date("2026-01-01"));
    EXPECT_EQ(seats()[1].municipality, model::MunicipalityId("hjo"));
    EXPECT_EQ(seats()[1].order, 1);
    EXPECT_EQ(members().size(), 1U) << "a mötesvärd need not be a member";
}

TEST_F(People, changed_here_since_the_last_import_are_conflicts_unless_the_file_shall_win) {
    const std::string_view row = "elevhalsan;Tibro;Bo Ek;bo@tibro.example;;;\n";
    imported(row);
    ASSERT_TRUE(store_->write([](storage::Transaction& transaction) -> storage::Result<void> {
        return transaction.write_association().put_person(
            {model::PrincipalId("bo-ek"), model::PrincipalKind::person, "Bo Alm", {"bo@tibro.example"}}, {});
    }));
    EXPECT_THAT(imported(row), ElementsAre(HasSubstr("! person bo-ek was changed here and is kept")));
    EXPECT_EQ(person("bo-ek")->name, "Bo Alm");
    options_.theirs = true;
    EXPECT_THAT(imported(row), ElementsAre("~ person bo-ek\n    name: 'Bo Alm' -> 'Bo Ek'"));
}

TEST_F(People, say_nothing_of_what_an_association_file_says_later) {
    imported("elevhalsan;Tibro;Rektor Tibro;p@tibro.example;mötesvärd;;\n");
    EXPECT_THAT(association::import(*store_, read_association(kAssociation).value(), options_).value(), IsEmpty());
}

TEST_F(People, are_read_from_windows_1252) {
    imported(
        "elevhalsan;Tibro;\xc5sa \xd6"
        "berg;asa@tibro.example;Ordf\xf6rande;;\n",
        "N\xe4tverk;Kommun;Namn;E-post;Roll;Fr\xe5n;Till\r\n");
    EXPECT_EQ(person("asa-oberg")->name, "Åsa Öberg");
}

TEST_F(People, with_an_error_are_not_imported_at_all_and_it_names_line_and_column) {
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"nowhere;;A;a@x.example;;;\n", "2: column A (Nätverk): there is no network 'nowhere'; there are elevhalsan"},
        {"elevhalsan;Skara;A;a@x.example;;;\n",
         "2: column B (Kommun): there is no municipality 'Skara'; there are hjo, tibro"},
        {"elevhalsan;;A;a.example;;;\n", "2: column D (E-post): 'a.example' is no mail address"},
        {"elevhalsan;;A;a@x.example;kung;;\n",
         "2: column E (Roll): 'kung' is none of ordförande, sekreterare, kontaktperson, deltagare, mötesvärd and "
         "ersättare"},
        {"elevhalsan;;A;a@x.example;;1/8/2026;\n",
         "2: column F (Från): '1/8/2026' is one day in Sweden and another in English; write it as 2026-08-01"},
        {"elevhalsan;;A;a@x.example;;2026-08-01;2026-07-01\n", "2: column G (Till): lies before Från"},
        {"elevhalsan;;A;a@x.example;mötesvärd;;\n", "2: column B (Kommun): must name whose turns she bears"},
        {"elevhalsan;Hjo;A;a@x.example;mötesvärd;2026-08-01;\n",
         "2: column F (Från): must be empty: mötesvärd and ersättare are it from now on"},
        {"elevhalsan;;;ny@x.example;;;\n", "2: column C (Namn): must name whoever has ny@x.example: she is new"},
        {";;A;a@x.example;;;\n", "2: column A (Nätverk): must name the network"},
        {"elevhalsan;;A;a@x.example;;;;x\n", "2: column H: 'x' stands in a column without a name"},
        {"elevhalsan;;\"A\nB;a@x.example;;;\n", "2: a field begins with a quotation mark and has none at its end"},
        {"elevhalsan;;A;a@x.example;;;\nelevhalsan;;B;a@x.example;chair;;\n",
         "3: column C (Namn): a@x.example is 'A' on line 2"},
        {"elevhalsan;;A;a@x.example;;;\nelevhalsan;;A;a@x.example;member;;\n", "3: says again that a is member there"},
        {"elevhalsan;Hjo;A;a@x.example;värd;;\nelevhalsan;Hjo;B;b@x.example;värd;;\n",
         "3: hjo has a as mötesvärd already"},
        {"elevhalsan;Hjo;A;a@x.example;värd;;\nelevhalsan;Hjo;A;a@x.example;ersättare;;\n",
         "3: a cannot be mötesvärd and her own ersättare"},
        {"elevhalsan;tibro;Rektor Tibro;p@tibro.example;ordförande;2026-08-01;\n",
         "2: p is chair there already (2026-01-01 – 2027-12-31); leave Kommun and Från empty for the same, or let it "
         "end "
         "before she is it again"},
        {"elevhalsan;;Rektor Tibro;p@tibro.example;ordförande;2027-12-31;\n",
         "2: p is chair there already (2026-01-01 – 2027-12-31); leave Kommun and Från empty for the same, or let it "
         "end "
         "before she is it again"},
        {"elevhalsan;Hjo;A;a@x.example;;2026-01-01;2026-06-30\nelevhalsan;Hjo;A;a@x.example;;2026-06-30;\n",
         "3: a is member there already (2026-01-01 – 2026-06-30); leave Kommun and Från empty for the same, or let it "
         "end "
         "before she is it again"},
        {"elevhalsan;tibro;Rektor Tibro;p@tibro.example;mötesvärd;;\nelevhalsan;tibro;;p@tibro.example;ersättare;;\n",
         "3: p cannot be mötesvärd and her own ersättare"},
        {"elevhalsan;tibro;;p@tibro.example;ersättare;;\n", "2: p cannot be mötesvärd and her own ersättare"},
        {"elevhalsan;;A;mailto:a@x.example?subject=Hej;;;\n",
         "2: column D (E-post): 'mailto:a@x.example?subject=Hej' is no mail address"},
        {"elevhalsan;;A;a..b@x.example;;;\n", "2: column D (E-post): 'a..b@x.example' is no mail address"},
        {"elevhalsan;;A;a@x.example.;;;\n", "2: column D (E-post): 'a@x.example.' is no mail address"},
    };
    for (const auto& [rows, expected] : cases) {
        EXPECT_EQ(error("elevhalsan;;Kvar;kvar@x.example;;;\n"), "none");
        EXPECT_EQ(error(rows), expected) << rows;
        EXPECT_FALSE(person("a")) << rows;
    }
}

TEST_F(People, need_columns_that_are_known) {
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"Nätverk,Kommun,Namn,E-post\n", "1: the columns must be parted by semicolons"},
        {"Nätverk;Namn\n", "1: there is no column E-post"},
        {"Nätverk;Namn;E-post;Frn\n", "1: column D: there is no 'Frn'; did you mean Från?"},
        {"Nätverk;Namn;E-post;NAMN\n", "1: column D: 'NAMN' stands in column B too"},
        {"\n", "0: is empty"},
    };
    for (const auto& [head, expected] : cases) EXPECT_THAT(error("", head), testing::StartsWith(expected)) << head;
    EXPECT_THAT(imported("elevhalsan;A;a@x.example;;\n", "Nätverk;Namn;E-post;;\n").size(), 2U);
}

TEST_F(People, are_read_as_a_mac_writes_them) {
    // Signs by themselves behind their letters, lone carriage returns, and the last of all days.
    EXPECT_THAT(imported("elevhalsan;Tibro;Rektor Tibro;p@tibro.example;Ordfo\xcc\x88rande;;2027-12-31\r"
                         "elevhalsan;Hjo;Eva Ek;eva@hjo.example;;1/8\xc2\xa0"
                         "2026;9999-12-31\r",
                         "Na\xcc\x88tverk;Kommun;Namn;E-post;Roll;Fra\xcc\x8a"
                         "n;Till\r"),
                testing::Contains("+ network elevhalsan: eva-ek as member for 'hjo' from 2026-08-01"));
    EXPECT_EQ(members().back().period.to, std::nullopt);
    imported("elevhalsan;Hjo;Åsa Öberg;asa@hjo.example;;;\n");
    EXPECT_THAT(imported("elevhalsan;Hjo;A\xcc\x8asa O\xcc\x88"
                         "berg;asa@hjo.example;;;\n"),
                IsEmpty());
}

TEST_F(People, may_have_names_over_several_lines_of_a_cell) {
    imported("elevhalsan;;\"Åsa\r\n\"\"Åsan\"\" Öberg; rektor\";asa@x.example;;;\n");
    EXPECT_TRUE(person("asa-asan-oberg-rektor"));
    EXPECT_EQ(person("asa-asan-oberg-rektor")->name, "Åsa \"Åsan\" Öberg; rektor");
}

TEST_F(People, are_not_more_than_ten_thousand) {
    std::string rows;
    for (int i = 0; i < 10'001; ++i) rows += "elevhalsan;;A;a@x.example;;;\n";
    EXPECT_THAT(error(rows), HasSubstr("more than 10000 rows"));
}

}  // namespace
}  // namespace stafett::server::association
