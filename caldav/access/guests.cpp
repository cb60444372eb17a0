#include "caldav/access/guests.h"

#include "scheduling/ical/parse.h"
#include "scheduling/ical/participants.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

constexpr std::size_t kPage = 256;

// Nobody in a text that cannot be read: nor can its guests read it.
std::vector<std::string> called_by(const std::string& text) {
    std::vector<std::string> addresses;
    const auto parsed = scheduling::ical::parse(text);
    if (!parsed) return addresses;
    for (const scheduling::ical::Component* component : (*parsed)->main())
        for (const scheduling::ical::Participant& attendee : scheduling::ical::attendees(*component))
            addresses.push_back(attendee.address);
    return addresses;
}

}  // namespace

Result<void> GuestIndex::bring_up(storage::Snapshot& snapshot, model::CalendarId calendar, Guests& guests) {
    // Guests stand in both served forms, so that no change of them is missing among those of one.
    TRY_ASSIGN(const auto latest, snapshot.changes().latest(calendar, model::Form::writers));
    while (guests.known < latest) {
        TRY_ASSIGN(const auto changes, snapshot.changes().since(calendar, model::Form::writers, guests.known, kPage));
        for (const model::Change& change : changes) {
            if (const auto before = guests.addresses.extract(change.name))
                for (const std::string& address : before.mapped()) guests.objects[address].erase(change.name);
            guests.known = change.number;
            if (change.removed) continue;
            const auto text = snapshot.objects().author(calendar, change.name);
            if (!text && text.error().fault != storage::Fault::corrupt) return std::unexpected(Failure(text.error()));
            std::vector<std::string> addresses = text && *text ? called_by(**text) : std::vector<std::string>{};
            for (const std::string& address : addresses) guests.objects[address].insert(change.name);
            if (!addresses.empty()) guests.addresses.emplace(change.name, std::move(addresses));
        }
        if (changes.size() < kPage) guests.known = latest;
    }
    return {};
}

Result<std::vector<model::ObjectName>> GuestIndex::calling(storage::Snapshot& snapshot, model::CalendarId calendar,
                                                           std::span<const std::string> addresses) {
    const base::Lock lock(mutex_);
    Guests& guests = calendars_[calendar.value];
    TRY(bring_up(snapshot, calendar, guests));
    std::set<model::ObjectName> names;
    for (const std::string& address : addresses)
        if (const auto found = guests.objects.find(address); found != guests.objects.end())
            names.insert(found->second.begin(), found->second.end());
    return std::vector(names.begin(), names.end());
}

}  // namespace stafett::caldav::access
