#include "scheduling/ical/home_zone.h"

namespace stafett::scheduling::ical {
namespace {

using namespace std::chrono_literals;

TEST(HomeZone, is_swedens_where_the_name_means_nothing) {
    const std::vector<std::pair<std::string, std::string>> cases{{"Europe/Helsinki", "Europe/Helsinki"},
                                                                 {"W. Europe Standard Time", "Europe/Berlin"},
                                                                 {"", "Europe/Stockholm"},
                                                                 {"Mars/Olympus", "Europe/Stockholm"}};
    for (const auto& [asked, zone] : cases) EXPECT_EQ(home_zone(asked)->name(), zone) << asked;
}

TEST(DayIn, begins_at_the_zones_midnight) {
    const base::Instant evening = std::chrono::sys_days(2026y / 11 / 22) + 23h;
    EXPECT_EQ(day_in(*utc_zone(), evening), base::Date(2026y / 11 / 22));
    EXPECT_EQ(day_in(*home_zone("Europe/Stockholm"), evening), base::Date(2026y / 11 / 23));
}

}  // namespace
}  // namespace stafett::scheduling::ical
