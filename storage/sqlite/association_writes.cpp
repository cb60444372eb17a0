#include "storage/sqlite/association.h"

namespace stafett::storage::sqlite {

const Statement kSetAssociation{"association.set",
                                "INSERT INTO association (one, name, zone, language, domain) VALUES (1, ?1, ?2, ?3, ?4)"
                                " ON CONFLICT (one) DO UPDATE SET name = ?1, zone = ?2, language = ?3, domain = ?4"};
Result<void> Association::set_association(const model::Association& a) {
    touched_.association = true;
    return connection_.run(kSetAssociation, a.name, a.zone, a.language, a.domain);
}

const Statement kKindOf{"association.kind_of", "SELECT kind FROM principals WHERE id = ?1"};
const Statement kPutPrincipal{"association.put_principal",
                              "INSERT INTO principals (id, kind, name) VALUES (?1, ?2, ?3)"
                              " ON CONFLICT (id) DO UPDATE SET name = excluded.name"};
const Statement kDropAddresses{"association.drop_addresses", "DELETE FROM addresses WHERE principal = ?1"};
const Statement kAddAddress{"association.add_address",
                            "INSERT INTO addresses (principal, position, address) VALUES (?1, ?2, ?3)"};
Result<bool> Association::put_principal(const model::Principal& principal) {
    touched_.association = true;
    const auto read = [](Row& row) { return row.word<model::PrincipalKind>(0); };
    TRY_ASSIGN(const auto kind, connection_.one(kKindOf, read, principal.id));
    if (kind && *kind != principal.kind)
        return fail(Fault::exists, principal.id.text() + " is the id of a " + std::string(word_of(*kind)));
    TRY(connection_.run(kPutPrincipal, principal.id, principal.kind, principal.name));
    TRY(connection_.run(kDropAddresses, principal.id));
    std::int64_t position = 0;
    for (const std::string& address : principal.addresses)
        TRY(connection_.run(kAddAddress, principal.id, position++, address));
    return !kind;
}

const Statement kDropPastNames{"association.drop_past_names", "DELETE FROM past_names WHERE principal = ?1"};
const Statement kAddPastName{"association.add_past_name",
                             "INSERT INTO past_names (principal, position, name) VALUES (?1, ?2, ?3)"};
Result<void> Association::put_past_names(const model::PrincipalId& principal, const std::vector<std::string>& names) {
    TRY(connection_.run(kDropPastNames, principal));
    std::int64_t position = 0;
    for (const std::string& name : names) TRY(connection_.run(kAddPastName, principal, position++, name));
    return {};
}

// What a home begins with comes with the server: nobody acts here.
Result<void> Association::furnish(const model::PrincipalId& owner, const char* name, model::CollectionKind kind,
                                  model::ComponentKind component, base::Instant now) {
    const model::By server{{}, {}, now};
    TRY_ASSIGN(const auto calendar, calendars_.create(owner, model::CalendarName(name), kind,
                                                      static_cast<model::ComponentSet>(component), server));
    static_cast<void>(calendar);
    return {};
}

Result<void> Association::put_person(const model::Principal& person, base::Instant now) {
    model::Principal principal = person;
    principal.kind = model::PrincipalKind::person;
    TRY_ASSIGN(const bool is_new, put_principal(principal));
    if (!is_new) return {};
    TRY(furnish(person.id, "calendar", model::CollectionKind::personal, model::ComponentKind::vevent, now));
    return furnish(person.id, "tasks", model::CollectionKind::personal, model::ComponentKind::vtodo, now);
}

const Statement kPutMunicipality{"association.put_municipality",
                                 "INSERT INTO municipalities (id, short_name) VALUES (?1, ?2)"
                                 " ON CONFLICT (id) DO UPDATE SET short_name = ?2"};
Result<void> Association::put_municipality(const model::Municipality& municipality) {
    TRY_ASSIGN(const bool is_new, put_principal({.id = municipality.id,
                                                 .kind = model::PrincipalKind::municipality,
                                                 .name = municipality.name,
                                                 .addresses = {}}));
    static_cast<void>(is_new);
    TRY(connection_.run(kPutMunicipality, municipality.id, municipality.short_name));
    return put_past_names(municipality.id, municipality.past_names);
}

const Statement kPutOffice{"association.put_office",
                           "INSERT INTO office (one, id, mailbox) VALUES (1, ?1, ?2)"
                           " ON CONFLICT (one) DO UPDATE SET id = ?1, mailbox = ?2"};
const Statement kDropOfficePeople{"association.drop_office_people", "DELETE FROM office_people"};
const Statement kAddOfficePerson{"association.add_office_person",
                                 "INSERT INTO office_people (position, person) VALUES (?1, ?2)"};
Result<void> Association::put_office(const model::Office& office, base::Instant now) {
    std::vector<std::string> addresses;
    if (!office.mailbox.empty()) addresses.push_back(office.mailbox);
    TRY_ASSIGN(const bool is_new, put_principal({.id = office.id,
                                                 .kind = model::PrincipalKind::role,
                                                 .name = office.name,
                                                 .addresses = std::move(addresses)}));
    TRY(connection_.run(kPutOffice, office.id, office.mailbox));
    TRY(connection_.run(kDropOfficePeople));
    std::int64_t position = 0;
    for (const model::PersonId& person : office.people) TRY(connection_.run(kAddOfficePerson, position++, person));
    if (!is_new) return {};
    return furnish(office.id, "alla-natverk", model::CollectionKind::all_networks, model::ComponentKind::vevent, now);
}

const Statement kDropMemberships{"association.drop_memberships", "DELETE FROM memberships WHERE network = ?1"};
const Statement kAddMembership{
    "association.add_membership",
    "INSERT INTO memberships (network, position, person, municipality, role, first_day, last_day)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
Result<void> Association::set_memberships(const model::NetworkId& network,
                                          const std::vector<model::Membership>& memberships) {
    touched_.association = true;
    TRY(connection_.run(kDropMemberships, network));
    std::int64_t position = 0;
    for (const model::Membership& m : memberships)
        TRY(connection_.run(kAddMembership, network, position++, m.person, OrNull(m.municipality), m.role,
                            m.period.from, m.period.to));
    return {};
}

const Statement kDropSeats{"association.drop_seats", "DELETE FROM host_seats WHERE network = ?1"};
const Statement kAddSeat{"association.add_seat",
                         "INSERT INTO host_seats (network, position, municipality, turn_order, host, deputy, first_day,"
                         " last_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
const Statement kAddBlock{"association.add_seat_block",
                          "INSERT INTO host_seat_blocks (network, seat, position, first_day, last_day)"
                          " VALUES (?1, ?2, ?3, ?4, ?5)"};
Result<void> Association::set_seats(const model::NetworkId& network, const std::vector<model::HostSeat>& seats) {
    touched_.association = true;
    TRY(connection_.run(kDropSeats, network));
    std::int64_t position = 0;
    for (const model::HostSeat& seat : seats) {
        TRY(connection_.run(kAddSeat, network, position, seat.municipality, seat.order, OrNull(seat.host),
                            OrNull(seat.deputy), seat.period.from, seat.period.to));
        std::int64_t block = 0;
        for (const model::Period& period : seat.blocked)
            TRY(connection_.run(kAddBlock, network, position, block++, period.from, period.to));
        ++position;
    }
    return {};
}

}  // namespace stafett::storage::sqlite
