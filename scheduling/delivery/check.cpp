#include "scheduling/delivery/check.h"

#include <algorithm>

#include <fmt/core.h>

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/delivery/proposals.h"
#include "scheduling/network/life.h"
#include "scheduling/network/meeting_id.h"
#include "scheduling/network/programme.h"
#include "storage/base/safe_text.h"

namespace stafett::scheduling::delivery {
namespace {

using model::Form;
using storage::Result;
constexpr std::size_t kMeetingsAtATime = 32;
constexpr std::size_t kObjectsAtATime = 256;

std::string line_of(const model::Calendar& calendar, const model::ObjectName& name, std::string_view what) {
    return base::safe_line(fmt::format("{}/{}/{}: {}", calendar.owner.text(), calendar.name.text(), name.text(), what));
}

class MeetingCheck {
  public:
    MeetingCheck(storage::Snapshot& snapshot, const NetworkRecord& record, base::Instant now, const Settings& settings,
                 Findings& found)
        : snapshot_(snapshot), record_(record), now_(now), settings_(settings), found_(found) {}

    Result<void> run(const model::Meeting& meeting) {
        TRY_ASSIGN(const ical::ObjectPtr author, author_of(snapshot_, record_, meeting));
        if (!author) {
            // That of a deleted one is kept for a year only.
            if (!meeting.deleted) found_.damaged.push_back(line_of(record_.published, meeting.name, "cannot be read"));
            return {};
        }
        TRY_ASSIGN(const auto rows, snapshot_.hostings().of_meeting(meeting.network, meeting.uid));
        TRY_ASSIGN(const ServedTexts texts, served_texts(snapshot_, record_, meeting, *author, rows));
        if (!meeting.deleted) {
            TRY(compare(record_.published, meeting.name, Form::writers, texts.writers));
            TRY(compare(record_.published, meeting.name, Form::readers, texts.readers));
        }
        const model::ObjectName name = network::object_name(meeting.id);
        TRY_ASSIGN(const auto organizer, organizer_text(snapshot_, record_, meeting, *author, texts.readers, now_));
        TRY(compare(record_.organizer, name, Form::writers, organizer));
        if (record_.copies) {
            TRY_ASSIGN(const auto copy, snapshot_.meetings().office_copy(meeting.network, meeting.uid));
            TRY(compare(*record_.copies, name, Form::writers, copy_text(meeting, copy, organizer)));
        }
        if (meeting.preliminary != preliminary_until(record_, meeting, *author, rows))
            say(record_.published, meeting.name, "is not known as what it is: preliminary or not");
        check_rows(meeting, *author, rows);
        return {};
    }

  private:
    void say(const model::Calendar& calendar, const model::ObjectName& name, std::string_view what) {
        found_.differing.push_back(line_of(calendar, name, what));
    }

    std::optional<std::string> copy_text(const model::Meeting& meeting, const model::OfficeCopy& copy,
                                         const std::optional<std::string>& organizer) {
        if (!organizer || copy.hidden || network::is_hidden(meeting)) return std::nullopt;
        const auto parsed = parse_stored(*organizer);
        if (!parsed) return std::nullopt;
        const itip::Plan plan = itip::plan(nullptr, parsed->get(), record_.addresses(meeting, copy));
        if (plan.local.empty()) return std::nullopt;
        return plan.local.front().text;
    }

    Result<void> compare(const model::Calendar& calendar, const model::ObjectName& name, Form form,
                         const std::optional<std::string>& expected) {
        TRY_ASSIGN(const auto stored, snapshot_.objects().find(calendar.id, name, form));
        if (!stored && expected) say(calendar, name, "is missing");
        if (stored && !expected) say(calendar, name, "should not be there");
        if (stored && expected && *stored->text != *expected)
            say(calendar, name,
                form == Form::readers ? "differs in the readers' form" : "differs from what it is made of");
        return {};
    }

    void check_rows(const model::Meeting& meeting, const ical::Object& author,
                    const std::vector<model::Hosting>& rows) {
        const base::Date today = record_.day_of(now_);
        const network::Horizon horizon{today, settings_.months_ahead, settings_.rows_ahead};
        const network::Programme programme = network::programme_of(author, record_.zone, horizon, rows);
        for (const model::Hosting& row : rows) {
            const auto tell = [&](std::string_view what) {
                found_.differing.push_back(
                    base::safe_line(fmt::format("{}: host of {} on {}: {}", row.network.text(), row.uid.text(),
                                                base::format_date(row.date), what)));
            };
            if (row.explanation.empty()) tell("has no explanation");
            const auto inputs = network::rotation_inputs(row.inputs);
            const network::Candidate* next = inputs ? network::next_host(*inputs) : nullptr;
            if (row.reason == model::HostingReason::rotation && (!next || next->municipality != row.municipality))
                tell("does not follow from what it was computed from");
            if (row.state == model::HostingState::released || row.date < today) continue;
            const auto turn = std::ranges::find(programme.turns, row.occurrence, &network::Turn::occurrence);
            if (meeting.cancelled || programme.preliminary || turn == programme.turns.end())
                tell("belongs to no occurrence");
            else if (turn->date != row.date)
                tell("the occurrence is on another day");
        }
    }

