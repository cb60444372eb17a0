#include "scheduling/ical/writer.h"

#include <algorithm>
#include <array>
#include <vector>

namespace stafett::scheduling::ical {
namespace {

constexpr std::size_t kLineOctets = 75;  // RFC 5545 §3.1, without the line end

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }

// Without control characters.
void append_clean(std::string& line, std::string_view text) {
    while (true) {
        const auto clean = static_cast<std::size_t>(std::ranges::find_if(text, is_control) - text.begin());
        line.append(text.substr(0, clean));
        if (clean == text.size()) return;
        text.remove_prefix(clean + 1);
    }
}

// Parameters whose values RFC 5545 §3.2 gives in quotes only.
bool is_always_quoted(std::string_view parameter) {
    static constexpr std::array<std::string_view, 6> quoted{"ALTREP", "DELEGATED-FROM", "DELEGATED-TO",
                                                            "DIR",    "MEMBER",         "SENT-BY"};
    return std::ranges::find(quoted, parameter) != quoted.end();
}

void append_value(std::string& line, std::string_view encoded, bool quoted) {
    const bool quote = quoted || encoded.find_first_of(",;:") != std::string_view::npos;
    if (quote) line += '"';
    append_clean(line, encoded);
    if (quote) line += '"';
}

void append_parameter(std::string& line, const Parameter& parameter) {
    line += ';';
    line += parameter.name;
    for (std::size_t i = 0; i < parameter.values.size(); ++i) {
        line += i == 0 ? '=' : ',';
        append_value(line, parameter.values[i].text, parameter.values[i].quoted);
    }
}

}  // namespace

std::string fold(std::string_view line) {
    std::string out;
    out.reserve(line.size() + line.size() / 24 + 2);
    std::size_t room = kLineOctets;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 1 && is_continuation(line[cut])) --cut;
        // An odd number of backslashes before the cut means that it would fall into an escape.
        std::size_t backslashes = 0;
        while (backslashes < cut && line[cut - 1 - backslashes] == '\\') ++backslashes;
        if (backslashes % 2 == 1 && cut > 1) --cut;
        out += line.substr(0, cut);
        out += "\r\n ";
        line.remove_prefix(cut);
        room = kLineOctets - 1;  // the blank counts
    }
    out += line;
    out += "\r\n";
    return out;
}

namespace {

// As most lines are: short.
std::string folded(std::string line) { return line.size() <= kLineOctets ? std::move(line) + "\r\n" : fold(line); }

}  // namespace

ContentLine::ContentLine(std::string_view name) : line_(name) {}

ContentLine& ContentLine::parameter(std::string_view name, std::string_view value) {
    line_ += ';';
    line_ += name;
    line_ += '=';
    append_value(line_, encode_parameter(value), is_always_quoted(name));
    return *this;
}

ContentLine& ContentLine::parameter(const Parameter& source) {
    append_parameter(line_, source);
    return *this;
}

std::string ContentLine::raw(std::string_view value) const {
    std::string line;
    line.reserve(line_.size() + value.size() + 3);
    line.append(line_) += ':';
    append_clean(line, value);
    return folded(std::move(line));
}

std::string ContentLine::text(std::string_view value) const { return folded(line_ + ':' + escape_text(value)); }

std::string ContentLine::texts(std::span<const std::string> values) const {
    std::string line = line_;
    for (std::size_t i = 0; i < values.size(); ++i) {
        line += i == 0 ? ':' : ',';
        line += escape_text(values[i]);
    }
    if (values.empty()) line += ':';
    return folded(std::move(line));
}

std::string ContentLine::date_time(const DateTime& value) const {
    ContentLine line = *this;
    if (value.form == DateTime::Form::date) line.parameter("VALUE", "DATE");
    if (value.form == DateTime::Form::zoned) line.parameter("TZID", value.tzid);
    return line.raw(format(value));
}

std::string ContentLine::utc(Instant value) const { return date_time(DateTime::utc(value)); }

std::string with_parameters(const Property& property, std::initializer_list<ParameterChange> changes) {
    const auto change_of = [&](std::string_view name) {
        return std::ranges::find_if(changes,
                                    [&](const ParameterChange& c) { return equal_ignoring_case(c.name, name); });
    };
    ContentLine line(property.name);
    std::vector<const ParameterChange*> done;
    for (const Parameter& parameter : property.parameters) {
        const auto* const change = change_of(parameter.name);
        if (change == changes.end()) {
            line.parameter(parameter);
        } else if (std::ranges::find(done, change) == done.end()) {
            done.push_back(change);
            if (change->value) line.parameter(parameter.name, *change->value);
        }
    }
    for (const ParameterChange& change : changes) {
        if (change.value && std::ranges::find(done, &change) == done.end()) line.parameter(change.name, *change.value);
    }
    return line.raw(property.value);
}

std::string with_value(const Property& property, std::string_view raw_value) {
    ContentLine line(property.name);
    for (const Parameter& parameter : property.parameters) line.parameter(parameter);
    return line.raw(raw_value);
}

std::string begin_line(std::string_view component) { return ContentLine("BEGIN").raw(component); }
std::string end_line(std::string_view component) { return ContentLine("END").raw(component); }

}  // namespace stafett::scheduling::ical
