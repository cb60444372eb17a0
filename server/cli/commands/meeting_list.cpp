#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "server/cli/commands/commands.h"
#include "server/cli/meeting_view.h"
#include "server/cli/text_table.h"

namespace stafett::server::cli::commands {

namespace {

using scheduling::network::MeetingDate;

struct Shown {
    base::Date from;
    base::Date to;  // exclusive
    std::string none;
};

base::Date plus_months(base::Date date, int months) {
    const base::Date later = date + std::chrono::months(months);
    return later.ok() ? later : base::Date(later.year() / later.month() / std::chrono::last);
}

// What was asked for; a sentence if that is nothing.
base::Result<Shown, std::string> shown(const Context& context, const Arguments& arguments, const MeetingView& view) {
    const base::Date ahead = plus_months(context.today, context.config.meetings.months_ahead);
    if (arguments.has("all") && arguments.has("year")) return std::unexpected("Give --all or --year, not both.");
    if (arguments.has("all"))
        return Shown{std::chrono::year(1970) / 1 / 1, ahead,
                     view.word("Nätverket har inga träffar.", "The network has no meetings.")};
    if (!arguments.has("year"))
        return Shown{context.today, ahead,
                     view.word("Inga träffar framöver; --all visar alla.", "No meetings ahead; --all shows all.")};
    const std::string text = arguments.text("year");
    int year = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), year);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || year < 1970 || year > 2199)
        return std::unexpected(fmt::format("--year '{}' is no year such as 2027.", text));
    return Shown{std::chrono::year(year) / 1 / 1, std::chrono::year(year + 1) / 1 / 1,
                 fmt::format("{} {}.", view.word("Inga träffar", "No meetings in"), year)};
}

struct Line {
    MeetingDate date;
    model::Uid uid;
};

accounts::Result<std::string> listed(MeetingView& view, const Context& context, const Arguments& arguments) {
    const auto wanted = shown(context, arguments, view);
    if (!wanted) return std::unexpected(accounts::Refusal(accounts::Refusal::Why::invalid, wanted.error()));
    TRY_ASSIGN(const auto meetings, view.meetings());
    std::vector<Line> lines;
    for (const ListedMeeting& one : meetings)
        for (MeetingDate& date : view.dates(one, view.begin_of(wanted->from), view.begin_of(wanted->to)))
            lines.push_back({std::move(date), one.meeting.uid});
    if (lines.empty()) return wanted->none + "\n";
    std::ranges::sort(lines, [](const Line& a, const Line& b) {
        return std::tie(a.date.start, a.uid) < std::tie(b.date.start, b.uid);
    });
    TextTable table;
    table.add({view.word("DATUM", "DATE"), view.word("LÄGE", "STATE"), view.word("TRÄFF", "MEETING"),
               view.word("DAGORDNING", "AGENDA"), view.word("PROTOKOLL", "MINUTES"), view.word("VÄRD", "HOST"),
               view.word("VARFÖR", "WHY"), "UID"});
    const std::string yes = view.word("ja", "yes");
    for (const Line& line : lines)
        table.add({view.when(line.date), view.word(line.date.state), line.date.title, line.date.has_agenda ? yes : "–",
                   line.date.has_minutes ? yes : "–", view.host(line.date), line.date.why, line.uid.text()});
    return table.text();
}

Reply operate(Context& context, const Arguments& arguments) {
    return with_meetings(context, arguments, [&](MeetingView& view) { return listed(view, context, arguments); });
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "network", "The network's id.", true},
    Parameter{Parameter::Kind::value, "year", "Those of that year."},
    Parameter{Parameter::Kind::flag, "all", "All, past ones included."},
};

}  // namespace

constinit const Command meeting_list{
    .name = "meeting list",
    .help = "Lists a network's meetings ahead: date, state, agenda, minutes, host and why.",
    .parameters = parameters,
    .run = &perform_and_show,
    .operation = &operate};

}  // namespace stafett::server::cli::commands
