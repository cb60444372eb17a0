#include "scheduling/ical/parts.h"

#include <algorithm>
#include <utility>

#include "scheduling/ical/parse.h"
#include "storage/base/octet_block.h"

namespace stafett::scheduling::ical {
namespace {

bool begins_with(std::string_view line, std::string_view upper_case) {
    return line.size() >= upper_case.size() && equal_ignoring_case(line.substr(0, upper_case.size()), upper_case);
}

bool is_control(char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t') || octet == 0x7f;
}

// Whether the line end at `lf` needs a look: it is none of CRLF, or a line follows that could begin or end a component,
// name a zone, be empty or hold a control character.
bool needs_look(std::string_view text, std::size_t lf) {
    if (text[lf] != '\n') return false;
    if (text[lf - 1] != '\r' || lf + 1 == text.size()) return true;
    const char lower = static_cast<char>(text[lf + 1] | 0x20);
    return lower == 'b' || lower == 'e' || lower == 't' || static_cast<unsigned char>(text[lf + 1]) < 0x20 ||
           text[lf + 1] == 0x7f;
}

// The first of them at or behind `at`, which is not 0; at the end of `text` or behind it if there is none.
std::size_t find_line_end(std::string_view text, std::size_t at) {
    for (; at + base::kOctetBlock < text.size(); at += base::kOctetBlock) {
        const base::OctetBlock before = base::octet_block(text.data() + at - 1);
        const base::OctetBlock here = base::octet_block(text.data() + at);
        const base::OctetBlock after = base::octet_block(text.data() + at + 1);
        const base::OctetBlock lower = after | 0x20;
        const std::size_t found =
            base::first_that_holds((here == '\n') & ((before != '\r') | (lower == 'b') | (lower == 'e') |
                                                     (lower == 't') | (after < 0x20) | (after == 0x7f)));
        if (found < base::kOctetBlock) return at + found;
    }
    while (at < text.size() && !needs_look(text, at)) ++at;
    return at;
}

// Looks at nothing but the lines that could be decisive: BEGIN, END, the TZID of a zone, or an empty one. Whatever
// could make them mean more or less than it seems (folds, parameters, control characters, blanks, escapes) it leaves to
// the parser.
class Glance {
  public:
    explicit Glance(std::string_view text) : text_(text) {}

    // Nothing: only parse() can tell.
    std::optional<std::vector<Part>> parts() {
        parts_.reserve(4);
        if (text_.starts_with('\n') || !look_at(0)) return std::nullopt;
        for (std::size_t lf = find_line_end(text_, 1); lf < text_.size(); lf = find_line_end(text_, lf + 1)) {
            if (text_[lf - 1] != '\r') without_crlf();
            if (!look_at(lf + 1)) return std::nullopt;
        }
        if (depth_ != 0) return std::nullopt;
        return std::move(parts_);
    }

  private:
    // At the line that begins at `begin`.
    bool look_at(std::size_t begin) {
        if (begin == text_.size()) return true;
        begin_ = begin;
        const std::size_t end = std::min(text_.find('\n', begin), text_.size());
        at_ = std::min(end + 1, text_.size());
        std::string_view line = text_.substr(begin, end - begin);
        if (line.ends_with('\r')) line.remove_suffix(1);
        switch (line.empty() ? '\n' : line.front()) {
            case '\n':
                without_crlf();
                return !folded();
            case 'B':
            case 'b':
                return decide(line, "BEGIN", [&](std::string_view name) { return begin_component(name); });
            case 'E':
            case 'e':
                return decide(line, "END", [&](std::string_view) { return end_component(); });
            case 'T':
            case 't':
                return depth_ != 2 || !parts_.back().tzid ||
                       decide(line, "TZID", [&](std::string_view tzid) { return name_zone(tzid); });
            default:
                return !is_control(line.front());
        }
    }

    // Whether the next line goes on with this one.
    bool folded() const { return at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'); }

    void without_crlf() {
        if (depth_ >= 2) parts_.back().crlf = false;
    }

    // Lines of that name are decisive; others that begin alike go by.
    template <class Decide>
    bool decide(std::string_view line, std::string_view name, Decide with_value) {
        if (std::ranges::any_of(line, is_control)) return false;
        if (!begins_with(line, name)) return !begins_with(name, upper(line.substr(0, name.size())));
        if (line.size() == name.size() || line[name.size()] != ':') return false;
        if (folded()) return false;
        const std::string_view value = line.substr(name.size() + 1);
        return value == trimmed(value) && with_value(value);
    }

    bool begin_component(std::string_view name) {
        if (++depth_ != 2) return true;
        parts_.push_back({{begin_, 0}, {}, true});
        if (equal_ignoring_case(name, "VTIMEZONE")) parts_.back().tzid.emplace();
        named_ = false;
        return true;
    }

    bool end_component() {
        if (depth_ == 2) {
            parts_.back().raw.end = at_;
            if (!text_.substr(0, at_).ends_with("\r\n")) without_crlf();
        }
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
};

// Each line, and none is empty.
bool ends_with_crlf(std::string_view lines) {
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t lf = lines.find('\n', at);
        if (lf == std::string_view::npos || lf < at + 2 || lines[lf - 1] != '\r') return false;
        at = lf + 1;
    }
    return true;
}

std::vector<Part> parsed_parts(std::string_view text) {
    Limits limits;
    limits.octets = std::max(limits.octets, text.size());
    const auto object = parse(std::string(text), limits);
    std::vector<Part> parts;
    if (!object) return parts;
    for (const Component& component : (*object)->calendar().components)
        parts.push_back({component.raw,
                         component.name == "VTIMEZONE" ? std::optional(component.text("TZID")) : std::nullopt,
                         ends_with_crlf(text.substr(component.raw.begin, component.raw.end - component.raw.begin))});
    return parts;
}

}  // namespace

std::vector<Part> parts_of(std::string_view text) {
    auto parts = Glance(text).parts();
    return parts ? *std::move(parts) : parsed_parts(text);
}

}  // namespace stafett::scheduling::ical
