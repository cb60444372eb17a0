// `stafett check`: everything that is derived from the networks' own data is made again and compared.
#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/delivery/proposals.h"
#include "scheduling/network/life.h"
#include "scheduling/network/meeting_id.h"
#include "scheduling/network/programme.h"

namespace stafett::scheduling::delivery {
namespace {

using model::Form;
using storage::Result;
using Lines = std::vector<std::string>;

constexpr std::size_t kPage = 256;

class NetworkCheck {
  public:
    NetworkCheck(storage::Snapshot& snapshot, const NetworkRecord& record, base::Instant now, const Settings& settings,
                 Lines& lines)
        : snapshot_(snapshot), record_(record), now_(now), settings_(settings), lines_(lines) {}

    Result<void> run(std::set<model::ObjectName>& copies) {
        TRY(check_turns());
        TRY_ASSIGN(const auto meetings, snapshot_.meetings().of_network(record_.network.id));
        std::set<model::ObjectName> published;
        std::set<model::ObjectName> called;
        for (const model::Meeting& meeting : meetings) {
            if (!meeting.deleted) published.insert(meeting.name);
            called.insert(network::object_name(meeting.id));
            copies.insert(network::object_name(meeting.id));
            // Long over: the job that takes its copy away may not have run yet, and its text may be gone.
            if (network::is_long_over(meeting, now_)) continue;
            TRY(check_meeting(meeting));
        }
        TRY(find_strays(record_.published, published));
        return find_strays(record_.organizer, called);
    }

    Result<void> find_strays(const model::Calendar& calendar, const std::set<model::ObjectName>& known) {
        storage::Page page{{}, kPage, false};
        while (true) {
            TRY_ASSIGN(const auto objects, snapshot_.objects().list(calendar.id, Form::writers, page));
            for (const model::StoredObject& one : objects)
                if (!known.contains(one.info.name)) say(calendar, one.info.name, "belongs to no meeting");
            if (objects.size() < page.limit) return {};
            page.after = objects.back().info.name;
        }
    }

  private:
    void say(const model::Calendar& calendar, const model::ObjectName& name, std::string_view what) {
        lines_.push_back(fmt::format("{}/{}/{}: {}", calendar.owner.text(), calendar.name.text(), name.text(), what));
    }

    // The turns are counted as rows come and go.
    Result<void> check_turns() {
        TRY_ASSIGN(const auto rows, snapshot_.hostings().of_network(record_.network.id));
        TRY_ASSIGN(const auto counted, snapshot_.hostings().standing(record_.network.id, {}));
        if (counted.turns != network::standing_of(rows).turns)
            lines_.push_back(record_.network.id.text() + ": the municipalities' turns are counted wrongly");
        return {};
    }

    Result<void> check_meeting(const model::Meeting& meeting) {
        TRY_ASSIGN(const ical::ObjectPtr author, author_of(snapshot_, record_, meeting));
        if (!author) {
            // That of a deleted one is kept for a year only.
            if (!meeting.deleted) say(record_.published, meeting.name, "cannot be read");
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
                lines_.push_back(fmt::format("{}: host of {} on {}: {}", row.network.text(), row.uid.text(),
                                             base::format_date(row.date), what));
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
    Lines& lines_;
};

}  // namespace

Result<Lines> check(storage::Snapshot& snapshot, base::Instant now, const Settings& settings) {
    Lines lines;
    std::set<model::ObjectName> copies;
    TRY_ASSIGN(const auto networks, snapshot.association().networks());
    for (std::size_t i = 0; i < networks.size(); ++i) {
        TRY_ASSIGN(const NetworkRecordPtr record, load_network(snapshot, networks[i].id));
        NetworkCheck one(snapshot, *record, now, settings, lines);
        TRY(one.run(copies));
        if (i + 1 == networks.size() && record->copies) TRY(one.find_strays(*record->copies, copies));
    }
    return lines;
}

}  // namespace stafett::scheduling::delivery
