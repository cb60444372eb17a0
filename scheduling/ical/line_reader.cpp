#include "scheduling/ical/line_reader.h"

#include <algorithm>

namespace stafett::scheduling::ical {
namespace {

bool is_control(char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t') || octet == 0x7F;
}

// RFC 5545 names are letters, digits and hyphens; dots, underscores and slashes occur in the wild.
bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '/';
}

std::string_view name_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_name_character(text[end])) ++end;
    return text.substr(at, end - at);
}

std::size_t end_of_parameter_value(std::string_view text, std::size_t at) {
    return std::min(text.find_first_of(",;:", at), text.size());
}

bool begins_with_date(std::string_view text) {
    constexpr std::size_t digits = 8;
    return text.size() >= digits &&
           std::ranges::all_of(text.substr(0, digits), [](char c) { return c >= '0' && c <= '9'; });
}

// Exchange and Google write the names of zones without quotes even where a colon or a comma is in them
// ("TZID=GMT+05:30:20270115T090000", "TZID=tzone://Microsoft/Utc:…"): such a name ends before the last colon, which a
// time follows.
std::size_t end_of_zone_name(std::string_view text, std::size_t at) {
    const std::size_t usual = end_of_parameter_value(text, at);
    if (usual == text.size() || text[usual] == ';') return usual;
    const std::size_t last = text.rfind(':');
    if (last == std::string_view::npos || last <= usual || !begins_with_date(text.substr(last + 1))) return usual;
    return std::min(text.find(';', usual), last);
}

}  // namespace

LineReader::LineReader(std::string_view text, Arena& arena) : text_(text), arena_(arena) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // a byte order mark, which some programs write
}

std::optional<LogicalLine> LineReader::next() {
    while (at_ < text_.size()) {
        const LogicalLine line = read();
        if (!trimmed(line.text).empty()) return line;
    }
    return {};
}

LogicalLine LineReader::read() {
    LogicalLine line{.text = {}, .raw = {at_, at_}, .number = number_ + 1};
    std::size_t pieces = 0;
    std::size_t octets = 0;
    bool dirty = false;
    std::string_view piece;
    do {  // each physical line; the second and later ones lose their first blank
        const std::size_t feed = std::min(text_.find('\n', at_), text_.size());
        const std::size_t skipped = pieces == 0 ? 0 : 1;
        piece = text_.substr(at_ + skipped, feed - at_ - skipped);
        while (piece.ends_with('\r')) piece.remove_suffix(1);
        dirty = dirty || std::ranges::any_of(piece, is_control);
        octets += piece.size();
        at_ = std::min(feed + 1, text_.size());
        ++number_;
        ++pieces;
    } while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'));
    line.raw.end = at_;
    if (pieces == 1 && !dirty) {
        line.text = piece;
        return line;
    }
    char* const room = reinterpret_cast<char*>(arena_.take(octets + 1));
    char* out = room;
    const std::string_view raw = text_.substr(line.raw.begin, line.raw.end - line.raw.begin);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '\n') {
            ++i;  // the blank of the next physical line
        } else if (!is_control(raw[i])) {
            *out++ = raw[i];
        }
    }
    line.text = {room, static_cast<std::size_t>(out - room)};
    return line;
}

std::string_view LineSplitter::upper_cased(std::string_view name) {
    if (std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; })) return name;
    char* const room = reinterpret_cast<char*>(arena_.take(name.size()));
    std::ranges::copy(upper(name), room);
    return {room, name.size()};
}

std::optional<Property> LineSplitter::split(const LogicalLine& line) {
    pending_.clear();
    values_.clear();
    const std::string_view name = name_at(line.text, 0);
    std::size_t at = name.size();
    if (name.empty()) return {};
    while (at < line.text.size() && line.text[at] == ';') {
        if (!parameter(line.text, ++at)) return {};
    }
    if (at >= line.text.size() || line.text[at] != ':') return {};
    return Property{.name = upper_cased(name),
                    .parameters = parameters(),
                    .value = line.text.substr(at + 1),
                    .raw = line.raw,
                    .line = line.number};
}

bool LineSplitter::parameter(std::string_view text, std::size_t& at) {
    const std::string_view name = name_at(text, at);
    at += name.size();
    if (name.empty()) return at < text.size() && (text[at] == ';' || text[at] == ':');  // "DTSTART;:..." is forgiven
    pending_.push_back({upper_cased(name), values_.size()});
    if (at >= text.size() || text[at] != '=') return true;  // a parameter without value, as old programs write
    do {
        if (!parameter_value(name, text, ++at)) return false;
    } while (at < text.size() && text[at] == ',');
    return true;
}

bool LineSplitter::parameter_value(std::string_view name, std::string_view text, std::size_t& at) {
    if (at < text.size() && text[at] == '"') {
        const std::size_t close = text.find('"', at + 1);
        if (close == std::string_view::npos) return false;
        values_.push_back({text.substr(at + 1, close - at - 1), true});
        at = close + 1;
        return at < text.size() && (text[at] == ',' || text[at] == ';' || text[at] == ':');
    }
    const std::size_t end =
        equal_ignoring_case(name, "TZID") ? end_of_zone_name(text, at) : end_of_parameter_value(text, at);
    values_.push_back({text.substr(at, end - at), false});
    at = end;
    return true;
}

std::span<const Parameter> LineSplitter::parameters() {
    const std::span<const ParameterValue> values = arena_.copy(std::span(values_));
    parameters_.clear();
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        const std::size_t end = i + 1 < pending_.size() ? pending_[i + 1].first_value : values_.size();
        parameters_.push_back(
            {pending_[i].name, values.subspan(pending_[i].first_value, end - pending_[i].first_value)});
    }
    return arena_.copy(std::span(parameters_));
}

}  // namespace stafett::scheduling::ical
