// What the commands about a network's meetings read and say, in the network's language.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/network/meeting_dates.h"
#include "server/accounts/refusal.h"
#include "server/control/operation.h"

namespace stafett::server::cli {

struct ListedMeeting {
    model::Meeting meeting;
    scheduling::ical::ObjectPtr author;  // null: its text is gone
    std::vector<model::Hosting> rows;
    std::vector<scheduling::network::OccurrenceHost> proposed;
    std::vector<scheduling::network::AttachedFile> files;
};

class MeetingView {
  public:
    // Refused if there is no such network. Lives as long as `snapshot` and `context`.
    static accounts::Result<MeetingView> open(storage::Snapshot& snapshot, const control::Context& context,
                                              std::string_view network);

    const scheduling::delivery::NetworkRecord& record() const { return *record_; }
    // Of all its meetings that are shown somewhere, or were held; by id.
    accounts::Result<std::vector<ListedMeeting>> meetings();
    std::vector<scheduling::network::MeetingDate> dates(const ListedMeeting& meeting, base::Instant from,
                                                        base::Instant to) const;

    // What the coordinator was told of it, oldest first: lines of day, what was said, and how far that has come.
    accounts::Result<std::string> submissions(const model::Meeting& meeting);

    // Agenda and minutes: name, size, what it is and to which day, who attached it.
    std::string files(const ListedMeeting& meeting) const;

    // Midnight of a day in the association's zone.
    base::Instant begin_of(base::Date day) const;
    // One of the two, as the network's language is.
    std::string word(std::string_view swedish, std::string_view english) const;
    std::string word(scheduling::network::MeetingState state) const;
    std::string word(model::SubmissionState state) const;
    // "2027-03-12 13:00–15:00", "2027-03-12", "2027-03-12 – 2027-03-13".
    std::string when(const scheduling::network::MeetingDate& date) const;
    std::string host(const scheduling::network::MeetingDate& date) const;

  private:
    MeetingView(storage::Snapshot& snapshot, const control::Context& context,
                scheduling::delivery::NetworkRecordPtr record)
        : snapshot_(snapshot), context_(context), record_(std::move(record)) {}

    storage::Snapshot& snapshot_;
    const control::Context& context_;
    scheduling::delivery::NetworkRecordPtr record_;  // never null
};

// Runs `text` (MeetingView& -> accounts::Result<std::string>) on the network that the arguments name.
template <class Text>
control::Reply with_meetings(control::Context& context, const control::Arguments& arguments, Text text) {
    auto snapshot = context.store.snapshot();
    if (!snapshot) return control::failed(accounts::Refusal(snapshot.error()).text, control::Exit::data);
    auto view = MeetingView::open(**snapshot, context, arguments.text("network"));
    if (!view) return control::failed(view.error().text);
    auto said = text(*view);
    if (!said)
        return control::failed(said.error().text, said.error().why == accounts::Refusal::Why::invalid
                                                      ? control::Exit::usage
                                                      : control::Exit::failed);
    return {control::Exit::ok, *std::move(said), {}};
}

}  // namespace stafett::server::cli
