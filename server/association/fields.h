// An imported thing as named fields: what is compared, what is shown to the administrator, and what is remembered as
// the state of the last import (model.md §12).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/association/association_file.h"
#include "storage/model/association.h"

namespace stafett::server::association {

struct Field {
    std::string name;
    std::string value;
    friend bool operator==(const Field&, const Field&) = default;
};
using Fields = std::vector<Field>;

Fields fields_of(const model::Association& association);
Fields fields_of(const model::Office& office);
Fields fields_of(const model::Municipality& municipality);
Fields fields_of(const model::Principal& person);
Fields fields_of(const model::Network& network);
Fields fields_of(const model::Membership& membership);
Fields fields_of(const model::HostSeat& seat);

// One line a field, for the store; read back by parse_fields. Values may hold anything.
std::string to_text(const Fields& fields);
Fields parse_fields(std::string_view text);

// The value of a field, nothing when there is none.
std::optional<std::string_view> value_of(const Fields& fields, std::string_view name);

std::string_view name_of(model::Role role);  // "chair", as the file has it

}  // namespace stafett::server::association
