#include "server/cli/findings.h"

#include <algorithm>

#include "storage/base/safe_text.h"

namespace stafett::server::cli {

storage::Result<void> add(Lines& found, storage::Result<Lines> more) {
    if (more) {
        for (const std::string& line : *more) found.push_back(base::safe_line(line));
        return {};
    }
    if (more.error().fault == storage::Fault::busy) return std::unexpected(std::move(more).error());
    // Several looks end at the same page.
    const std::string line = base::safe_line(more.error().detail);
    if (std::ranges::find(found, line) == found.end()) found.push_back(line);
    return {};
}

storage::Result<Lines> findings(storage::Store& store, base::Instant now,
                                const scheduling::delivery::Settings& settings,
                                const std::function<void(std::string_view)>& progress) {
    progress("Reading every page and row …");
    Lines found;
    TRY(add(found, store.check_integrity()));
    progress("Building every copy and hosting again from the networks …");
    const auto compared = [&]() -> storage::Result<Lines> {
        TRY_ASSIGN(const auto snapshot, store.snapshot());
        return scheduling::delivery::check(*snapshot, now, settings);
    };
    TRY(add(found, compared()));
    return found;
}

}  // namespace stafett::server::cli
