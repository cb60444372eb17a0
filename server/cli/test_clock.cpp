#include "server/cli/test_clock.h"

#include <fmt/format.h>

#include <fstream>

namespace stafett::server::cli {

namespace {

std::optional<base::Instant> read(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line)) return std::nullopt;
    line.erase(line.find_last_not_of(" \t\r") + 1);
    return base::parse_instant(line);
}

}  // namespace

base::Result<std::unique_ptr<TestClock>, std::string> TestClock::open(std::filesystem::path file) {
    const auto first = read(file);
    if (!first)
        return std::unexpected(
            fmt::format("{} holds no instant; write one line such as 2026-11-22T17:00:00Z into it.", file.string()));
    return std::unique_ptr<TestClock>(new TestClock(std::move(file), *first));
}

base::Instant TestClock::now() const {
    const auto found = read(file_);
    const base::Lock lock(mutex_);
    if (found) last_ = *found;
    return last_;
}

}  // namespace stafett::server::cli
