#include "scheduling/delivery/meeting_texts.h"

#include <algorithm>
#include <set>

#include "scheduling/ical/parse.h"
#include "scheduling/itip/organizer_object.h"
#include "scheduling/network/compose.h"
#include "scheduling/network/life.h"
#include "scheduling/network/programme.h"

namespace stafett::scheduling::delivery {
namespace {

using storage::Fault;
using storage::Result;

bool active(const model::Hosting& row) { return row.state != model::HostingState::released; }

// Of the person who last acted; empty for the server's own jobs.
Result<std::string> sent_by(storage::Snapshot& snapshot, const model::Meeting& meeting) {
    if (meeting.by.person.empty()) return std::string();
    TRY_ASSIGN(const auto person, snapshot.association().principal(meeting.by.person));
    return person && !person->addresses.empty() ? person->addresses.front() : std::string();
}

// Meetings that hold a turn.
std::set<model::Uid> hosted(const std::vector<model::Hosting>& rows) {
    std::set<model::Uid> uids;
    for (const model::Hosting& row : rows)
        if (active(row)) uids.insert(row.uid);
    return uids;
}

struct ProposedTurn {
    model::Uid uid;
    network::Turn turn;
};

void add_turns(const model::Uid& uid, const ical::Object& author, const NetworkRecord& record, const Settings& settings,
               std::vector<ProposedTurn>& turns) {
    const auto first = network::first_day(author, record.zone);
    if (!first) return;
    const network::Horizon horizon{*first, settings.months_ahead, settings.rows_ahead};
    for (network::Turn& turn : network::programme_of(author, record.zone, horizon, {}).turns)
        if (turn.open) turns.push_back({uid, std::move(turn)});
}

}  // namespace

Result<ical::ObjectPtr> parse_stored(std::string text) {
    // The bounds of what clients may send were held when it came in; what we add to it may exceed them.
    ical::Limits limits;
    limits.octets = std::size_t{1} << 30;
    limits.line_octets = limits.attach_octets = std::size_t{1} << 28;
    limits.components = limits.properties = limits.parameters = limits.parameter_values = std::size_t{1} << 22;
    auto object = ical::parse(std::move(text), limits);
    if (!object) return storage::fail(Fault::corrupt, "a stored meeting cannot be read: " + object.error().detail);
    return *std::move(object);
}

Result<ical::ObjectPtr> author_of(storage::Snapshot& snapshot, const NetworkRecord& record,
                                  const model::Meeting& meeting) {
    model::SharedText text;
    if (!meeting.deleted) {
        TRY_ASSIGN(text, snapshot.objects().author(record.published.id, meeting.name));
    }
    if (!text) {
        TRY_ASSIGN(text, snapshot.objects().body(meeting.author));
    }
    if (!text) return ical::ObjectPtr();
    auto author = parse_stored(*text);
    return author ? *std::move(author) : ical::ObjectPtr();
}

Result<ServedTexts> served_texts(storage::Snapshot& snapshot, const NetworkRecord& record,
                                 const model::Meeting& meeting, const ical::Object& author,
                                 std::span<const model::Hosting> rows, const Proposals& proposals) {
    network::Facts facts;
    facts.network_name = record.network.name;
    facts.language = record.language;
    facts.organizer_address = record.network.address;
    TRY_ASSIGN(facts.sent_by, sent_by(snapshot, meeting));
    for (const model::Hosting& row : rows)
        if (active(row)) facts.hosts.push_back(record.host_of(row));
    if (const auto proposed = proposals.find(meeting.uid); proposed != proposals.end())
        facts.hosts.insert(facts.hosts.end(), proposed->second.begin(), proposed->second.end());
    TRY_ASSIGN(const auto uses, snapshot.attachments().of_object(record.published.id, meeting.uid));
    for (const model::AttachmentUse& one : uses) {
        TRY_ASSIGN(auto file, snapshot.attachments().find(one.attachment));
        if (file) facts.attachments.push_back({one.occurrence, *std::move(file)});
    }
    return ServedTexts{network::compose(author, facts, model::Form::writers),
                       network::compose(author, facts, model::Form::readers)};
}

Result<std::optional<std::string>> organizer_text(storage::Snapshot& snapshot, const NetworkRecord& record,
                                                  const model::Meeting& meeting, const ical::Object& author,
                                                  const std::string& readers, base::Instant now) {
    const bool never_submitted = !meeting.settled && author.status() == "TENTATIVE";
    const bool long_over = meeting.cancelled && !network::is_shown(meeting, now);
    if (never_submitted || long_over) return std::nullopt;
    itip::OrganizerFacts facts;
    facts.name = record.network.name;
    facts.address = record.network.address;
    TRY_ASSIGN(facts.sent_by, sent_by(snapshot, meeting));
    facts.sequence = meeting.sequence;
    facts.changed = meeting.changed;
    facts.cancelled = meeting.cancelled.has_value();
    if (record.office) {
        TRY_ASSIGN(auto copy, snapshot.meetings().office_copy(meeting.network, meeting.uid));
        facts.informed.push_back({record.office_address(), record.office->name, std::move(copy.answers)});
    }
    TRY_ASSIGN(const ical::ObjectPtr published, parse_stored(readers));
    return itip::organizer_object(*published, facts);
}

Result<Proposals> proposals_of(storage::Snapshot& snapshot, const NetworkRecord& record, const Settings& settings,
                               const Changing* changing) {
    TRY_ASSIGN(const auto meetings, snapshot.meetings().of_network(record.network.id));
    TRY_ASSIGN(const auto rows, snapshot.hostings().of_network(record.network.id));
    const std::set<model::Uid> with_host = hosted(rows);
    Proposals proposals;
    std::vector<ProposedTurn> turns;
    for (const model::Meeting& meeting : meetings) {
        if (meeting.deleted || meeting.cancelled || with_host.contains(meeting.uid)) continue;
        ical::ObjectPtr author;
        if (changing != nullptr && changing->uid == meeting.uid) {
            author = changing->author;
        } else {
            TRY_ASSIGN(author, author_of(snapshot, record, meeting));
        }
        if (!author || author->status() != "TENTATIVE") continue;
        proposals[meeting.uid];
        add_turns(meeting.uid, *author, record, settings, turns);
    }
    if (turns.empty()) return proposals;
    std::vector<base::Date> dates;
    dates.reserve(turns.size());
    for (const ProposedTurn& one : turns) dates.push_back(one.turn.date);
    const auto choices = record.rotation.choose(rows, dates, *std::ranges::min_element(dates));
    for (std::size_t i = 0; i < turns.size(); ++i) {
        if (!choices[i].municipality) continue;
        model::Hosting row;
        row.occurrence = turns[i].turn.occurrence;
        row.municipality = *choices[i].municipality;
        row.date = dates[i];
        network::OccurrenceHost host = record.host_of(row);
        host.proposed = true;
        proposals[turns[i].uid].push_back(std::move(host));
    }
    return proposals;
}

}  // namespace stafett::scheduling::delivery
