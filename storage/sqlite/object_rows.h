// Rows of `objects o` as one reader's form has them: what statements of several aggregates select, and how it is read.
#pragma once

#include <string_view>

#include "storage/model/calendar.h"
#include "storage/sqlite/statement.h"

namespace stafett::storage::sqlite {

// ?1 of the statement: whether the writers' form is wanted.
inline constexpr std::string_view kObjectColumns =
    "SELECT o.calendar, o.name, o.uid, o.kind, o.created, iif(?1, o.writers, o.readers),"
    " iif(?1, o.writers_size, o.readers_size), iif(?1, o.writers_modified, o.readers_modified),"
    " iif(?1, o.writers_change, o.readers_change)";

inline constexpr int kDigestColumn = 5;  // of the form's text

inline model::ObjectInfo read_info(Row& row) {
    return {.calendar = {row.integer(0)},
            .name = row.as<model::ObjectName>(1),
            .uid = row.as<model::Uid>(2),
            .kind = row.word<model::ComponentKind>(3),
            .etag = model::etag_of(row.digest(kDigestColumn)),
            .size = static_cast<std::uint64_t>(row.integer(6)),
            .created = row.instant(4),
            .modified = row.instant(7),
            .change = {row.integer(8)}};
}

inline model::StoredObject read_without_text(Row& row) { return {read_info(row), nullptr}; }

}  // namespace stafett::storage::sqlite