    storage::Snapshot& snapshot_;
    const NetworkRecord& record_;
    base::Instant now_;
    const Settings& settings_;
    Findings& found_;
};

// The turns are counted as rows come and go.
Result<void> check_turns(storage::Snapshot& snapshot, const model::NetworkId& network, Findings& found) {
    TRY_ASSIGN(const auto rows, snapshot.hostings().of_network(network));
    TRY_ASSIGN(const auto counted, snapshot.hostings().standing(network, {}));
    if (counted.turns != network::standing_of(rows).turns)
        found.differing.push_back(network.text() + ": the municipalities' turns are counted wrongly");
    return {};
}

Result<void> check_files(storage::Snapshot& snapshot, Findings& found) {
    TRY_ASSIGN(const auto strays, snapshot.attachments().strays());
    for (const model::AttachmentPlace& one : strays)
        found.differing.push_back(base::safe_line(fmt::format(
            "a file is kept for {} in calendar {}, which is not there", one.uid.text(), one.calendar.value)));
    return {};
}

Result<std::optional<model::Calendar>> copies_of_office(storage::Snapshot& snapshot) {
    TRY_ASSIGN(const auto office, snapshot.association().office());
    if (!office) return std::optional<model::Calendar>();
    TRY_ASSIGN(auto copies, snapshot.calendars().find(office->id, model::CalendarName("alla-natverk")));
    return copies;
}

}  // namespace

Result<bool> has_meeting(storage::Snapshot& snapshot, const model::Calendar& calendar,
                         const model::ObjectInfo& object) {
    if (calendar.kind == model::CollectionKind::published) {
        TRY_ASSIGN(const auto meeting, snapshot.meetings().find(model::NetworkId(calendar.owner.text()), object.uid));
        return meeting && !meeting->deleted && meeting->name == object.name;
    }
    const std::string& name = object.name.text();
    TRY_ASSIGN(const auto meeting, snapshot.meetings().by_id(model::MeetingId(name.substr(0, name.rfind('.')))));
    if (!meeting) return false;
    return calendar.kind != model::CollectionKind::organizer || calendar.owner == model::PrincipalId(meeting->network);
}

Result<void> Check::strays(storage::Snapshot& snapshot, const model::Calendar& calendar, Findings& found) {
    const storage::Page page{model::ObjectName(after_), kObjectsAtATime, false};
    TRY_ASSIGN(const auto objects, snapshot.objects().list(calendar.id, Form::writers, page));
    for (const model::StoredObject& one : objects) {
        TRY_ASSIGN(const bool known, has_meeting(snapshot, calendar, one.info));
        if (!known) found.differing.push_back(line_of(calendar, one.info.name, "belongs to no meeting"));
    }
    after_ = objects.size() < page.limit ? std::string() : objects.back().info.name.text();
    return {};
}

Result<void> Check::meetings(storage::Snapshot& snapshot, base::Instant now, Findings& found) {
    TRY_ASSIGN(const NetworkRecordPtr record, load_network(snapshot, network_));
    TRY_ASSIGN(const auto all, snapshot.meetings().of_network(network_));
    auto at = std::ranges::upper_bound(all, model::MeetingId(after_), {}, &model::Meeting::id);
    MeetingCheck check(snapshot, *record, now, settings_, found);
    for (std::size_t i = 0; i < kMeetingsAtATime && at != all.end(); ++i, ++at) {
        after_ = at->id.text();
        // The job that takes its copy away may not have run yet, and its text may be gone.
        if (!network::is_long_over(*at, now)) TRY(check.run(*at));
    }
    if (at == all.end()) after_.clear();
    return {};
}

// False when there is no network behind the last.
Result<bool> Check::next_of_network(storage::Snapshot& snapshot, base::Instant now, Findings& found) {
    if (part_ == Part::end) {
        TRY_ASSIGN(const auto networks, snapshot.association().networks());
        const auto next = std::ranges::upper_bound(networks, network_, {}, &model::Network::id);
        if (next == networks.end()) return false;
        network_ = next->id;
        part_ = Part::turns;
    }
    TRY_ASSIGN(const NetworkRecordPtr record, load_network(snapshot, network_));
    switch (part_) {
        case Part::turns:
            TRY(check_turns(snapshot, network_, found));
            break;
        case Part::meetings:
            TRY(meetings(snapshot, now, found));
            break;
        case Part::published:
            TRY(strays(snapshot, record->published, found));
            break;
        case Part::organizer:
            TRY(strays(snapshot, record->organizer, found));
            break;
        case Part::end:
            break;
    }
    if (after_.empty()) part_ = static_cast<Part>(static_cast<int>(part_) + 1);
    return true;
}

Result<bool> Check::next(storage::Snapshot& snapshot, base::Instant now, Findings& found) {
    if (done_) return false;
    if (!std::exchange(files_, true)) {
        TRY(check_files(snapshot, found));
        return true;
    }
    if (!copies_) {
        TRY_ASSIGN(const bool one_of_them, next_of_network(snapshot, now, found));
        if (one_of_them) return true;
        copies_ = true;
    }
    TRY_ASSIGN(const auto copies, copies_of_office(snapshot));
    if (copies) TRY(strays(snapshot, *copies, found));
    done_ = after_.empty();
    return !done_;
}

Result<std::vector<std::string>> check(storage::Snapshot& snapshot, base::Instant now, const Settings& settings) {
    Findings found;
    Check all(settings);
    while (true) {
        TRY_ASSIGN(const bool more, all.next(snapshot, now, found));
        if (!more) break;
    }
    found.damaged.insert(found.damaged.end(), found.differing.begin(), found.differing.end());
    return std::move(found.damaged);
}

}  // namespace stafett::scheduling::delivery
