#include "storage/sqlite/open.h"

#include <stdexcept>

#include "tests/storage/conformance/suites.h"
#include "tests/support/repeating_store.h"

namespace stafett::storage::conformance {
namespace {

std::unique_ptr<Store> open_sqlite(const std::filesystem::path& folder) {
    sqlite::Options options;
    options.folder = folder;
    options.sync_to_disk = false;
    auto store = sqlite::open(options);
    if (!store) throw std::runtime_error(store.error().detail);
    return *std::move(store);
}

std::unique_ptr<Store> open_repeating(const std::filesystem::path& folder) {
    return std::make_unique<tests::RepeatingStore>(open_sqlite(folder));
}

const auto kBackends = testing::Values(Backend{"once", open_sqlite}, Backend{"every_body_twice", open_repeating});

INSTANTIATE_TEST_SUITE_P(Sqlite, PutObject, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, ForgetBodies, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, History, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, HomeUsage, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, ReadObjects, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Changes, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Writes, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Calendars, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Properties, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Association, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Accounts, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Meetings, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Attachments, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, TimeIndex, kBackends, backend_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, Upkeep, kBackends, backend_name);

}  // namespace
}  // namespace stafett::storage::conformance
