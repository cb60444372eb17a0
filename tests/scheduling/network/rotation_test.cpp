#include "scheduling/network/rotation.h"

namespace stafett::scheduling::network {
namespace {

base::Date day(std::string_view text) { return base::parse_date(text).value(); }

std::vector<model::Municipality> municipalities() {
    return {{model::MunicipalityId("tibro"), "Tibro kommun", "Tibro", {}},
            {model::MunicipalityId("skara"), "Skara kommun", "Skara", {}},
            {model::MunicipalityId("falkoping"), "Falköpings kommun", "Falköping", {}}};
}

model::HostSeat seat(std::string_view municipality, int order, std::string_view host = "anna") {
    return {
        model::NetworkId("elevhalsan"), model::MunicipalityId(municipality), order, model::PersonId(host), {}, {}, {}};
}

std::vector<model::HostSeat> seats() { return {seat("tibro", 1), seat("skara", 2), seat("falkoping", 3)}; }

model::Hosting row(std::string_view municipality, std::string_view date,
                   model::HostingState state = model::HostingState::fixed) {
    model::Hosting row;
    row.network = model::NetworkId("elevhalsan");
    row.uid = model::Uid(std::string("uid-") + std::string(date));
    row.municipality = model::MunicipalityId(municipality);
    row.state = state;
    row.date = day(date);
    return row;
}

const base::Date today = day("2027-01-01");

Choice choose(const std::vector<model::HostSeat>& seats, const std::vector<model::Hosting>& rows,
              std::string_view date = "2027-03-12", Language language = Language::swedish) {
    const std::vector dates{day(date)};
    return Rotation(seats, municipalities(), language).choose(standing_of(rows), dates, today).front();
}

std::string chosen(const Choice& choice) { return choice.municipality ? choice.municipality->text() : "nobody"; }

TEST(Rotation, fewest_turns_come_first) {
    const Choice choice =
        choose(seats(), {row("tibro", "2025-01-10"), row("tibro", "2025-03-12"), row("skara", "2025-02-01"),
                         row("skara", "2025-04-01"), row("skara", "2025-05-01"), row("falkoping", "2025-02-11"),
                         row("falkoping", "2025-04-11"), row("falkoping", "2025-05-11")});
    EXPECT_EQ(chosen(choice), "tibro");
    EXPECT_EQ(choice.explanation, "Tibro: 2 turer, färst; senast 2025-03-12");
}

TEST(Rotation, equal_numbers_go_by_the_oldest_last_turn) {
    const Choice choice =
        choose(seats(), {row("tibro", "2025-03-12"), row("skara", "2025-02-01"), row("falkoping", "2025-04-01")});
    EXPECT_EQ(chosen(choice), "skara");
    EXPECT_EQ(choice.explanation, "Skara: 1 tur, färst; senast 2025-02-01");
}

TEST(Rotation, what_is_left_goes_by_the_networks_order) {
    const Choice choice = choose(seats(), {});
    EXPECT_EQ(chosen(choice), "tibro");
    EXPECT_EQ(choice.explanation, "Tibro: inga turer, först i värdordningen");
    EXPECT_EQ(choose(seats(), {}, "2027-03-12", Language::english).explanation, "Tibro: no turns, first in the order");
    EXPECT_EQ(choose(seats(), {row("tibro", "2025-03-12"), row("skara", "2025-03-12")}).explanation,
              "Falköping: inga turer, färst");
}

TEST(Rotation, released_turns_do_not_count) {
    EXPECT_EQ(chosen(choose(seats(), {row("tibro", "2025-03-12", model::HostingState::released)})), "tibro");
    EXPECT_EQ(chosen(choose(seats(), {row("tibro", "2025-03-12", model::HostingState::planned)})), "skara");
}

TEST(Rotation, who_cannot_host_is_skipped) {
    auto some = seats();
    some[0].host = model::PersonId();
    some[1].blocked = {{day("2027-03-01"), day("2027-03-31")}};
    EXPECT_EQ(chosen(choose(some, {})), "falkoping");
    some[2].period = {{}, day("2027-03-11")};
    const Choice nobody = choose(some, {});
    EXPECT_EQ(chosen(nobody), "nobody");
    EXPECT_EQ(nobody.explanation, "Ingen värd: Tibro saknar mötesvärd, Skara kan inte då");
    EXPECT_EQ(choose({}, {}).explanation, "Ingen värd: ingen kommun i värdordningen då");
}

TEST(Rotation, empty_turns_are_filled_in_date_order_whatever_order_they_are_asked_in) {
    const std::vector dates{day("2027-05-01"), day("2027-03-01"), day("2027-04-01"), day("2027-03-01")};
    const auto choices = Rotation(seats(), municipalities(), Language::swedish).choose({}, dates, today);
    EXPECT_EQ(chosen(choices[1]), "tibro");
    EXPECT_EQ(chosen(choices[3]), "skara");
    EXPECT_EQ(chosen(choices[2]), "falkoping");
    EXPECT_EQ(chosen(choices[0]), "tibro");
}

// Fills `count` months one decision at a time, as meetings are put in.
void fill(std::vector<model::Hosting>& rows, const std::vector<model::HostSeat>& seats, int count) {
    for (int i = 0; i < count; ++i) {
        const int n = static_cast<int>(rows.size());
        const base::Date date(std::chrono::sys_days(day("2027-01-10")) + std::chrono::days(30 * n));
        const std::vector dates{date};
        const Choice choice =
            Rotation(seats, municipalities(), Language::swedish).choose(standing_of(rows), dates, today).front();
        ASSERT_TRUE(choice.municipality);
        model::Hosting one = row(choice.municipality->text(), base::format_date(date));
        one.inputs = choice.inputs;
        one.explanation = choice.explanation;
        one.decided = base::Instant(std::chrono::seconds(n));
        rows.push_back(one);
    }
}

long turns_of(const std::vector<model::Hosting>& rows, std::string_view municipality) {
    return std::ranges::count(rows, municipality, [](const model::Hosting& one) { return one.municipality.text(); });
}

TEST(Rotation, who_joins_starts_at_the_smallest_number_held_by_another) {
    const std::vector founders{seat("tibro", 1), seat("skara", 2)};
    std::vector<model::Hosting> rows;
    fill(rows, founders, 9);
    fill(rows, seats(), 6);
    // 5 and 4 before; the newcomer starts at 4 and takes every third turn from then on.
    EXPECT_EQ(turns_of(rows, "falkoping"), 2);
    EXPECT_EQ(turns_of(rows, "tibro"), 7) << rows.back().inputs;
    EXPECT_EQ(turns_of(rows, "skara"), 6);
    EXPECT_THAT(rows[9].explanation, testing::HasSubstr("Falköping: 4 turer (började på 4)"));
}

TEST(Rotation, who_returns_after_having_had_nobody_does_not_make_up_for_it) {
    std::vector<model::Hosting> rows;
    auto without = seats();
    without[2].host = model::PersonId();
    fill(rows, seats(), 3);
    fill(rows, without, 8);
    fill(rows, seats(), 3);
    EXPECT_EQ(turns_of(rows, "falkoping"), 2);
    EXPECT_EQ(turns_of(rows, "tibro"), 6);
    EXPECT_EQ(turns_of(rows, "skara"), 6);
}

TEST(Rotation, who_was_blocked_makes_up_for_it) {
    std::vector<model::Hosting> rows;
    auto blocked = seats();
    blocked[2].blocked = {{day("2027-01-01"), day("2027-07-01")}};
    fill(rows, blocked, 6);
    fill(rows, seats(), 3);
    EXPECT_EQ(turns_of(rows, "falkoping"), 3);
}

TEST(Rotation, the_chairs_choice_counts_as_a_turn_and_says_so) {
    const Rotation rotation(seats(), municipalities(), Language::swedish);
    const Choice choice = rotation.chairs_choice(model::MunicipalityId("tibro"), {}, day("2027-03-12"), today);
    EXPECT_EQ(choice.explanation, "Tibro: ordförandens val");
    ASSERT_TRUE(rotation_inputs(choice.inputs));
    model::Hosting one = row("tibro", "2027-03-12");
    one.reason = model::HostingReason::chair;
    EXPECT_EQ(chosen(choose(seats(), {one})), "skara");
}

TEST(RotationInputs, come_back_as_they_were_and_give_the_same_host) {
    auto some = seats();
    some[1].host = model::PersonId();
    const Choice choice = choose(some, {row("tibro", "2025-03-12")});
    const auto inputs = rotation_inputs(choice.inputs);
    ASSERT_TRUE(inputs) << choice.inputs;
    EXPECT_EQ(to_json(*inputs), choice.inputs);
    ASSERT_NE(next_host(*inputs), nullptr);
    EXPECT_EQ(next_host(*inputs)->municipality, choice.municipality);
    EXPECT_EQ(choice.inputs,
              R"({"date":"2027-03-12","seats":[{"id":"tibro","turns":1,"start":0,"last":"2025-03-12"},)"
              R"({"id":"skara","turns":0,"skipped":"no-host"},{"id":"falkoping","turns":0,"start":0}]})");
}

TEST(RotationInputs, read_nothing_else) {
    for (const char* text :
         {"", "{}", R"({"date":"2027-13-12","seats":[]})", R"({"date":"2027-03-12","seats":[{"id":"tibro"}]})",
          R"({"date":"2027-03-12","seats":[{"id":"T","turns":1}]})",
          R"({"date":"2027-03-12","seats":[{"id":"t","turns":1,"skipped":"lazy"}]})",
          R"({"date":"2027-03-12","seats":[]} )", R"({"date":"2027-03-12","seats":[{"id":"t","turns":)"})
        EXPECT_FALSE(rotation_inputs(text)) << text;
}

}  // namespace
}  // namespace stafett::scheduling::network
