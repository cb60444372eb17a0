// A list of people as municipalities keep it in a spreadsheet: Nätverk; Kommun; Namn; E-post; Roll; Från; Till, saved
// as CSV. It names networks, municipalities and people as people do; what that means is told against the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/association/import.h"

namespace stafett::server::association {

// What somebody is in a network: a role, or who bears its municipality's turns of hosting.
enum class PeopleRole { chair, secretary, liaison, member, host, deputy };

struct PeopleRow {
    std::size_t line = 0;
    std::string network;       // id or name
    std::string municipality;  // id, full or short name; may be empty
    std::string name;
    std::string address;  // empty: somebody known, by her name
    PeopleRole role = PeopleRole::member;
    std::optional<base::Date> from;
    std::optional<base::Date> to;
};

struct PeopleFile {
    std::vector<PeopleRow> rows;
    // Where each column stands, for messages: "column D (E-post)".
    std::string network_column, municipality_column, name_column, address_column;
    bool has_to = false;  // without the column nothing is said of a membership's end
};

// Every error found, with line and column, or the file's content. `octets` as csv.h reads them; at most 10 000 rows.
base::Result<PeopleFile, std::vector<FileError>> read_people(std::string_view octets);

// The file as an association file that only completes what is there: networks and municipalities found by id or name,
// people by mail address, or by a name that one person alone has. Whoever is new gets an id made from her name.
ImportResult<AssociationFile> resolve(storage::Snapshot& snapshot, const PeopleFile& file);

// As of an association file (import.h).
ImportResult<std::vector<Difference>> preview(storage::Store& store, const PeopleFile& file,
                                              const ImportOptions& options);
ImportResult<std::vector<Difference>> import(storage::Store& store, const PeopleFile& file,
                                             const ImportOptions& options);

}  // namespace stafett::server::association
