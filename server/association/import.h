// Brings an association file into the store: adds and updates, never removes what the file does not mention (model.md
// §12). One transaction, so nothing is half imported.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/delivery/meeting_book.h"
#include "server/association/association_file.h"
#include "server/association/difference.h"
#include "storage/store.h"

namespace stafett::server::association {

// Why an import was refused: errors in the file, or the store's.
struct ImportError {
    std::vector<FileError> errors;
    ImportError() = default;
    explicit ImportError(std::vector<FileError> list) : errors(std::move(list)) {}
    ImportError(const storage::Error& error);  // NOLINT: Result converts
};
template <class T>
using ImportResult = base::Result<T, ImportError>;

struct ImportOptions {
    bool theirs = false;  // the file wins over what was changed here
    base::Instant now;
    base::Date today{};  // in the association's zone
    scheduling::delivery::Settings settings;
    // Hashes a password; called before the transaction, for the accounts that need it.
    std::function<std::string(std::string_view)> hash_password;
};

// What importing would change. Reads only.
ImportResult<std::vector<Difference>> preview(storage::Store& store, const AssociationFile& file,
                                              const ImportOptions& options);

// Imports, and answers with what it changed and what it kept.
ImportResult<std::vector<Difference>> import(storage::Store& store, const AssociationFile& file,
                                             const ImportOptions& options);

}  // namespace stafett::server::association
