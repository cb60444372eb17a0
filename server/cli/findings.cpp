#include "server/cli/findings.h"

namespace stafett::server::cli {

storage::Result<std::vector<std::string>> findings(storage::Store& store, base::Instant now,
                                                   const scheduling::delivery::Settings& settings,
                                                   const std::function<void(std::string_view)>& progress) {
    progress("Reading every page and row …");
    TRY_ASSIGN(auto found, store.check_integrity());
    progress("Building every copy and hosting again from the networks …");
    TRY_ASSIGN(const auto snapshot, store.snapshot());
    TRY_ASSIGN(auto differences, scheduling::delivery::check(*snapshot, now, settings));
    found.insert(found.end(), differences.begin(), differences.end());
    return found;
}

}  // namespace stafett::server::cli
