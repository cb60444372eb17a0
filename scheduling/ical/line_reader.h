// Splits a text into logical lines (RFC 5545 §3.1) and those into name, parameters and value. Internal to parse.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scheduling/ical/arena.h"
#include "scheduling/ical/content_line.h"

namespace stafett::scheduling::ical {

// A logical line: unfolded, without line end and control characters. Points into the text where that is enough.
struct LogicalLine {
    std::string_view text;
    Range raw;
    std::uint32_t number = 0;
};

class LineReader {
  public:
    LineReader(std::string_view text, Arena& arena);
    // The next line that is not blank; nothing at the end.
    std::optional<LogicalLine> next();

  private:
    LogicalLine read();

    std::string_view text_;
    Arena& arena_;
    std::size_t at_ = 0;
    std::uint32_t number_ = 0;
};

// Splits a logical line; nothing if it is not name *(";" param) ":" value. Scratch vectors are kept for the next line.
class LineSplitter {
  public:
    explicit LineSplitter(Arena& arena) : arena_(arena) {}
    std::optional<Property> split(const LogicalLine& line);
    std::size_t values_in_last_line() const { return values_.size(); }

  private:
    struct Pending {
        std::string_view name;
        std::size_t first_value;
    };
    bool parameter(std::string_view text, std::size_t& at);
    bool parameter_value(std::string_view name, std::string_view text, std::size_t& at);
    std::string_view upper_cased(std::string_view name);
    std::span<const Parameter> parameters();

    Arena& arena_;
    std::vector<Pending> pending_;
    std::vector<ParameterValue> values_;
    std::vector<Parameter> parameters_;
};

}  // namespace stafett::scheduling::ical
