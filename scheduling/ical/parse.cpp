#include "scheduling/ical/parse.h"

#include <fmt/format.h>

#include <algorithm>

#include "scheduling/ical/line_reader.h"

namespace stafett::scheduling::ical {
namespace {

using Done = std::optional<ParseError>;  // nothing: go on

ParseError error(ParseFault fault, std::size_t line, std::string_view what) {
    return {fault, line, line == 0 ? std::string(what) : fmt::format("line {}: {}", line, what)};
}

}  // namespace

// Reads line by line; components are open on a stack and are put into the arena when they close.
class Parser {
  public:
    Parser(std::string text, const Limits& limits)
        : limits_(limits), object_(new Object(std::move(text))), splitter_(object_->arena_) {}

    Result<ObjectPtr> run() {
        if (object_->text_.size() > limits_.octets) {
            return std::unexpected(error(ParseFault::too_large, 0, fmt::format("more than {} octets", limits_.octets)));
        }
        LineReader reader(object_->text_, object_->arena_);
        while (const auto line = reader.next()) {
            if (auto failed = take(*line)) return std::unexpected(*std::move(failed));
        }
        if (depth_ > 0) {
            const Open& open = open_[depth_ - 1];
            return std::unexpected(
                error(ParseFault::unbalanced, open.line, fmt::format("BEGIN:{} is never closed", open.name)));
        }
        if (object_->calendar_ == nullptr)
            return std::unexpected(error(ParseFault::not_icalendar, 0, "no BEGIN:VCALENDAR"));
        object_->derive();
        return ObjectPtr(std::move(object_));
    }

  private:
    struct Open {
        std::string_view name;
        Range begin_line;
        std::uint32_t line = 0;
        std::vector<Property> properties;
        std::vector<Component> components;
    };

    Done take(const LogicalLine& line) {
        if (object_->calendar_ != nullptr) {
            return error(ParseFault::several_calendars, line.number, "something follows END:VCALENDAR");
        }
        if (auto failed = check_length(line)) return failed;
        const std::optional<Property> property = splitter_.split(line);
        if (!property) {
            return depth_ == 0 ? error(ParseFault::not_icalendar, line.number, "BEGIN:VCALENDAR is expected here")
                               : error(ParseFault::malformed_line, line.number, "not a property line (name:value)");
        }
        if (property->name == "BEGIN") return begin(*property);
        if (property->name == "END") return end(*property);
        if (depth_ == 0) return error(ParseFault::not_icalendar, line.number, "BEGIN:VCALENDAR is expected here");
        return add(*property);
    }

    Done check_length(const LogicalLine& line) const {
        const bool attach =
            line.text.size() > limits_.line_octets && equal_ignoring_case(line.text.substr(0, 6), "ATTACH");
        const std::size_t most = attach ? std::max(limits_.attach_octets, limits_.line_octets) : limits_.line_octets;
        if (line.text.size() <= most) return {};
        return error(ParseFault::line_too_long, line.number, fmt::format("a line of {} octets", line.text.size()));
    }

    Done add(const Property& property) {
        parameters_ += property.parameters.size();
        parameter_values_ += splitter_.values_in_last_line();
        if (property.name == "EXDATE" || property.name == "RDATE" || property.name == "FREEBUSY") {
            list_values_ += 1 + static_cast<std::size_t>(std::ranges::count(property.value, ','));
        }
        if (++properties_ > limits_.properties || parameters_ > limits_.parameters ||
            parameter_values_ > limits_.parameter_values || list_values_ > limits_.list_values) {
            return error(ParseFault::too_many, property.line, "too many properties, parameters or values");
        }
        open_[depth_ - 1].properties.push_back(property);
        return {};
    }

    Done begin(const Property& property) {
        const std::string name = upper(trimmed(property.value));
        if (depth_ == 0 && name != "VCALENDAR") {
            return error(ParseFault::not_icalendar, property.line, "BEGIN:VCALENDAR is expected here");
        }
        if (name.empty()) return error(ParseFault::malformed_line, property.line, "BEGIN without a name");
        if (depth_ == limits_.depth) return error(ParseFault::too_deep, property.line, "components nested too deeply");
        if (++components_ > limits_.components)
            return error(ParseFault::too_many, property.line, "too many components");
        if (open_.size() == depth_) open_.emplace_back();
        Open& open = open_[depth_++];
        open.name = kept(name, trimmed(property.value));
        open.begin_line = property.raw;
        open.line = property.line;
        open.properties.clear();
        open.components.clear();
        return {};
    }

    Done end(const Property& property) {
        const std::string_view name = trimmed(property.value);
        if (depth_ == 0) return error(ParseFault::not_icalendar, property.line, "BEGIN:VCALENDAR is expected here");
        Open& open = open_[depth_ - 1];
        if (!equal_ignoring_case(open.name, name)) {
            return error(ParseFault::unbalanced, property.line,
                         fmt::format("END:{} where {} of line {} is open", name, open.name, open.line));
        }
        const Component closed{.name = open.name,
                               .properties = object_->arena_.copy(std::span(open.properties)),
                               .components = object_->arena_.copy(std::span(open.components)),
                               .begin_line = open.begin_line,
                               .end_line = property.raw,
                               .raw = {open.begin_line.begin, property.raw.end},
                               .line = open.line};
        if (--depth_ > 0) {
            open_[depth_ - 1].components.push_back(closed);
        } else {
            object_->calendar_ = &object_->arena_.copy(std::span(&closed, 1)).front();
        }
        return {};
    }

    // The upper-cased name where it lives as long as the object.
    std::string_view kept(const std::string& name, std::string_view written) {
        if (name == written) return written;
        return {object_->arena_.copy(std::span<const char>(name)).data(), name.size()};
    }

    const Limits limits_;
    std::shared_ptr<Object> object_;
    LineSplitter splitter_;
    std::vector<Open> open_;
    std::size_t depth_ = 0;
    std::size_t components_ = 0;
    std::size_t properties_ = 0;
    std::size_t parameters_ = 0;
    std::size_t parameter_values_ = 0;
    std::size_t list_values_ = 0;
};

Result<ObjectPtr> parse(std::string text, const Limits& limits) { return Parser(std::move(text), limits).run(); }

}  // namespace stafett::scheduling::ical
