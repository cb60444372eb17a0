// Keeps two processes from writing one data folder.
#pragma once

#include <filesystem>
#include <utility>

#include "storage/base/fault.h"

namespace stafett::storage::sqlite {

// Held as long as it lives; the system gives it up when the process ends, however it ends.
class FolderLock {
  public:
    // Fault::busy when another holds it (the detail names its process), unavailable when the file cannot be made.
    static Result<FolderLock> acquire(const std::filesystem::path& folder);

    FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

  private:
    explicit FolderLock(int file) : file_(file) {}
    int file_;
};

}  // namespace stafett::storage::sqlite
