#include "scheduling/ical/content_line.h"

#include <algorithm>

namespace stafett::scheduling::ical {
namespace {

constexpr char upper_of(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    return a == b || std::ranges::equal(a, b, [](char x, char y) { return upper_of(x) == upper_of(y); });
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), upper_of);
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower_of);
    return out;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string decode_parameter(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '^' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'n' || next == '^' || next == '\'') {
            out += next == 'n' ? '\n' : next == '^' ? '^' : '"';
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string encode_parameter(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c == '\n' || c == '\r')
            out += "^n";
        else if (c == '^')
            out += "^^";
        else if (c == '"')
            out += "^'";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t')
            out += c;
    }
    return out;
}

std::string Parameter::value() const {
    return values.empty() ? std::string() : decode_parameter(trimmed(values.front().text));
}

std::vector<std::string> Parameter::all() const {
    std::vector<std::string> out;
    out.reserve(values.size());
    for (const ParameterValue& value : values) out.push_back(decode_parameter(trimmed(value.text)));
    return out;
}

const Parameter* Property::parameter(std::string_view wanted) const {
    const auto found =
        std::ranges::find_if(parameters, [&](const Parameter& p) { return equal_ignoring_case(p.name, wanted); });
    return found == parameters.end() ? nullptr : &*found;
}

std::string Property::parameter_value(std::string_view wanted) const {
    const Parameter* const found = parameter(wanted);
    return found == nullptr ? std::string() : found->value();
}

std::string Property::value_type() const { return upper(parameter_value("VALUE")); }

}  // namespace stafett::scheduling::ical
