// A disk below SQLite that forgets what was not synced when the power goes, and that can be made to fail.
//
// It is SQLite's default VFS while it lives. Files lie where they always do, so locks and shared memory are the real
// ones; beside that it keeps, file by file, what is safe and what is only on its way.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace stafett::tests {

class UnreliableDisk {
  public:
    // What SQLite asked a file for, as far as a power loss can tell.
    enum class Step { write, truncate, sync, remove };
    // By path: what is found after the power came back.
    using Image = std::map<std::string, std::string>;

    UnreliableDisk();
    ~UnreliableDisk();
    UnreliableDisk(const UnreliableDisk&) = delete;
    UnreliableDisk& operator=(const UnreliableDisk&) = delete;

    // `watch` is called before every step, one at a time, and may call after_power_loss().
    void watch(std::function<void(Step)> watch);
    // What is synced, and of the rest any part in any order: each sector of 512 octets that was written is there or
    // not, each truncation, creation and removal too.
    Image after_power_loss(std::mt19937_64& chance) const;

    // Every write (or sync) answers this SQLite code from now on; 0 for none.
    void fail_writes(int code) { failing_write_ = code; }
    void fail_syncs(int code) { failing_sync_ = code; }

    struct Vfs;  // SQLite's side, in the .cpp

  private:
    struct Pending {
        std::size_t offset = 0;
        std::string octets;
        bool truncate = false;
    };
    struct File {
        std::string safe;
        std::vector<Pending> pending;
        bool named = true;     // the folder's entry is safe
        bool removed = false;  // and it is gone, which may not be
    };
    friend struct Vfs;

    void step(Step step) const;
    void sync_folder();

    mutable std::recursive_mutex mutex_;
    std::map<std::string, File> files_;
    std::function<void(Step)> watch_;
    int failing_write_ = 0, failing_sync_ = 0;
    std::unique_ptr<Vfs> vfs_;
};

}  // namespace stafett::tests
