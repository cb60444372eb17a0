#include "storage/sqlite/association.h"

namespace stafett::storage::sqlite {
namespace {

// The statement that answers with `columns` of every principal's row (p).
const std::string kPrincipalColumns = "SELECT p.id, p.kind, p.name FROM principals p ";

model::Principal read_principal(Row& row) {
    return {.id = row.as<model::PrincipalId>(0),
            .kind = row.word<model::PrincipalKind>(1),
            .name = row.text(2),
            .addresses = {}};
}

std::string read_text(Row& row) { return row.text(0); }

}  // namespace

const Statement kAssociation{"association.get", "SELECT name, zone, language, domain FROM association"};
Result<std::optional<model::Association>> Association::association() {
    const auto read = [](Row& row) {
        return model::Association{
            .name = row.text(0), .zone = row.text(1), .language = row.text(2), .domain = row.text(3)};
    };
    return connection_.one(kAssociation, read);
}

const Statement kAddresses{"association.addresses",
                           "SELECT address FROM addresses WHERE principal = ?1 ORDER BY position"};
Result<std::vector<std::string>> Association::addresses(const model::PrincipalId& principal) {
    return connection_.all(kAddresses, read_text, principal);
}

const Statement kPastNames{"association.past_names",
                           "SELECT name FROM past_names WHERE principal = ?1 ORDER BY position"};
Result<std::vector<std::string>> Association::past_names(const model::PrincipalId& principal) {
    return connection_.all(kPastNames, read_text, principal);
}

const Statement kPrincipal{"association.principal", kPrincipalColumns + "WHERE p.id = ?1"};
Result<std::optional<model::Principal>> Association::principal(const model::PrincipalId& id) {
    TRY_ASSIGN(auto principal, connection_.one(kPrincipal, read_principal, id));
    if (principal) {
        TRY_ASSIGN(principal->addresses, addresses(id));
    }
    return principal;
}

const Statement kPrincipals{"association.principals", kPrincipalColumns + "WHERE p.kind = ?1 ORDER BY p.id"};
Result<std::vector<model::Principal>> Association::principals(model::PrincipalKind kind) {
    TRY_ASSIGN(auto principals, connection_.all(kPrincipals, read_principal, kind));
    for (model::Principal& principal : principals) {
        TRY_ASSIGN(principal.addresses, addresses(principal.id));
    }
    return principals;
}

// Should two have one address, the one who prefers it most answers.
const Statement kByAddress{"association.principal_by_address",
                           kPrincipalColumns +
                               "JOIN addresses a ON a.principal = p.id WHERE a.address = ?1"
                               " ORDER BY a.position, p.id LIMIT 1"};
Result<std::optional<model::Principal>> Association::principal_by_address(std::string_view address) {
    TRY_ASSIGN(auto principal, connection_.one(kByAddress, read_principal, address));
    if (principal) {
        TRY_ASSIGN(principal->addresses, addresses(principal->id));
    }
    return principal;
}

const Statement kMunicipalities{"association.municipalities",
                                "SELECT m.id, p.name, m.short_name FROM municipalities m"
                                " JOIN principals p ON p.id = m.id ORDER BY m.id"};
Result<std::vector<model::Municipality>> Association::municipalities() {
    const auto read = [](Row& row) {
        return model::Municipality{
            .id = row.as<model::MunicipalityId>(0), .name = row.text(1), .short_name = row.text(2), .past_names = {}};
    };
    TRY_ASSIGN(auto municipalities, connection_.all(kMunicipalities, read));
    for (model::Municipality& municipality : municipalities) {
        TRY_ASSIGN(municipality.past_names, past_names(municipality.id));
    }
    return municipalities;
}

const Statement kOffice{"association.office",
                        "SELECT o.id, p.name, o.mailbox FROM office o JOIN principals p ON p.id = o.id"};
const Statement kOfficePeople{"association.office_people", "SELECT person FROM office_people ORDER BY position"};
Result<std::optional<model::Office>> Association::office() {
    const auto read = [](Row& row) {
        return model::Office{.id = row.as<model::RoleId>(0), .name = row.text(1), .mailbox = row.text(2), .people = {}};
    };
    TRY_ASSIGN(auto office, connection_.one(kOffice, read));
    if (office) {
        const auto person = [](Row& row) { return row.as<model::PersonId>(0); };
        TRY_ASSIGN(office->people, connection_.all(kOfficePeople, person));
    }
    return office;
}

}  // namespace stafett::storage::sqlite
