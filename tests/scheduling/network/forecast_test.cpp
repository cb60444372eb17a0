#include "scheduling/network/forecast.h"

namespace stafett::scheduling::network {
namespace {

using testing::SizeIs;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }

const base::Date kToday = day("2027-01-01");

Rotation rotation() {
    std::vector<model::HostSeat> seats;
    for (const char* id : {"tibro", "skara", "hjo"})
        seats.push_back({model::NetworkId("n"),
                         model::MunicipalityId(id),
                         static_cast<int>(seats.size()),
                         model::PersonId("bo"),
                         {},
                         {},
                         {}});
    const std::vector<model::Municipality> municipalities{{model::MunicipalityId("tibro"), "Tibro kommun", "Tibro", {}},
                                                          {model::MunicipalityId("skara"), "Skara kommun", "Skara", {}},
                                                          {model::MunicipalityId("hjo"), "Hjo kommun", "Hjo", {}}};
    return Rotation(seats, municipalities, Language::swedish);
}

model::Hosting row(std::string_view municipality, std::string_view date) {
    model::Hosting row;
    row.uid = model::Uid(std::string(date));
    row.municipality = model::MunicipalityId(municipality);
    row.state = model::HostingState::fixed;
    row.date = day(date);
    return row;
}

UnhostedTurn turn(std::string_view uid, std::string_view date) { return {model::Uid(uid), day(date), false}; }

std::vector<std::string> hosts(const std::vector<ForecastTurn>& turns) {
    std::vector<std::string> ids;
    for (const ForecastTurn& one : turns) ids.push_back(one.municipality ? one.municipality->text() : "nobody");
    return ids;
}

TEST(Forecast, goes_on_where_the_rows_end) {
    const std::vector rows{row("tibro", "2027-02-01"), row("skara", "2027-03-01")};
    const auto turns =
        forecast(rotation(), rows, {turn("b", "2028-05-01"), turn("a", "2028-04-01")}, 2, kToday, Language::swedish);
    EXPECT_THAT(hosts(turns), testing::ElementsAre("hjo", "tibro"));
    EXPECT_EQ(turns[0].turn, turn("a", "2028-04-01"));
    EXPECT_EQ(turns[0].explanation, "Hjo: inga turer, färst");
    EXPECT_EQ(turns[1].explanation, "Tibro: 1 tur, färst; senast 2027-02-01");
}

TEST(Forecast, tells_whose_turn_it_is_though_no_meeting_is_there_and_shows_no_day_that_nobody_chose) {
    const auto turns = forecast(rotation(), {}, {turn("a", "2027-04-01")}, 6, kToday, Language::swedish);
    EXPECT_THAT(hosts(turns), testing::ElementsAre("tibro", "skara", "hjo", "tibro", "skara", "hjo"));
    EXPECT_FALSE(turns[1].turn);
    EXPECT_EQ(turns[3].explanation, "Tibro: 1 tur, färst; senast 2027-04-01");
    EXPECT_EQ(turns[4].explanation, "Skara: 1 tur, färst; senast i denna prognos");
}

TEST(Forecast, stops_where_it_was_asked_to) {
    const std::vector turns{turn("a", "2027-04-01"), turn("b", "2027-05-01"), turn("c", "2027-06-01")};
    EXPECT_THAT(forecast(rotation(), {}, turns, 2, kToday, Language::swedish), SizeIs(2));
    EXPECT_THAT(forecast(rotation(), {}, turns, 0, kToday, Language::swedish), SizeIs(0));
}

TEST(Forecast, says_why_nobody_can) {
    const auto turns =
        forecast(Rotation({}, {}, Language::english), {}, {turn("a", "2027-04-01")}, 1, kToday, Language::english);
    EXPECT_THAT(hosts(turns), testing::ElementsAre("nobody"));
    EXPECT_EQ(turns[0].explanation, "No host: no municipality takes part then");
}

}  // namespace
}  // namespace stafett::scheduling::network
