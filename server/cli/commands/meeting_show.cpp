#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "server/cli/commands/commands.h"
#include "server/cli/meeting_view.h"
#include "server/cli/text_table.h"
#include "storage/base/safe_text.h"

namespace stafett::server::cli::commands {

namespace {

using scheduling::network::MeetingDate;

constexpr std::size_t kMostDates = 100;

// Of a series those from today on, else its last one; of another meeting its own.
std::vector<MeetingDate> dates_of(const MeetingView& view, const Context& context, const ListedMeeting& meeting) {
    const base::Date first = std::chrono::year(1970) / 1 / 1;
    const base::Date last = std::chrono::year(2200) / 1 / 1;
    const base::Instant today = view.begin_of(context.today);
    std::vector<MeetingDate> dates = view.dates(meeting, today, view.begin_of(last));
    if (dates.empty()) {
        dates = view.dates(meeting, view.begin_of(first), today);
        if (dates.size() > 1) dates.erase(dates.begin(), dates.end() - 1);
    }
    return dates;
}

std::string indented(std::string_view text) {
    std::string out = "  ";
    for (const char c : text) {
        if (c == '\r') continue;
        out += c;
        if (c == '\n') out += "  ";
    }
    return out + "\n";
}

std::string dates_text(const MeetingView& view, std::vector<MeetingDate> dates) {
    const std::size_t all = dates.size();
    dates.resize(std::min(all, kMostDates));
    TextTable table;
    for (const MeetingDate& date : dates)
        table.add({"  " + view.when(date), view.word(date.state), view.host(date), date.why});
    std::string text = table.text();
    if (all > dates.size())
        text += fmt::format("  {} {}\n", view.word("… och fler:", "… and more:"), all - dates.size());
    return text;
}

accounts::Result<std::string> described(MeetingView& view, const Context& context, const std::string& uid) {
    TRY_ASSIGN(const auto meetings, view.meetings());
    const auto found =
        std::ranges::find(meetings, uid, [](const ListedMeeting& one) { return one.meeting.uid.text(); });
    if (found == meetings.end())
        return std::unexpected(accounts::Refusal(
            accounts::Refusal::Why::not_found,
            fmt::format("{0} has no meeting with the UID '{1}'; 'stafett meeting list {0} --all' shows all.",
                        view.record().network.id.text(), uid)));
    if (!found->author)
        return fmt::format("{}\n",
                           view.word("Träffens text finns inte kvar.", "The meeting's text is not kept any more."));
    const auto& leading = *found->author->leading();
    const bool recurs = found->author->recurs();
    std::string text = base::safe_line(leading.text("SUMMARY")) + "\n";
    TextTable head;
    head.add({"  " + view.word("Nätverk", "Network"), view.record().network.name});
    head.add({"  UID", uid});
    if (const std::string place = leading.text("LOCATION"); !place.empty())
        head.add({"  " + view.word("Plats", "Place"), place});
    if (found->meeting.cancelled)
        head.add({"  " + view.word("Inställd", "Cancelled"),
                  base::format_date(view.record().day_of(*found->meeting.cancelled))});
    text += head.text();
    auto dates = dates_of(view, context, *found);
    text += (recurs ? view.word("Datum och värdar", "Dates and hosts") : view.word("Datum och värd", "Date and host")) +
            "\n";
    text += dates.empty() ? fmt::format("  {}\n", view.word("inga", "none")) : dates_text(view, std::move(dates));
    if (const std::string notes = leading.text("DESCRIPTION"); !notes.empty())
        text += view.word("Beskrivning", "Description") + "\n" + indented(notes);
    if (!found->files.empty()) text += view.word("Filer", "Files") + "\n" + view.files(*found);
    TRY_ASSIGN(const auto submissions, view.submissions(found->meeting));
    text += submissions.empty() ? "" : view.word("Datumanmälan", "Submitted to the coordinator") + "\n" + submissions;
    return text;
}

Reply operate(Context& context, const Arguments& arguments) {
    return with_meetings(context, arguments,
                         [&](MeetingView& view) { return described(view, context, arguments.text("uid")); });
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "network", "The network's id.", true},
    Parameter{Parameter::Kind::positional, "uid", "The meeting's UID, as 'stafett meeting list' shows it.", true},
};

}  // namespace

constinit const Command meeting_show{.name = "meeting show",
                                     .help = "Shows a meeting: dates, hosts and why, place, notes, files, submissions.",
                                     .parameters = parameters,
                                     .run = &perform_and_show,
                                     .operation = &operate};

}  // namespace stafett::server::cli::commands
