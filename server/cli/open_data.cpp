#include "server/cli/open_data.h"

#include <fmt/format.h>

#include "storage/sqlite/open.h"

namespace stafett::server::cli {

namespace {

using storage::Fault;

DataProblem problem(const std::string& folder, const storage::Error& error) {
    const auto because = error.detail.empty() ? std::string() : fmt::format(" ({})", error.detail);
    switch (error.fault) {
        case Fault::not_found:
            return {.text = fmt::format("{} holds no data. Name the right folder with --data, or make it with 'stafett "
                                        "import' or 'stafett user add'.",
                                        folder)};
        case Fault::busy:
            return {.in_use = true, .text = fmt::format("{} is in use by another process.{}", folder, because)};
        case Fault::corrupt:
            return {
                .text = fmt::format("The data in {} is damaged{}. Move the folder aside and get the last backup back "
                                    "with 'stafett restore FILE'.",
                                    folder, because),
                .damage = error.detail.empty() ? "damaged" : error.detail};
        case Fault::exists:
        case Fault::stale:
        case Fault::uid_in_use:
        case Fault::quota:
        case Fault::unavailable:
            break;
    }
    return {.text = fmt::format("{} cannot be used{}.", folder, because)};
}

}  // namespace

base::Result<std::unique_ptr<storage::Store>, DataProblem> open_data(const config::Config& config, bool may_create,
                                                                     bool test_clock) {
    storage::sqlite::Options options;
    options.folder = config.data;
    options.mode = may_create ? storage::sqlite::Mode::open_or_create : storage::sqlite::Mode::open;
    options.test_clock = test_clock;
    auto store = storage::sqlite::open(options);
    if (!store) return std::unexpected(problem(config.data.string(), store.error()));
    if ((*store)->made_for_test_clock() && !test_clock)
        return std::unexpected(DataProblem{
            .text = fmt::format("{} was made with a test clock: its times are not real. Give --test-clock FILE again.",
                                config.data.string())});
    if (!(*store)->made_for_test_clock() && test_clock)
        return std::unexpected(
            DataProblem{.text = fmt::format(
                            "{} was made without a test clock: it may hold real meetings. Leave --test-clock out, or "
                            "take an empty folder.",
                            config.data.string())});
    return *std::move(store);
}

}  // namespace stafett::server::cli
