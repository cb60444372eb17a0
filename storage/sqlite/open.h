// Opens the SQLite backend of storage/store.h: one folder, in it one file and a lock.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

#include "storage/base/fault.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

enum class Mode {
    open,    // Fault::not_found when the folder holds no store
    create,  // Fault::exists when it holds one
    open_or_create,
};

// What one batch of the writing thread did.
struct Batch {
    std::size_t bodies = 0;  // run in one transaction
    bool committed = false;  // false: nobody had anything to keep, so nothing was written
};

struct Options {
    std::filesystem::path folder;  // created with mode 0700 when missing and `mode` may create
    Mode mode = Mode::open_or_create;
    bool test_clock = false;             // of a store created now; an existing one keeps what it was made for
    bool sync_to_disk = true;            // false only in tests: commits are then not safe from a power loss
    std::size_t idle_readers = 16;       // reading connections kept open for the next snapshots
    std::size_t most_readers = 256;      // snapshots alive at a time; one more is Fault::busy
    std::size_t texts = 32uz << 20;      // octets of objects' texts kept in memory
    std::size_t log_pages = 4000;        // of the write-ahead log, from which on it is copied into the file
    std::size_t most_log_pages = 16000;  // from which on the writer waits for what keeps it from beginning anew
    std::chrono::milliseconds longest_wait{2000};  // at a time; a snapshot that is open longer is not waited for again
    std::size_t queue = 1024;                      // bodies waiting to be run; one more is Fault::busy
    std::function<void(const Batch&)> on_batch;    // on the writing thread, before the answers leave; may be empty
};

// Brings an older file to the present schema and checks it (pages, schema version, foreign keys) before anybody uses
// it. Faults: busy when another process has the folder open, corrupt when the file is damaged or not ours, unavailable
// when it cannot be read or written or was made by a newer Stafett. The folder stays locked until the store is
// destroyed; destruction finishes what waits.
Result<std::unique_ptr<Store>> open(const Options& options);

}  // namespace stafett::storage::sqlite
