// Which snapshots are open, by when they began: what the writer asks before it can let the write-ahead log begin anew.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "storage/base/mutex.h"

namespace stafett::storage::sqlite {

// Thread-safe.
class OpenSnapshots {
  public:
    // Rises with each mark(); all snapshots that begin between two marks are of one generation.
    using Generation = std::uint64_t;

    // A snapshot, from before its read transaction begins until after it has ended.
    class Entry {
      public:
        explicit Entry(OpenSnapshots& all) : all_(all), generation_(all.begin()) {}
        ~Entry() { all_.end(generation_); }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

      private:
        OpenSnapshots& all_;
        const Generation generation_;
    };

    // That of the snapshots which begin until now; later ones are of a greater one.
    Generation mark();
    // Waits until no snapshot of `generation` or before is open; false when `deadline` has passed and one still is.
    bool wait_for(Generation generation, std::chrono::steady_clock::time_point deadline);
    // That of the snapshot that has been open longest; none when none is.
    std::optional<Generation> oldest();

  private:
    Generation begin();
    void end(Generation generation);

    base::Mutex mutex_;
    std::condition_variable ended_;
    Generation now_ STAFETT_GUARDED_BY(mutex_) = 0;
    std::map<Generation, std::size_t> open_ STAFETT_GUARDED_BY(mutex_);  // without those that have none
};

}  // namespace stafett::storage::sqlite
