// The schema's steps, in order; the texts are migrations/*.sql, put into the program when it is built.
#pragma once

#include <span>
#include <string_view>

namespace stafett::storage::sqlite {

struct Migration {
    std::string_view name;  // "0001_first"
    std::string_view sql;
};

// The first brings an empty file to schema version 1, and so on. Forward only: a step that has been released is never
// edited, what it did wrong is mended by the next.
std::span<const Migration> migrations();

}  // namespace stafett::storage::sqlite
