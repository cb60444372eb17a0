// Files that are there after a power loss: what SQLite does for its own, for those that we make, move and name.
#pragma once

#include <filesystem>

#include "storage/base/fault.h"

namespace stafett::storage::sqlite {

enum class Existing { kept, replaced };

// Waits until the file's octets, or the folder's names, are on the disk. Fault::quota when the disk is full, else
// unavailable.
Result<void> sync_file(const std::filesystem::path& file);
Result<void> sync_folder(const std::filesystem::path& folder);

// Gives the finished file its name in one step, octets first: `to` is the old file or the whole new one at any moment.
// Fault::exists when `to` is there and kept.
Result<void> publish(const std::filesystem::path& from, const std::filesystem::path& to, Existing existing);

// The folder a file lies in, as the system wants it named.
std::filesystem::path folder_of(const std::filesystem::path& file);

// What errno says, as a fault: quota when there is no room, exists, not_found, else unavailable.
std::unexpected<Error> failed_file(const std::filesystem::path& file, int error);

}  // namespace stafett::storage::sqlite
