// The reading connections: each snapshot borrows one and gives it back.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "storage/base/fault.h"
#include "storage/base/mutex.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/open.h"
#include "storage/sqlite/open_snapshots.h"
#include "storage/sqlite/remembered.h"
#include "storage/sqlite/texts.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

// Thread-safe.
class Readers {
  public:
    Readers(std::filesystem::path file, const Options& options, const model::Epoch& epoch, NewestFacts& facts,
            Texts& texts, OpenSnapshots& open);

    // One consistent state, the newest that is committed. Fault::busy when most_readers snapshots are alive.
    Result<SnapshotPtr> snapshot();
    // A connection of its own, for long work outside the pool. Its snapshots are entered by whoever makes them.
    Result<std::unique_ptr<Connection>> connect() const;

  private:
    class ReadSnapshot;
    Result<std::unique_ptr<Connection>> borrow();
    void give_back(std::unique_ptr<Connection> connection);

    const std::filesystem::path file_;
    const bool sync_to_disk_;
    const std::size_t idle_limit_;
    const std::size_t most_;
    const model::Epoch& epoch_;
    NewestFacts& facts_;
    Texts& texts_;
    OpenSnapshots& open_;
    base::Mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_ STAFETT_GUARDED_BY(mutex_);
    std::size_t alive_ STAFETT_GUARDED_BY(mutex_) = 0;
};

}  // namespace stafett::storage::sqlite
