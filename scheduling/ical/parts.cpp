#include "scheduling/ical/parts.h"

#include <algorithm>
#include <utility>

#include "scheduling/ical/parse.h"

namespace stafett::scheduling::ical {
namespace {

bool begins_with(std::string_view line, std::string_view upper_case) {
    return line.size() >= upper_case.size() && equal_ignoring_case(line.substr(0, upper_case.size()), upper_case);
}

bool is_control(char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t') || octet == 0x7f;
}

// Goes from line to line and looks at nothing but their beginnings. Whatever could make BEGIN, END or TZID mean more or
// less than it seems (folds, parameters, control characters, blanks, escapes) it leaves to the parser.
class Glance {
  public:
    explicit Glance(std::string_view text) : text_(text) {}

    // Nothing: only parse() can tell.
    std::optional<std::vector<Part>> parts() {
        while (at_ < text_.size()) {
            begin_ = at_;
            const std::size_t end = std::min(text_.find('\n', at_), text_.size());
            at_ = std::min(end + 1, text_.size());
            std::string_view line = text_.substr(begin_, end - begin_);
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (!take(line)) return std::nullopt;
        }
        if (depth_ != 0) return std::nullopt;
        return std::move(parts_);
    }

  private:
    bool take(std::string_view line) {
        if (line.starts_with(' ') || line.starts_with('\t')) return !decisive_;
        decisive_ = line.empty();
        if (line.empty()) return true;
        switch (line.front()) {
            case 'B':
            case 'b':
                return decide(line, "BEGIN", [&](std::string_view name) { return begin(name); });
            case 'E':
            case 'e':
                return decide(line, "END", [&](std::string_view) { return end(); });
            case 'T':
            case 't':
                return depth_ != 2 || !parts_.back().tzid ||
                       decide(line, "TZID", [&](std::string_view tzid) { return name_zone(tzid); });
            default:
                return !is_control(line.front());
        }
    }

    // Lines of that name are decisive; others that begin alike go by.
    template <class Decide>
    bool decide(std::string_view line, std::string_view name, Decide with_value) {
        if (std::ranges::any_of(line, is_control)) return false;
        if (!begins_with(line, name)) return !begins_with(name, upper(line.substr(0, name.size())));
        if (line.size() == name.size() || line[name.size()] != ':') return false;
        decisive_ = true;
        const std::string_view value = line.substr(name.size() + 1);
        return value == trimmed(value) && with_value(value);
    }

    bool begin(std::string_view name) {
        if (++depth_ != 2) return true;
        parts_.push_back({{begin_, 0}, {}});
        if (equal_ignoring_case(name, "VTIMEZONE")) parts_.back().tzid.emplace();
        named_ = false;
        return true;
    }

    bool end() {
        if (depth_ == 2) parts_.back().raw.end = at_;
        return depth_-- > 0;
    }

    bool name_zone(std::string_view tzid) {
        if (tzid.contains('\\') || std::exchange(named_, true)) return false;
        parts_.back().tzid = std::string(tzid);
        return true;
    }

    std::string_view text_;
    std::vector<Part> parts_;
    std::size_t begin_ = 0, at_ = 0;  // of the line, and behind it
    int depth_ = 0;                   // components that are open
    bool named_ = false;              // the zone has its TZID
    bool decisive_ = false;           // nothing may be added to the last line by the next one
};

std::vector<Part> parsed_parts(std::string_view text) {
    Limits limits;
    limits.octets = std::max(limits.octets, text.size());
    const auto object = parse(std::string(text), limits);
    std::vector<Part> parts;
    if (!object) return parts;
    for (const Component& component : (*object)->calendar().components)
        parts.push_back(
            {component.raw, component.name == "VTIMEZONE" ? std::optional(component.text("TZID")) : std::nullopt});
    return parts;
}

}  // namespace

std::vector<Part> parts_of(std::string_view text) {
    auto parts = Glance(text).parts();
    return parts ? *std::move(parts) : parsed_parts(text);
}

}  // namespace stafett::scheduling::ical
