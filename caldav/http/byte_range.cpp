#include "caldav/http/byte_range.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace stafett::caldav::http {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    // More than fits is more than anything has: as good as the largest.
    if (read.ec == std::errc::result_out_of_range && read.ptr == text.data() + text.size()) return UINT64_MAX;
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

ByteRange byte_range(std::string_view field, std::uint64_t size) {
    const ByteRange whole{ByteRange::Kind::whole, 0, size};
    const ByteRange none{ByteRange::Kind::unsatisfiable, 0, 0};
    field = trimmed(field);
    if (!field.starts_with("bytes=")) return whole;
    const std::string_view spec = trimmed(field.substr(6));
    const std::size_t dash = spec.find('-');
    if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return whole;
    const std::string_view before = trimmed(spec.substr(0, dash)), after = trimmed(spec.substr(dash + 1));
    if (before.empty()) {
        const auto suffix = number(after);
        if (!suffix) return whole;
        const std::uint64_t length = std::min(*suffix, size);
        return length == 0 ? none : ByteRange{ByteRange::Kind::part, size - length, length};
    }
    const auto first = number(before);
    const auto last = after.empty() ? std::optional(UINT64_MAX) : number(after);
    if (!first || !last || *last < *first) return whole;
    if (*first >= size) return none;
    return {ByteRange::Kind::part, *first, std::min(*last, size - 1) - *first + 1};
}

}  // namespace stafett::caldav::http
