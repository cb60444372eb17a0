#include "scheduling/network/turns.h"

#include "tests/scheduling/network/others.h"

namespace stafett::scheduling::network {
namespace {

using model::Hosting;
using model::HostingState;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }

const base::Date today = day("2027-01-01");

Rotation rotation(std::vector<model::HostSeat> seats = {}) {
    if (seats.empty())
        for (const char* name : {"a", "b", "c"})
            seats.push_back({{}, model::MunicipalityId(name), 0, model::PersonId("host"), {}, {}, {}});
    return Rotation(seats, {}, Language::swedish);
}

Occasion occasion(bool rule_changed = false) {
    return {model::NetworkId("n"), model::Uid("own"), today, base::Instant(std::chrono::seconds(7)), rule_changed};
}

Turn turn(std::string_view date, std::string_view id = "") {
    return {{std::string(id.empty() ? date : id), ""}, day(date), true};
}

Programme programme(std::vector<Turn> turns) { return {std::move(turns), {}, false, false}; }

Hosting row(std::string_view municipality, std::string_view date, HostingState state = HostingState::fixed) {
    Hosting one;
    one.occurrence = {std::string(date), ""};
    one.municipality = model::MunicipalityId(municipality);
    one.date = day(date);
    one.state = state;
    return one;
}

// "2027-03-01 a fixed, ..."
std::string text_of(const std::vector<Hosting>& rows) {
    std::string text;
    for (const Hosting& one : rows) {
        const char* state = one.state == HostingState::planned ? "planned"
                            : one.state == HostingState::fixed ? "fixed"
                                                               : "released";
        text += (text.empty() ? "" : ", ") + base::format_date(one.date) + " " + one.municipality.text() + " " + state;
    }
    return text;
}

std::string assigned(std::vector<Hosting> own, const Programme& programme, bool rule_changed = false,
                     const std::vector<Hosting>& others = {}) {
    return text_of(assign_hosts(std::move(own), others_in(others), programme, rotation(), occasion(rule_changed)).rows);
}

TEST(Turns, empty_ones_are_filled_and_told_rows_stay) {
    EXPECT_EQ(assigned({}, programme({turn("2027-02-01"), turn("2027-03-01")})),
              "2027-02-01 a planned, 2027-03-01 b planned");
    EXPECT_EQ(assigned({row("b", "2027-03-01")}, programme({turn("2027-02-01"), turn("2027-03-01")})),
              "2027-02-01 a planned, 2027-03-01 b fixed");
}

TEST(Turns, a_moved_occurrence_keeps_its_host) {
    EXPECT_EQ(assigned({row("b", "2027-03-01")}, programme({turn("2027-03-09", "2027-03-01")})), "2027-03-09 b fixed");
}

TEST(Turns, follow_by_date_and_then_by_order_when_the_rule_changes) {
    const std::vector own{row("a", "2027-02-01"), row("b", "2027-03-01"), row("c", "2027-04-01")};
    EXPECT_EQ(
        assigned(own, programme({turn("2027-02-02", "x"), turn("2027-03-01", "y"), turn("2027-04-02", "z")}), true),
        "2027-02-02 a fixed, 2027-03-01 b fixed, 2027-04-02 c fixed");
    EXPECT_EQ(assigned(own, programme({turn("2027-02-02", "x"), turn("2027-03-02", "y")}), true),
              "2027-02-02 a fixed, 2027-03-02 b fixed, 2027-04-01 c released");
}

TEST(Turns, one_taken_out_is_released_and_takes_nobody_elses_place) {
    const std::vector own{row("a", "2027-02-01"), row("b", "2027-03-01"), row("c", "2027-04-01")};
    EXPECT_EQ(assigned(own, programme({turn("2027-02-01"), turn("2027-04-01"), turn("2027-05-01")})),
              "2027-02-01 a fixed, 2027-03-01 b released, 2027-04-01 c fixed, 2027-05-01 b planned");
}

TEST(Turns, what_was_held_stays_held_unless_it_is_said_to_be_cancelled) {
    const std::vector own{row("a", "2026-02-01"), row("b", "2027-03-01")};
    EXPECT_EQ(assigned(own, programme({turn("2027-03-01")})), "2026-02-01 a fixed, 2027-03-01 b fixed");
    Programme said = programme({turn("2027-03-01")});
    said.cancelled = {{"2026-02-01", ""}};
    EXPECT_EQ(assigned(own, said), "2026-02-01 a released, 2027-03-01 b fixed");
}

TEST(Turns, what_comes_back_gets_its_host_back_if_still_free) {
    const std::vector own{row("c", "2027-02-01", HostingState::released)};
    EXPECT_EQ(assigned(own, programme({turn("2027-02-01")})), "2027-02-01 c planned");
    EXPECT_EQ(assigned(own, programme({turn("2027-02-01")}), false, {row("c", "2027-02-01")}),
              "2027-02-01 c released, 2027-02-01 a planned");
}

TEST(Turns, a_preliminary_meeting_reserves_nothing) {
    Programme preliminary = programme({turn("2027-02-01")});
    preliminary.preliminary = true;
    EXPECT_EQ(assigned({}, preliminary), "");
    EXPECT_EQ(assigned({row("a", "2027-02-01")}, preliminary), "2027-02-01 a released");
}

TEST(Turns, a_cancelled_meeting_gives_its_turns_back) {
    Programme cancelled;
    cancelled.whole_cancelled = true;
    EXPECT_EQ(assigned({row("a", "2026-02-01"), row("b", "2027-03-01")}, cancelled),
              "2026-02-01 a fixed, 2027-03-01 b released");
    Hosting single = row("a", "2026-02-01");
    single.occurrence = {};
    EXPECT_EQ(assigned({single}, cancelled), "2026-02-01 a released");
}

TEST(Turns, only_open_ones_get_a_row) {
    Programme some = programme({turn("2026-02-01"), turn("2027-02-01")});
    some.turns[0].open = false;
    EXPECT_EQ(assigned({}, some), "2027-02-01 a planned");
}

TEST(Turns, nobody_to_host_is_told) {
    std::vector<model::HostSeat> seats{{{}, model::MunicipalityId("a"), 0, {}, {}, {}, {}}};
    const Hosts hosts = assign_hosts({}, {}, programme({turn("2027-02-01")}), rotation(seats), occasion());
    EXPECT_TRUE(hosts.rows.empty());
    EXPECT_THAT(hosts.remarks, testing::ElementsAre("2027-02-01: Ingen värd: a saknar mötesvärd"));
}

TEST(Turns, who_was_skipped_for_want_of_somebody_is_told_once) {
    std::vector<model::HostSeat> seats{{{}, model::MunicipalityId("a"), 0, {}, {}, {}, {}},
                                       {{}, model::MunicipalityId("b"), 0, model::PersonId("p"), {}, {}, {}}};
    const Hosts hosts =
        assign_hosts({}, {}, programme({turn("2027-02-01"), turn("2027-03-01")}), rotation(seats), occasion());
    EXPECT_EQ(text_of(hosts.rows), "2027-02-01 b planned, 2027-03-01 b planned");
    EXPECT_THAT(hosts.remarks, testing::ElementsAre("a saknar mötesvärd"));
}

TEST(Turns, of_the_other_half_of_a_split_series_stay_with_who_was_told) {
    const std::vector<Hosting> freed{row("c", "2027-02-01", HostingState::released),
                                     row("b", "2027-03-01", HostingState::released)};
    const auto assigned_now = [&](Turn first, const std::vector<Hosting>& others = {}) {
        Others all = others_in(others);
        all.freed = freed;
        return text_of(assign_hosts({}, all, programme({std::move(first)}), rotation(), occasion()).rows);
    };
    EXPECT_EQ(assigned_now(turn("2027-02-01", "later")), "2027-02-01 c planned");
    EXPECT_EQ(assigned_now(turn("2027-02-02")), "2027-02-02 a planned") << "another day";
    Turn single = turn("2027-02-01");
    single.occurrence = {};
    EXPECT_EQ(assigned_now(single), "2027-02-01 a planned") << "no series";
    EXPECT_EQ(assigned_now(turn("2027-02-01"), {row("c", "2027-02-01")}), "2027-02-01 a planned") << "not free";
}

TEST(Turns, of_a_municipality_that_left_are_chosen_anew) {
    std::vector<model::HostSeat> seats{
        {{}, model::MunicipalityId("a"), 0, model::PersonId("p"), {}, {}, {}},
        {{}, model::MunicipalityId("b"), 0, {}, {}, {}, {}},
        {{}, model::MunicipalityId("c"), 0, model::PersonId("p"), {}, {{}, day("2027-02-28")}, {}}};
    std::vector own{row("c", "2027-02-01"), row("b", "2027-03-01"), row("c", "2027-04-01")};
    ASSERT_TRUE(release_leavers(own, rotation(seats), today));
    const auto hosts = assign_hosts(own, {}, programme({turn("2027-02-01"), turn("2027-03-01"), turn("2027-04-01")}),
                                    rotation(seats), occasion());
    // b has nobody any more, but only a person changes what was told.
    EXPECT_EQ(text_of(hosts.rows),
              "2027-02-01 c fixed, 2027-03-01 b fixed, 2027-04-01 c released, 2027-04-01 a planned");
    own = hosts.rows;
    EXPECT_FALSE(release_leavers(own, rotation(seats), today));
    EXPECT_TRUE(fix(own));
    EXPECT_FALSE(fix(own));
}

}  // namespace
}  // namespace stafett::scheduling::network
