#include "server/cli/meeting_view.h"

#include <fmt/format.h>

#include "server/cli/text_table.h"

namespace stafett::server::cli {

namespace delivery = scheduling::delivery;
namespace network = scheduling::network;

namespace {

using std::chrono::days;

std::string day_of(base::LocalTime time) { return base::format_date(base::Date(std::chrono::floor<days>(time))); }

std::string clock_of(base::LocalTime time) {
    const std::chrono::hh_mm_ss clock(time - std::chrono::floor<days>(time));
    return fmt::format("{:02}:{:02}", clock.hours().count(), clock.minutes().count());
}

storage::Result<std::vector<network::AttachedFile>> attached_to(storage::Snapshot& snapshot, model::CalendarId calendar,
                                                                const model::Uid& uid) {
    TRY_ASSIGN(const auto uses, snapshot.attachments().of_object(calendar, uid));
    std::vector<network::AttachedFile> files;
    for (const model::AttachmentUse& use : uses) {
        TRY_ASSIGN(auto file, snapshot.attachments().find(use.attachment));
        if (file) files.push_back({use.occurrence, *std::move(file)});
    }
    return files;
}

// "20270312T130000" and "20270312" as days.
std::string day_of(const model::OccurrenceId& occurrence) {
    const std::string& value = occurrence.value;
    return value.size() < 8 ? std::string()
                            : fmt::format("{}-{}-{}", value.substr(0, 4), value.substr(4, 2), value.substr(6, 2));
}

}  // namespace

accounts::Result<MeetingView> MeetingView::open(storage::Snapshot& snapshot, const control::Context& context,
                                                std::string_view id) {
    using accounts::Refusal;
    TRY_ASSIGN(const auto found, snapshot.association().network(model::NetworkId(std::string(id))));
    if (!found)
        return std::unexpected(Refusal(Refusal::Why::not_found,
                                       fmt::format("There is no network '{}'; 'stafett network list' shows all.", id)));
    TRY_ASSIGN(auto record, delivery::load_network(snapshot, found->id));
    return MeetingView(snapshot, context, std::move(record));
}

accounts::Result<std::vector<ListedMeeting>> MeetingView::meetings() {
    TRY_ASSIGN(const auto all, snapshot_.meetings().of_network(record_->network.id));
    std::vector<ListedMeeting> listed;
    for (const model::Meeting& meeting : all) {
        TRY_ASSIGN(auto author, delivery::author_of(snapshot_, *record_, meeting));
        TRY_ASSIGN(auto rows, snapshot_.hostings().of_meeting(meeting.network, meeting.uid));
        TRY_ASSIGN(auto proposed, delivery::proposed_hosts(snapshot_, *record_, meeting));
        TRY_ASSIGN(auto files, attached_to(snapshot_, record_->published.id, meeting.uid));
        listed.push_back({meeting, std::move(author), std::move(rows), std::move(proposed), std::move(files)});
    }
    return listed;
}

std::vector<network::MeetingDate> MeetingView::dates(const ListedMeeting& meeting, base::Instant from,
                                                     base::Instant to) const {
    if (!meeting.author) return {};
    return network::dates_of(meeting.meeting, *meeting.author, record_->zone,
                             {meeting.rows, meeting.proposed, meeting.files}, {from, to, context_.now});
}

accounts::Result<std::string> MeetingView::submissions(const model::Meeting& meeting) {
    TRY_ASSIGN(const auto all, snapshot_.submissions().of_meeting(meeting.network, meeting.uid));
    TextTable table;
    for (const model::Submission& one : all)
        table.add({"  " + (one.settled ? base::format_date(record_->day_of(*one.settled)) : "–"), one.summary,
                   word(one.state)});
    return table.text();
}

std::string MeetingView::files(const ListedMeeting& meeting) const {
    TextTable table;
    for (const auto& [occurrence, file] : meeting.files)
        table.add({"  " + (file.kind == model::AttachmentKind::agenda ? word("dagordning", "agenda")
                                                                      : word("protokoll", "minutes")),
                   file.file_name, fmt::format("{} kB", (file.size + 999) / 1000),
                   base::format_date(record_->day_of(file.by.at)), file.by.person.text(), day_of(occurrence)});
    return table.text();
}

base::Instant MeetingView::begin_of(base::Date day) const {
    return record_->zone->to_utc(base::LocalTime(std::chrono::local_days(day)));
}

std::string MeetingView::word(std::string_view swedish, std::string_view english) const {
    return std::string(record_->language == network::Language::english ? english : swedish);
}

std::string MeetingView::word(network::MeetingState state) const {
    switch (state) {
        case network::MeetingState::preliminary:
            return word("preliminär", "preliminary");
        case network::MeetingState::planned:
            return word("planerad", "planned");
        case network::MeetingState::held:
            return word("hållen", "held");
        case network::MeetingState::minuted:
            return word("protokollförd", "minuted");
        case network::MeetingState::cancelled:
            return word("inställd", "cancelled");
    }
    return {};
}

std::string MeetingView::word(model::SubmissionState state) const {
    switch (state) {
        case model::SubmissionState::pending:
            return word("väntar", "pending");
        case model::SubmissionState::settled:
            return word("anmäld", "submitted");
        case model::SubmissionState::not_sent:
            return word("anmäld, inte mejlad", "submitted, not mailed");
        case model::SubmissionState::delivered:
            return word("levererad", "delivered");
        case model::SubmissionState::bounced:
            return word("kom i retur", "bounced");
        case model::SubmissionState::undone:
            return word("ångrad", "undone");
    }
    return {};
}

std::string MeetingView::when(const network::MeetingDate& date) const {
    const std::string first = day_of(date.start);
    // The end of whole days is the midnight behind them.
    const std::string last = day_of(date.all_day && date.end > date.start ? date.end - days(1) : date.end);
    if (date.all_day) return first == last ? first : fmt::format("{} – {}", first, last);
    if (first == last && date.start == date.end) return fmt::format("{} {}", first, clock_of(date.start));
    if (first == last) return fmt::format("{} {}–{}", first, clock_of(date.start), clock_of(date.end));
    return fmt::format("{} {} – {} {}", first, clock_of(date.start), last, clock_of(date.end));
}

std::string MeetingView::host(const network::MeetingDate& date) const {
    if (date.host) return record_->rotation.short_name(*date.host);
    if (!date.proposed.empty()) return fmt::format("{}: {}", word("förslag", "proposed"), date.proposed);
    return "–";
}

}  // namespace stafett::server::cli
