#include "caldav/access/roles.h"

#include <algorithm>

#include "caldav/access/guests.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/participants.h"
#include "scheduling/ical/values.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

bool writing(model::Role role) { return role == model::Role::chair || role == model::Role::secretary; }

std::vector<model::NetworkId> distinct_networks(const std::vector<model::Membership>& roles, bool only_writing) {
    std::vector<model::NetworkId> networks;
    for (const model::Membership& membership : roles)
        if (!only_writing || writing(membership.role)) networks.push_back(membership.network);
    std::ranges::sort(networks);
    const auto rest = std::ranges::unique(networks);
    networks.erase(rest.begin(), rest.end());
    return networks;
}

}  // namespace

Result<void> Roles::load() {
    if (loaded_) return {};
    TRY_ASSIGN(has_networks_, snapshot_.association().has_networks());
    TRY_ASSIGN(auto memberships, snapshot_.memberships().of_person(actor_.person()));
    std::erase_if(memberships, [&](const model::Membership& membership) {
        return !membership.period.contains(today_) ||
               (!actor_.acts_for_herself() &&
                (model::PrincipalId(membership.network) != actor_.acts_for() || !writing(membership.role)));
    });
    roles_ = std::move(memberships);
    TRY_ASSIGN(office_, snapshot_.association().office());
    in_office_ = office_ && actor_.acts_for_herself() &&
                 std::ranges::find(office_->people, actor_.person()) != office_->people.end();
    loaded_ = true;
    return {};
}

Result<bool> Roles::admin() {
    if (!actor_.admin()) return false;
    TRY(load());
    return !has_networks_;
}

Result<std::vector<model::NetworkId>> Roles::networks() {
    TRY(load());
    return distinct_networks(roles_, false);
}

Result<std::vector<model::NetworkId>> Roles::written_networks() {
    TRY(load());
    return distinct_networks(roles_, true);
}

Result<bool> Roles::belongs_to(const model::PrincipalId& network) {
    TRY(load());
    return std::ranges::any_of(roles_, [&](const auto& role) { return model::PrincipalId(role.network) == network; });
}

Result<bool> Roles::writes(const model::PrincipalId& network) {
    TRY(load());
    return std::ranges::any_of(
        roles_, [&](const auto& role) { return model::PrincipalId(role.network) == network && writing(role.role); });
}

Result<std::optional<model::RoleId>> Roles::office() {
    TRY(load());
    return in_office_ ? std::optional(office_->id) : std::nullopt;
}

Result<bool> Roles::sees(const model::Principal& principal) {
    if (principal.id == actor_.acts_for() || principal.id == model::PrincipalId(actor_.person())) return true;
    TRY(load());
    if (in_office_) return true;
    switch (principal.kind) {
        case model::PrincipalKind::network:
            return belongs_to(principal.id);
        case model::PrincipalKind::municipality:
        case model::PrincipalKind::role:
            return !roles_.empty();
        case model::PrincipalKind::person:
            break;
    }
    if (roles_.empty()) return false;
    TRY_ASSIGN(const auto theirs, snapshot_.memberships().of_person(model::PersonId(principal.id.text())));
    for (const model::Membership& membership : theirs) {
        TRY_ASSIGN(const bool shared, belongs_to(membership.network));
        if (shared && membership.period.contains(today_)) return true;
    }
    return office_ && std::ranges::any_of(office_->people, [&](const auto& person) {
               return model::PrincipalId(person) == principal.id;
           });
}

Result<std::vector<model::MunicipalityId>> Roles::municipalities_borne(const model::NetworkId& network) {
    TRY_ASSIGN(const auto seats, snapshot_.memberships().seats(network));
    std::vector<model::MunicipalityId> borne;
    for (const model::HostSeat& seat : seats)
        if (seat.borne_by(actor_.person(), today_)) borne.push_back(seat.municipality);
    return borne;
}

Result<bool> Roles::hosts(const model::NetworkId& network, const model::Uid& uid) {
    TRY_ASSIGN(const auto hostings, snapshot_.hostings().of_meeting(network, uid));
    if (hostings.empty()) return false;
    TRY_ASSIGN(const auto borne, municipalities_borne(network));
    return std::ranges::any_of(hostings, [&](const model::Hosting& hosting) {
        return hosting.state != model::HostingState::released &&
               std::ranges::find(borne, hosting.municipality) != borne.end();
    });
}

