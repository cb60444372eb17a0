// An opened, empty store in a temporary folder, for tests of the layers above.
#pragma once

#include <memory>
#include <stdexcept>
#include <utility>

#include "storage/sqlite/open.h"
#include "tests/support/temporary_folder.h"

namespace stafett::tests {

struct TestStore {
    TemporaryFolder folder;
    std::unique_ptr<storage::Store> store;  // destroyed before its folder

    storage::Store& operator*() const { return *store; }
    storage::Store* operator->() const { return store.get(); }
};

// Throws when it cannot be opened: the test then fails with the reason. `options.folder` is set here.
inline TestStore open_test_store(storage::sqlite::Options options = {}) {
    TemporaryFolder folder;
    options.folder = folder.path();
    options.sync_to_disk = false;
    auto store = storage::sqlite::open(options);
    if (!store) throw std::runtime_error(store.error().detail);
    return {std::move(folder), *std::move(store)};
}

}  // namespace stafett::tests
