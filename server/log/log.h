// The program's own log: one line per event, written at once. spdlog does the work, in log.cpp alone.
//
// Never hand it a password, a token, or what stands in a calendar. Every text is made safe to show
// (storage/base/safe_text.h), so that nothing a client sends can begin a line of its own or is obeyed by a terminal.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace stafett::server::log {

enum class Level { debug, info, warning, error };

// What a line looks like: "INSTANT LEVEL TEXT", or a JSON object (RFC 8259) with time, level and message; a request is
// then an object with a member for each field of Access.
enum class Format { text, json };

// "debug", "info", "warning", "error", as in the configuration.
std::string_view name(Level level);
// "text", "json".
std::string_view name(Format format);

struct Access;

// Thread-safe.
class Log {
  public:
    virtual ~Log() = default;
    // `text` is UTF-8, one line; the instant (UTC) and the level are put before it.
    virtual void write(Level level, std::string_view text) = 0;
    // A request that has been answered; by default access_line() at level info.
    virtual void request(const Access& access);

    void debug(std::string_view text) { write(Level::debug, text); }
    void info(std::string_view text) { write(Level::info, text); }
    void warning(std::string_view text) { write(Level::warning, text); }
    void error(std::string_view text) { write(Level::error, text); }
};

struct Settings {
    Level least = Level::info;  // quieter lines are dropped
    std::string file;           // appended to, made with mode 0600; empty: standard error
    Format format = Format::text;
};

// The error is one sentence in English, for the administrator.
base::Result<std::unique_ptr<Log>, std::string> open_log(const Settings& settings);

// base::safe_line() of the first 2048 octets: what makes a line of anything.
std::string printable(std::string_view text);

}  // namespace stafett::server::log
