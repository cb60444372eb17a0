#include "server/log/log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <cerrno>
#include <cstring>

#include "server/log/access.h"
#include "storage/base/safe_text.h"

namespace stafett::server::log {
namespace {

constexpr std::size_t kLongestLine = 2048;

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

namespace json = boost::json;

json::string value_of(std::string_view text) {
    const std::string line = printable(text);
    return json::string(line.data(), line.size());
}

// The members of the object without its braces: time and level are written before them.
std::string members(const json::object& object) {
    const std::string whole = json::serialize(object);
    return whole.substr(1, whole.size() - 2);
}

json::object members_of(const Access& access) {
    json::object object;
    object["message"] = "request";
    object["id"] = value_of(access.id);
    object["peer"] = value_of(access.peer);
    if (!access.person.empty()) object["person"] = value_of(access.person);
    if (!access.acts_for.empty()) object["acts_for"] = value_of(access.acts_for);
    object["method"] = value_of(access.method);
    object["target"] = value_of(masked(access.target));
    object["status"] = access.status;
    object["received"] = access.received;
    object["sent"] = access.sent;
    object["microseconds"] = access.took.count();
    object["steps"] = access.steps;
    return object;
}

constexpr const char* text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* json_pattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

class SpdlogLog final : public Log {
  public:
    SpdlogLog(spdlog::sink_ptr sink, const Settings& settings)
        : logger_("stafett", std::move(sink)), json_(settings.format == Format::json) {
        logger_.set_level(to_spdlog(settings.least));
        logger_.flush_on(spdlog::level::trace);
        logger_.set_formatter(std::make_unique<spdlog::pattern_formatter>(json_ ? json_pattern : text_pattern,
                                                                          spdlog::pattern_time_type::utc));
    }

    void write(Level level, std::string_view text) override {
        const auto wanted = to_spdlog(level);
        if (!logger_.should_log(wanted)) return;
        if (json_)
            logger_.log(wanted, members({{"message", value_of(text)}}));
        else
            logger_.log(wanted, printable(text));
    }

    void request(const Access& access) override {
        if (!json_) return Log::request(access);
        if (logger_.should_log(spdlog::level::info)) logger_.log(spdlog::level::info, members(members_of(access)));
    }

  private:
    spdlog::logger logger_;
    const bool json_;
};

}  // namespace

void Log::request(const Access& access) { info(access_line(access)); }

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

std::string_view name(Format format) {
    switch (format) {
        case Format::text:
            return "text";
        case Format::json:
            return "json";
    }
    return "text";
}

std::string printable(std::string_view text) {
    if (text.size() <= kLongestLine) return base::safe_line(text);
    // Cut before a character, whose octets after the first are 10xxxxxx.
    std::size_t cut = kLongestLine;
    while (cut > kLongestLine - 4 && (static_cast<unsigned char>(text[cut]) & 0xc0U) == 0x80) --cut;
    return base::safe_line(text.substr(0, cut)) + "…";
}

base::Result<std::unique_ptr<Log>, std::string> open_log(const Settings& settings) {
    if (settings.file.empty())
        return std::make_unique<SpdlogLog>(std::make_shared<spdlog::sinks::stderr_sink_mt>(), settings);
    // Made here and not by spdlog, which would leave it readable to all.
    const int file = ::open(settings.file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return std::unexpected(
            fmt::format("The log file {} cannot be opened: {}.", settings.file, std::strerror(errno)));
    ::close(file);
    return std::make_unique<SpdlogLog>(std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file), settings);
}

}  // namespace stafett::server::log
