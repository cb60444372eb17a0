#include "server/cli/findings.h"

#include <algorithm>
#include <ranges>

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

storage::Result<void> compare_networks(storage::Store& store, const Now& now,
                                       const scheduling::delivery::Settings& settings, const GoOn& go_on,
                                       Findings& found) {
    scheduling::delivery::Check check(settings);
    while (go_on()) {
        const auto more = [&]() -> storage::Result<bool> {
            TRY_ASSIGN(const auto snapshot, store.snapshot());
            return check.next(*snapshot, now(), found);
        }();
        if (!more) return add(found.damaged, std::unexpected(more.error()));
        if (!*more) break;
    }
    return {};
}

storage::Result<Findings> findings(storage::Store& store, base::Instant now,
                                   const scheduling::delivery::Settings& settings,
                                   const std::function<void(std::string_view)>& progress) {
    progress("Reading every page and row …");
    Findings found;
    TRY(add(found.damaged, store.check_integrity()));
    progress("Building every copy and hosting again from the networks …");
    TRY(compare_networks(store, [&] { return now; }, settings, [] { return true; }, found));
    return found;
}

storage::Result<Lines> look_through(storage::Store& store, const Now& now,
                                    const scheduling::delivery::Settings& settings, const GoOn& go_on) {
    constexpr std::size_t lines_kept = 100;
    Findings found;
    TRY(add(found.damaged, store.check_in_portions(go_on)));
    TRY(compare_networks(store, now, settings, go_on, found));
    if (!go_on()) return Lines();
    Lines& lines = found.damaged;
    lines.insert(lines.end(), found.differing.begin(), found.differing.end());
    const auto first = std::views::take(lines, lines_kept);
    const model::LookedThrough looked{now(), static_cast<std::int64_t>(lines.size()),
                                      Lines(first.begin(), first.end())};
    TRY(store.write(
        [&](storage::Transaction& transaction) { return transaction.write_upkeep().set_looked_through(looked); }));
    return std::move(lines);
}

}  // namespace stafett::server::cli
