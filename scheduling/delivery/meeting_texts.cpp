#include "scheduling/delivery/meeting_texts.h"

#include <algorithm>
#include <tuple>

#include "scheduling/ical/parse.h"
#include "scheduling/itip/organizer_object.h"
#include "scheduling/network/compose.h"
#include "scheduling/network/held_part.h"
#include "scheduling/network/life.h"
#include "scheduling/network/lost_occurrences.h"

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

// Named as the meeting's hosts are.
network::OccurrenceHost proposed_host(const NetworkRecord& record, const model::Proposal& proposal) {
    model::Hosting row;
    row.occurrence = proposal.occurrence;
    row.municipality = proposal.municipality;
    row.date = proposal.date;
    network::OccurrenceHost host = record.host_of(row);
    host.proposed = true;
    return host;
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

Result<std::vector<network::OccurrenceHost>> proposed_hosts(storage::Snapshot& snapshot, const NetworkRecord& record,
                                                            const model::Meeting& meeting) {
    std::vector<network::OccurrenceHost> hosts;
    if (!meeting.preliminary) return hosts;
    TRY_ASSIGN(const auto proposals, snapshot.proposals().of_meeting(meeting.network, meeting.uid));
    for (const model::Proposal& one : proposals) hosts.push_back(proposed_host(record, one));
    return hosts;
}

Result<ServedTexts> served_texts(storage::Snapshot& snapshot, const NetworkRecord& record,
                                 const model::Meeting& meeting, const ical::Object& author,
                                 std::span<const model::Hosting> rows) {
    network::Facts facts;
    facts.network_name = record.network.name;
    facts.language = record.language;
    facts.organizer_address = record.network.address;
    TRY_ASSIGN(facts.sent_by, sent_by(snapshot, meeting));
    std::vector<const model::Hosting*> by_date;
    for (const model::Hosting& row : rows)
        if (active(row)) by_date.push_back(&row);
    std::ranges::sort(by_date, {}, [](const model::Hosting* row) { return std::tie(row->date, row->occurrence); });
    for (const model::Hosting* row : by_date) facts.hosts.push_back(record.host_of(*row));
    TRY_ASSIGN(const auto proposed, proposed_hosts(snapshot, record, meeting));
    facts.hosts.insert(facts.hosts.end(), proposed.begin(), proposed.end());
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
    if (never_submitted || network::is_long_over(meeting, now)) return std::nullopt;
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
    TRY_ASSIGN(ical::ObjectPtr shown, parse_stored(readers));
    if (meeting.deleted && meeting.cancelled) {
        if (const auto held = network::held_part(*shown, *meeting.cancelled, record.zone)) {
            facts.cancelled = false;
            TRY_ASSIGN(shown, parse_stored(*held));
        }
    }
    TRY_ASSIGN(const auto lost, snapshot.cancellations().of_meeting(meeting.network, meeting.uid));
    if (!lost.empty()) {
        TRY_ASSIGN(shown, parse_stored(network::with_cancelled(shown->text(), lost, record.network.name)));
    }
    return itip::organizer_object(*shown, facts);
}

}  // namespace stafett::scheduling::delivery
