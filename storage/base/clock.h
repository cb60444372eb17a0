// Time as the whole project uses it. Nothing below server/ reads a clock by itself: the instant is passed in.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stafett::base {

using Instant = std::chrono::sys_seconds;      // a moment, UTC
using LocalTime = std::chrono::local_seconds;  // wall-clock time, in a zone that stands beside it
using Date = std::chrono::year_month_day;      // a calendar day, in the association's zone unless said otherwise

// Thread-safe. Read once per request or job, then passed on as a value.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

// A clock that stands still until it is set; for tests and `serve --test-clock`. Thread-safe.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start) : seconds_(start.time_since_epoch().count()) {}
    Instant now() const override { return Instant(std::chrono::seconds(seconds_.load())); }
    void set(Instant now) { seconds_.store(now.time_since_epoch().count()); }
    void advance(std::chrono::seconds by) { seconds_.fetch_add(by.count()); }

  private:
    std::atomic<std::int64_t> seconds_;
};

// "2026-11-22"; nothing for anything else, impossible days included.
std::optional<Date> parse_date(std::string_view text);
std::string format_date(Date date);

// "2026-11-22T17:00:00Z" (RFC 3339, UTC, whole seconds); nothing for anything else.
std::optional<Instant> parse_instant(std::string_view text);
std::string format_instant(Instant instant);

}  // namespace stafett::base
