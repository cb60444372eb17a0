// The clock of `--test-clock FILE`: an instant in a file, read at each use, so that a test can make days pass.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "storage/base/clock.h"
#include "storage/base/mutex.h"
#include "storage/base/result.h"

namespace stafett::server::cli {

// Thread-safe. While the file cannot be read, or is being written and holds no instant, time stands still.
class TestClock final : public base::Clock {
  public:
    // The file holds one instant, "2026-11-22T17:00:00Z", and blanks or line ends behind it.
    static base::Result<std::unique_ptr<TestClock>, std::string> open(std::filesystem::path file);

    base::Instant now() const override;

  private:
    TestClock(std::filesystem::path file, base::Instant first) : file_(std::move(file)), last_(first) {}

    const std::filesystem::path file_;
    mutable base::Mutex mutex_;
    mutable base::Instant last_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::server::cli
