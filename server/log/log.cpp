#include "server/log/log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace stafett::server::log {
namespace {

constexpr std::size_t longest_line = 2048;

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

class SpdlogLog final : public Log {
  public:
    SpdlogLog(spdlog::sink_ptr sink, Level least) : logger_("stafett", std::move(sink)) {
        logger_.set_level(to_spdlog(least));
        logger_.flush_on(spdlog::level::trace);
        logger_.set_formatter(
            std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    }

    void write(Level level, std::string_view text) override {
        if (const auto wanted = to_spdlog(level); logger_.should_log(wanted)) logger_.log(wanted, printable(text));
    }

  private:
    spdlog::logger logger_;
};

}  // namespace

std::string_view name(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

std::string printable(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (const char c : text.substr(0, longest_line)) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x20 || octet == 0x7f)
            line += fmt::format("\\x{:02x}", octet);
        else
            line += c;
    }
    if (text.size() > longest_line) line += "…";
    return line;
}

base::Result<std::unique_ptr<Log>, std::string> open_log(const Settings& settings) {
    if (settings.file.empty())
        return std::make_unique<SpdlogLog>(std::make_shared<spdlog::sinks::stderr_sink_mt>(), settings.least);
    // Made here and not by spdlog, which would leave it readable to all.
    const int file = ::open(settings.file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return std::unexpected(
            fmt::format("The log file {} cannot be opened: {}.", settings.file, std::strerror(errno)));
    ::close(file);
    return std::make_unique<SpdlogLog>(std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file),
                                       settings.least);
}

}  // namespace stafett::server::log
