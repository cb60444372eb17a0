#include "scheduling/delivery/network_record.h"

#include <algorithm>

#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/values.h"
#include "scheduling/network/submission.h"
#include "scheduling/network/vocabulary.h"

namespace stafett::scheduling::delivery {
namespace {

using storage::Fault;
using storage::Result;

Result<model::Calendar> calendar_of(storage::Snapshot& snapshot, const model::PrincipalId& owner,
                                    std::string_view name) {
    TRY_ASSIGN(auto calendar, snapshot.calendars().find(owner, model::CalendarName(name)));
    if (!calendar) return storage::fail(Fault::not_found, owner.text() + " has no " + std::string(name));
    return *std::move(calendar);
}

}  // namespace

base::Date NetworkRecord::day_of(base::Instant at) const { return ical::day_in(*zone, at); }

network::OccurrenceHost NetworkRecord::host_of(const model::Hosting& row) const {
    const auto found = std::ranges::find(municipalities, row.municipality, &model::Municipality::id);
    const std::string name = found == municipalities.end() ? row.municipality.text() : found->name;
    return {row.occurrence, row.date, name, rotation.short_name(row.municipality), false};
}

std::string NetworkRecord::office_address() const { return office ? office->address(association) : std::string(); }

itip::AddressBook NetworkRecord::addresses(const model::Meeting& meeting, const model::OfficeCopy& copy) const {
    itip::AddressBook addresses;
    if (!office || !copies) return addresses;
    addresses.emplace(ical::normalised_address("mailto:" + office_address()),
                      itip::Recipient{office->id,
                                      office->mailbox,
                                      {meeting.copy_uid, network.name, std::string(network::cancelled_prefix(language)),
                                       copy.answers}});
    return addresses;
}

namespace {

Result<NetworkRecord> read_network(storage::Snapshot& snapshot, const model::NetworkId& network) {
    TRY_ASSIGN(const auto association, snapshot.association().association());
    TRY_ASSIGN(const auto found, snapshot.association().network(network));
    if (!association || !found) return storage::fail(Fault::not_found, "no network " + network.text());
    TRY_ASSIGN(auto municipalities, snapshot.association().municipalities());
    TRY_ASSIGN(const auto seats, snapshot.memberships().seats(network));
    TRY_ASSIGN(auto office, snapshot.association().office());
    TRY_ASSIGN(const auto networks, snapshot.association().networks());
    network::Vocabulary vocabulary = network::vocabulary_of(municipalities, networks);
    TRY_ASSIGN(auto published, calendar_of(snapshot, network, "traffar"));
    TRY_ASSIGN(auto organizer, calendar_of(snapshot, network, "kallelser"));
    std::optional<model::Calendar> copies;
    if (office) {
        TRY_ASSIGN(copies, snapshot.calendars().find(office->id, model::CalendarName("alla-natverk")));
    }
    const network::Language language = network::language_of(found->language, association->language);
    network::Rotation rotation(seats, municipalities, language);
    return NetworkRecord{*association,
                         *found,
                         std::move(municipalities),
                         std::move(office),
                         language,
                         ical::home_zone(association->zone),
                         std::move(vocabulary),
                         std::move(rotation),
                         std::move(published),
                         std::move(organizer),
                         std::move(copies)};
}

}  // namespace

Result<NetworkRecordPtr> load_network(storage::Snapshot& snapshot, const model::NetworkId& network) {
    return snapshot.derived().find<NetworkRecord>(network, [&] { return read_network(snapshot, network); });
}

}  // namespace stafett::scheduling::delivery