Result<std::vector<std::string>> Roles::own_addresses() {
    TRY_ASSIGN(const auto principal, snapshot_.association().principal(actor_.person()));
    std::vector<std::string> addresses;
    if (!principal) return addresses;
    for (const std::string& address : principal->addresses)
        addresses.push_back(scheduling::ical::normalised_address("mailto:" + address));
    return addresses;
}

// A guest is an ATTENDEE that the author wrote (model.md §3), so only the published object tells.
Result<bool> Roles::is_guest(const model::Calendar& calendar, const model::ObjectInfo& object) {
    TRY_ASSIGN(const auto addresses, own_addresses());
    if (addresses.empty()) return false;
    TRY_ASSIGN(const model::SharedText text, snapshot_.objects().author(calendar.id, object.name));
    if (!text) return false;
    const auto parsed = scheduling::ical::parse(*text);
    if (!parsed) return false;
    for (const scheduling::ical::Component* component : (*parsed)->main())
        for (const scheduling::ical::Participant& attendee : scheduling::ical::attendees(*component))
            if (std::ranges::find(addresses, attendee.address) != addresses.end()) return true;
    return false;
}

Result<void> Roles::add_hosted(const model::Calendar& published, Part& part) {
    const model::NetworkId network(published.owner.text());
    TRY_ASSIGN(const auto borne, municipalities_borne(network));
    part.bears_turns = !borne.empty();
    for (const model::MunicipalityId& municipality : borne) {
        TRY_ASSIGN(const auto meetings, snapshot_.hostings().hosted_by(network, municipality));
        for (const model::Uid& uid : meetings) {
            storage::Candidates wanted;
            wanted.uid = uid;
            TRY_ASSIGN(const auto found,
                       snapshot_.objects().candidates(published.id, model::Form::readers, wanted, {{}, 1, false}));
            for (const model::StoredObject& object : found) part.names.push_back(object.info.name);
        }
    }
    return {};
}

Result<void> Roles::add_called_to(const model::Calendar& published, Part& part) {
    TRY_ASSIGN(const auto addresses, own_addresses());
    GuestIndex fresh;
    TRY_ASSIGN(const auto names, (guests_ != nullptr ? *guests_ : fresh).calling(snapshot_, published.id, addresses));
    for (const model::ObjectName& name : names) {
        TRY_ASSIGN(const auto info, snapshot_.objects().info(published.id, name, model::Form::readers));
        TRY_ASSIGN(const bool called, info ? is_guest(published, *info) : Result<bool>(false));
        if (called) part.names.push_back(name);
    }
    return {};
}

Result<const Roles::Part*> Roles::part(const model::Calendar& published) {
    if (const auto known = parts_.find(published.id.value); known != parts_.end()) return &known->second;
    Part part;
    if (actor_.acts_for_herself()) {
        TRY(add_hosted(published, part));
        TRY(add_called_to(published, part));
        std::ranges::sort(part.names);
        const auto rest = std::ranges::unique(part.names);
        part.names.erase(rest.begin(), rest.end());
    }
    return &parts_.emplace(published.id.value, std::move(part)).first->second;
}

Result<bool> Roles::takes_part(const model::Calendar& calendar, const model::ObjectInfo& object) {
    if (!actor_.acts_for_herself()) return false;
    const model::NetworkId network(calendar.owner.text());
    if (calendar.kind == model::CollectionKind::published) {
        TRY_ASSIGN(const bool host, hosts(network, object.uid));
        if (host) return true;
        return is_guest(calendar, object);
    }
    if (calendar.kind != model::CollectionKind::organizer) return false;
    // The organizer's object is named after the meeting: V.ics.
    const std::string& name = object.name.text();
    TRY_ASSIGN(const auto meeting, snapshot_.meetings().by_id(model::MeetingId(name.substr(0, name.rfind('.')))));
    return meeting ? hosts(network, meeting->uid) : Result<bool>(false);
}

}  // namespace stafett::caldav::access
