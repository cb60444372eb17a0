#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "scheduling/network/forecast.h"
#include "scheduling/network/programme.h"
#include "server/cli/commands/commands.h"
#include "server/cli/meeting_view.h"
#include "server/cli/text_table.h"

namespace stafett::server::cli::commands {

namespace {

namespace network = scheduling::network;

constexpr int kMostTurns = 100;
constexpr int kMonths = 120;  // how far a series is looked through for a forecast

// 0 without the option; nothing for what is no number from 1 to 100.
std::optional<int> turns_wanted(const Arguments& arguments) {
    if (!arguments.has("forecast")) return 0;
    const std::string text = arguments.text("forecast");
    int count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool good =
        read.ec == std::errc() && read.ptr == text.data() + text.size() && count >= 1 && count <= kMostTurns;
    return good ? std::optional(count) : std::nullopt;
}

bool is_active(const model::Hosting& row) { return row.state != model::HostingState::released; }

std::string title_of(const ListedMeeting& meeting) {
    return meeting.author ? meeting.author->leading()->text("SUMMARY") : std::string();
}

// Occurrences from today on that no row has, those beyond the months that have rows included.
std::vector<network::UnhostedTurn> unhosted(const MeetingView& view, const std::vector<ListedMeeting>& meetings,
                                            base::Date today, int count) {
    std::vector<network::UnhostedTurn> turns;
    for (const ListedMeeting& one : meetings) {
        if (!one.author || one.meeting.cancelled || one.meeting.deleted) continue;
        const network::Horizon horizon{today, kMonths, count + static_cast<int>(one.rows.size())};
        const network::Programme programme = network::programme_of(*one.author, view.record().zone, horizon, one.rows);
        for (const network::Turn& turn : programme.turns) {
            const bool has_row = std::ranges::any_of(one.rows, [&](const model::Hosting& row) {
                return is_active(row) && row.occurrence == turn.occurrence;
            });
            if (turn.date >= today && !has_row) turns.push_back({one.meeting.uid, turn.date, programme.preliminary});
        }
    }
    return turns;
}

std::string planned_text(const MeetingView& view, const std::vector<ListedMeeting>& meetings, base::Date today) {
    std::vector<std::pair<const model::Hosting*, std::string>> rows;
    for (const ListedMeeting& one : meetings)
        for (const model::Hosting& row : one.rows)
            if (is_active(row) && row.date >= today) rows.emplace_back(&row, title_of(one));
    if (rows.empty()) return view.word("Inga värdskap framöver.", "No turns ahead.") + "\n";
    std::ranges::sort(rows, [](const auto& a, const auto& b) {
        return std::tie(a.first->date, a.first->uid, a.first->occurrence) <
               std::tie(b.first->date, b.first->uid, b.first->occurrence);
    });
    TextTable table;
    table.add({view.word("DATUM", "DATE"), view.word("VÄRD", "HOST"), view.word("LÄGE", "STATE"),
               view.word("TRÄFF", "MEETING"), view.word("VARFÖR", "WHY")});
    for (const auto& [row, title] : rows)
        table.add({base::format_date(row->date), view.record().rotation.short_name(row->municipality),
                   row->state == model::HostingState::fixed ? view.word("fastställd", "fixed")
                                                            : view.word("planerad", "planned"),
                   title, row->explanation});
    return table.text();
}

std::string forecast_text(const MeetingView& view, const std::vector<ListedMeeting>& meetings, base::Date today,
                          int count) {
    std::vector<model::Hosting> rows;
    for (const ListedMeeting& one : meetings) rows.insert(rows.end(), one.rows.begin(), one.rows.end());
    const auto turns = network::forecast(view.record().rotation, rows, unhosted(view, meetings, today, count),
                                         static_cast<std::size_t>(count), today, view.record().language);
    TextTable table;
    for (const network::ForecastTurn& turn : turns) {
        const bool known = turn.turn.has_value();
        const auto meeting = std::ranges::find_if(
            meetings, [&](const ListedMeeting& one) { return known && one.meeting.uid == turn.turn->uid; });
        table.add(
            {known ? base::format_date(turn.turn->date) : view.word("utan datum", "no date"),
             turn.municipality ? view.record().rotation.short_name(*turn.municipality) : "–",
             known && turn.turn->preliminary ? view.word("förslag", "proposed") : view.word("prognos", "forecast"),
             meeting == meetings.end() ? "–" : title_of(*meeting), turn.explanation});
    }
    return "\n" +
           view.word("Prognos, räknad nu. Inget av detta är bestämt:",
                     "Forecast, computed now. Nothing of it is settled:") +
           "\n" + table.text();
}

Reply operate(Context& context, const Arguments& arguments) {
    const auto count = turns_wanted(arguments);
    if (!count)
        return control::failed(fmt::format("--forecast must be a number from 1 to {}.", kMostTurns), Exit::usage);
    return with_meetings(context, arguments, [&](MeetingView& view) -> accounts::Result<std::string> {
        TRY_ASSIGN(const auto meetings, view.meetings());
        std::string text = planned_text(view, meetings, context.today);
        if (*count > 0) text += forecast_text(view, meetings, context.today, *count);
        return text;
    });
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "network", "The network's id.", true},
    Parameter{Parameter::Kind::value, "forecast", "How many turns to tell beyond those that are planned, 1 to 100."},
};

}  // namespace

constinit const Command hosting{.name = "hosting",
                                .help = "Shows whose turns of hosting come next, and why.",
                                .parameters = parameters,
                                .run = &perform_and_show,
                                .operation = &operate};

}  // namespace stafett::server::cli::commands
