#include "storage/sqlite/log_keeper.h"

namespace stafett::storage::sqlite {
namespace {

// A snapshot that begins while SQLite has no read mark left (it has four beside that of the file) shares an older one,
// behind which nothing can be copied. After one wait each of those is free, after two nobody uses one.
constexpr int kMostRounds = 3;

}  // namespace

LogKeeper::LogKeeper(Connection& connection, OpenSnapshots& snapshots, const Options& options)
    : connection_(connection),
      snapshots_(snapshots),
      copy_at_(options.log_pages),
      wait_at_(options.most_log_pages),
      longest_wait_(options.longest_wait),
      next_(copy_at_) {
    connection.keep_log();
}

void LogKeeper::tend() {
    const std::size_t pages = connection_.log_pages();
    if (pages < pages_) next_ = copy_at_;  // it has begun anew
    pages_ = pages;
    if (pages < next_) return;
    next_ = pages + copy_at_ / 4;
    if (pages < wait_at_)
        static_cast<void>(connection_.copy_log());
    else
        let_it_begin_anew();
}

void LogKeeper::let_it_begin_anew() {
    if (outlived_ && snapshots_.oldest().value_or(*outlived_ + 1) <= *outlived_) return;
    outlived_.reset();
    const auto deadline = std::chrono::steady_clock::now() + longest_wait_;
    const auto wait = [&] {
        if (snapshots_.wait_for(snapshots_.mark(), deadline)) return true;
        outlived_ = snapshots_.oldest();
        return false;
    };
    for (int round = 0; round < kMostRounds; ++round) {
        if (!wait()) return;
        const auto whole = connection_.copy_log();
        if (!whole) return;
        // Those that read from the log are let go too; whoever begins from here on reads from the file.
        if (*whole) return static_cast<void>(wait());
    }
}

}  // namespace stafett::storage::sqlite
