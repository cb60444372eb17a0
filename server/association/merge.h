// The file's state merged with the store's, decided but not yet written. Private to this folder.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/association/import.h"

namespace stafett::server::association {

struct MergedNetwork {
    model::Network network;
    bool write_network = false;
    std::vector<model::Membership> members;  // all of them, mentioned or not
    bool write_members = false;
    std::vector<model::HostSeat> seats;
    bool write_seats = false;
};

struct MergedAccount {
    model::Account account;
    std::string new_password;  // in the clear; empty: the hash in `account` stays
};

struct Merged {
    std::optional<model::Association> association;
    std::optional<model::Office> office;
    std::vector<model::Municipality> municipalities;
    std::vector<model::Principal> people;
    std::vector<MergedNetwork> networks;
    std::vector<MergedAccount> accounts;
    std::vector<Difference> differences;
    std::vector<Field> to_remember;
};

// Checks every reference against file and store, then decides each thing. Only what is to be written is in the answer.
ImportResult<Merged> merge(storage::Snapshot& snapshot, const AssociationFile& file, bool theirs);

// What the file refers to and neither it nor the store knows, logins that are taken, ids of another kind.
ImportResult<void> check_references(storage::Snapshot& snapshot, const AssociationFile& file);

}  // namespace stafett::server::association
