// Percent-encoded octets (RFC 3986 §2.1). What a malformed one means is each reader's own affair.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace stafett::base {

// The octet that "%XX" at `at` means; nothing if no such stands there.
constexpr std::optional<char> percent_octet(std::string_view text, std::size_t at) {
    const auto value = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    if (at >= text.size() || text.size() - at < 3 || text[at] != '%') return std::nullopt;
    const int high = value(text[at + 1]), low = value(text[at + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    return static_cast<char>(high * 16 + low);
}

}  // namespace stafett::base
