// Copies of the whole store: one made while it is written to, and one taken into use again.
//
// A copy gets a new epoch when it is made and again when it is restored: whatever sync token was handed out before, by
// whichever life of the data, is answered valid-sync-token and nobody is silently wrong (model.md §11).
#pragma once

#include <filesystem>
#include <functional>

#include "storage/base/fault.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

// Copies what `source`, a reading connection, sees now. Writers go on meanwhile; only the write-ahead log cannot be
// begun anew before the copy is done. `data` is the store's folder, in which a backup is refused.
Result<void> back_up(Connection& source, const std::filesystem::path& data, const Backup& wanted);

// Whether `file` looks like a whole store of ours, by its first octets and what lies beside it. Faults are about the
// file: not_found, corrupt, unavailable.
Result<void> check_backup(const std::filesystem::path& file);

// A backup on its way into a data folder. Until finish() nothing of it counts: it lies in a folder of its own below the
// data folder, where it can be opened and looked at, and which goes with this object.
class Restoring {
  public:
    // Locks `data`, made when missing, and copies `file` there. Faults: exists when `data` is used, busy when another
    // process has it, and those of check_backup().
    static Result<Restoring> begin(const std::filesystem::path& file, const std::filesystem::path& data,
                                   const std::function<void(unsigned percent)>& progress);
    Restoring(Restoring&& other) noexcept = default;
    Restoring& operator=(Restoring&&) = delete;
    ~Restoring();

    // A data folder for open(), which brings the copy to the present schema.
    std::filesystem::path folder() const { return data_ / "restoring"; }

    // With no store open in folder(): stamps the copy and gives it its place. Durable when it answers.
    Result<void> finish();

  private:
    Restoring(FolderLock lock, std::filesystem::path data) : lock_(std::move(lock)), data_(std::move(data)) {}

    FolderLock lock_;
    std::filesystem::path data_;  // empty once moved from
};

}  // namespace stafett::storage::sqlite
