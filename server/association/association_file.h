// An association as written in TOML: municipalities, people, networks, the coordinator, accounts (docs/operating.md).
// Reading checks everything that can be checked without the store; what refers to the store is checked on import.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"
#include "storage/model/association.h"

namespace stafett::server::association {

// One thing that is wrong, with the line it stands on (1 is the first; 0: the file as a whole).
struct FileError {
    std::size_t line = 0;
    std::string problem;  // names the key and says what to write
};

// Something the file names and must know, and where: checked against the file and the store together.
template <class Id>
struct Reference {
    Id id;
    std::size_t line = 0;
};

struct NetworkEntry {
    model::Network network;  // rules as they are by default; `rules` below says what the file sets
    std::optional<int> call_days_before;
    std::optional<int> minutes_days_after;
    std::optional<model::Hold> hold;
    std::vector<model::Membership> members;
    std::vector<model::HostSeat> seats;  // in the file's order
    std::vector<Reference<model::PersonId>> people;
    std::vector<Reference<model::MunicipalityId>> municipalities;
};

struct AccountEntry {
    model::PersonId person;
    std::string login;
    std::string password;  // in the clear; empty: none is set
    bool admin = false;
    std::size_t line = 0;
};

struct AssociationFile {
    // Made from a list of people (people_file.h): it says nothing of its networks' own fields, of a known person but
    // her name, and of a known seat but who bears it.
    bool only_people = false;
    std::optional<model::Association> association;
    std::optional<model::Office> office;
    std::vector<Reference<model::PersonId>> office_people;
    std::vector<model::Municipality> municipalities;
    std::vector<model::Principal> people;
    std::vector<NetworkEntry> networks;
    std::vector<AccountEntry> accounts;
};

// Every error found, or the file's content. UTF-8.
base::Result<AssociationFile, std::vector<FileError>> read_association(std::string_view toml);

}  // namespace stafett::server::association
