// Keeps the write-ahead log from growing without end (sqlite.org/wal.html §2.3, "checkpoint starvation").
//
// What the log holds is copied into the file, and the writer begins the log anew when all of it has been copied and no
// snapshot reads from it any more. While reading never pauses, some snapshot always does. From a bound on the writer
// therefore waits, between two batches, until the snapshots that are open have ended. New ones may begin meanwhile:
// nothing is committed, so they read the state that is about to be copied, and from the file alone once it has been.
// Only writes are held up.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/open.h"
#include "storage/sqlite/open_snapshots.h"

namespace stafett::storage::sqlite {

// On the writing thread, outside transactions.
class LogKeeper {
  public:
    // `connection`, the writing one, and `snapshots` outlive it.
    LogKeeper(Connection& connection, OpenSnapshots& snapshots, const Options& options);

    // After each batch, when its answers have left. What fails is tried again when the log has grown further.
    void tend();

  private:
    void let_it_begin_anew();

    Connection& connection_;
    OpenSnapshots& snapshots_;
    const std::size_t copy_at_;
    const std::size_t wait_at_;
    const std::chrono::milliseconds longest_wait_;
    std::size_t pages_ = 0;  // of the log, when it was last looked at
    std::size_t next_;       // pages at which there is something to do
    // A snapshot of this generation outlived the last wait. While it is open nothing is gained by waiting again.
    std::optional<OpenSnapshots::Generation> outlived_;
};

}  // namespace stafett::storage::sqlite
