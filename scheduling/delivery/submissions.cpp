#include "scheduling/delivery/submissions.h"

#include <fmt/core.h>

#include "scheduling/network/meeting_id.h"
#include "scheduling/network/turns.h"

namespace stafett::scheduling::delivery {
namespace {

using model::SubmissionState;
using storage::Result;

constexpr std::size_t kMessagesAtATime = 1000;

// (recipient, UID) of model.md §5; the copy's UID is unique over all networks.
std::string coalescing_key(std::string_view recipient, const model::Meeting& meeting) {
    return fmt::format("{} {}", recipient, meeting.copy_uid.text());
}

}  // namespace

Result<std::vector<model::Submission>> Submissions::pending(const model::Meeting& meeting) {
    TRY_ASSIGN(auto all, transaction_.submissions().of_meeting(meeting.network, meeting.uid));
    std::erase_if(all, [](const model::Submission& one) { return one.state != SubmissionState::pending; });
    return all;
}

// Whether `after` says what the organizer's object said before the first change that is pending.
Result<bool> Submissions::brings_back(const NetworkRecord& record, const model::Meeting& meeting,
                                      const model::Submission& first, const ical::Object& after) {
    if (!meeting.settled) return false;
    TRY_ASSIGN(const auto versions,
               transaction_.changes().history(record.organizer.id, network::object_name(meeting.id)));
    for (const model::Version& version : versions) {
        if (version.by.at >= first.by.at) continue;
        if (version.removed) return false;
        TRY_ASSIGN(const model::SharedText body, transaction_.objects().body(version.body));
        if (!body) return false;
        TRY_ASSIGN(const ical::ObjectPtr settled, parse_stored(*body));
        return itip::says_the_same(*settled, after);
    }
    return false;
}

Result<void> Submissions::add(const NetworkRecord& record, model::Meeting& meeting, const Rewritten& rewritten,
                              const network::SubmissionFacts& facts, bool at_once) {
    if (!rewritten.after) return withdraw(record, meeting);
    if (!rewritten.news) return transaction_.write_meetings().put(meeting);
    TRY_ASSIGN(const auto waiting, pending(meeting));
    if (!waiting.empty()) {
        TRY_ASSIGN(const bool back, brings_back(record, meeting, waiting.front(), *rewritten.after));
        if (back) {
            // The hosts are those who were told.
            TRY(fix_hosts(meeting));
            return withdraw(record, meeting);
        }
    }
    model::Submission submission;
    submission.network = meeting.network;
    submission.uid = meeting.uid;
    submission.what = facts.what;
    submission.by = by_;
    submission.summary = network::submission_summary(facts, record.language);
    TRY(transaction_.write_submissions().add(submission));
    const base::Instant settles = at_once ? by_.at : by_.at + settings_.settle_after;
    for (const itip::Mail& mail : rewritten.mails) TRY(add_message(meeting, mail, settles));
    return settle_later(meeting, at_once);
}

Result<void> Submissions::add_message(const model::Meeting& meeting, const itip::Mail& mail, base::Instant not_before) {
    const std::string key = coalescing_key(mail.recipient, meeting);
    std::string payload = fmt::format(R"({{"network":"{}","meeting":"{}","method":"{}"}})", meeting.network.text(),
                                      meeting.id.text(), mail.method == itip::Method::cancel ? "cancel" : "request");
    TRY_ASSIGN(const auto waiting, transaction_.messages().waiting(key));
    if (waiting) return transaction_.write_messages().postpone(waiting->id, not_before, payload);
    model::Message message;
    message.kind = "submission";
    message.recipient = mail.recipient;
    message.coalescing_key = key;
    message.created = by_.at;
    message.not_before = not_before;
    message.payload = std::move(payload);
    TRY(transaction_.write_messages().add(message));
    return {};
}

Result<void> Submissions::withdraw(const NetworkRecord& record, model::Meeting& meeting) {
    TRY_ASSIGN(auto waiting, pending(meeting));
    for (model::Submission& one : waiting) {
        one.state = SubmissionState::undone;
        TRY(transaction_.write_submissions().update(one));
    }
    if (record.office && !record.office->mailbox.empty()) {
        TRY_ASSIGN(auto message, transaction_.messages().waiting(coalescing_key(record.office->mailbox, meeting)));
        if (message) {
            message->state = model::Message::State::undone;
            TRY(transaction_.write_messages().update(*message));
        }
    }
    meeting.settles.reset();
    return transaction_.write_meetings().put(meeting);
}

Result<void> Submissions::settle_later(model::Meeting& meeting, bool at_once) {
    if (at_once || settings_.settle_after <= std::chrono::seconds(0)) {
        TRY(settle(meeting));
        return release_messages();
    }
    meeting.settles = by_.at + settings_.settle_after;
    return transaction_.write_meetings().put(meeting);
}

Result<void> Submissions::settle(model::Meeting& meeting) {
    TRY(fix_hosts(meeting));
    TRY_ASSIGN(const auto office, transaction_.association().office());
    const bool to_a_mailbox = office && !office->mailbox.empty();
    TRY_ASSIGN(auto waiting, pending(meeting));
    for (model::Submission& one : waiting) {
        one.settled = by_.at;
        one.state = to_a_mailbox ? SubmissionState::not_sent : SubmissionState::settled;
        TRY(transaction_.write_submissions().update(one));
    }
    meeting.settles.reset();
    meeting.settled = by_.at;
    meeting.told = meeting.deleted ? std::nullopt : std::optional(meeting.author);
    return transaction_.write_meetings().put(meeting);
}

Result<void> Submissions::fix_hosts(const model::Meeting& meeting) {
    TRY_ASSIGN(auto rows, transaction_.hostings().of_meeting(meeting.network, meeting.uid));
    if (!network::fix(rows)) return {};
    return transaction_.write_hostings().set(meeting.network, meeting.uid, rows);
}

Result<void> Submissions::release_messages() {
    while (true) {
        TRY_ASSIGN(auto due, transaction_.messages().due(by_.at, kMessagesAtATime));
        for (model::Message& message : due) {
            message.state = model::Message::State::not_sent;
            TRY(transaction_.write_messages().update(message));
        }
        if (due.size() < kMessagesAtATime) return {};
    }
}

}  // namespace stafett::scheduling::delivery
