#include "scheduling/network/forecast.h"

#include <algorithm>
#include <tuple>

namespace stafett::scheduling::network {
namespace {

base::Date day_after(base::Date date) { return base::Date(std::chrono::sys_days(date) + std::chrono::days(1)); }

// A day that only this computation knows is nothing to show.
std::string without_day(std::string text, base::Date day, Language language) {
    const std::string shown = base::format_date(day);
    if (const std::size_t at = text.find(shown); at != std::string::npos)
        text.replace(at, shown.size(), language == Language::swedish ? "i denna prognos" : "in this forecast");
    return text;
}

}  // namespace

std::vector<ForecastTurn> forecast(const Rotation& rotation, std::span<const model::Hosting> rows,
                                   std::vector<UnhostedTurn> unhosted, std::size_t count, base::Date today,
                                   Language language) {
    std::ranges::sort(unhosted, [](const UnhostedTurn& a, const UnhostedTurn& b) {
        return std::tie(a.date, a.uid) < std::tie(b.date, b.uid);
    });
    if (unhosted.size() > count) unhosted.resize(count);
    base::Date last = today;
    for (const model::Hosting& row : rows) last = std::max(last, row.date);
    std::vector<base::Date> dates;
    for (const UnhostedTurn& turn : unhosted) {
        last = std::max(last, turn.date);
        dates.push_back(turn.date);
    }
    // Meetings to come lie behind all that are there, in an order and at no date.
    const base::Date known = last;
    while (dates.size() < count) dates.push_back(last = day_after(last));
    const std::vector<Choice> choices = rotation.choose(standing_of(rows), dates, today);
    std::vector<ForecastTurn> turns;
    for (std::size_t i = 0; i < count; ++i) {
        ForecastTurn turn{{}, choices[i].municipality, choices[i].explanation};
        if (i < unhosted.size()) turn.turn = unhosted[i];
        for (base::Date day = day_after(known); day < dates[i]; day = day_after(day))
            turn.explanation = without_day(std::move(turn.explanation), day, language);
        turns.push_back(std::move(turn));
    }
    return turns;
}

}  // namespace stafett::scheduling::network
