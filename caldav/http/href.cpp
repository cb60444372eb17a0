#include "caldav/http/href.h"

#include <array>

#include "storage/base/percent.h"
#include "storage/base/safe_text.h"

namespace stafett::caldav::http {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

// What stands in a segment as it is.
constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (const char c :
         std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@!$&'()*+,;=:"))
        plain[static_cast<unsigned char>(c)] = true;
    return plain;
}();

}  // namespace

bool valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = base::utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

void append_encoded_segment(std::string& out, std::string_view decoded) {
    for (const char c : decoded) {
        const auto byte = static_cast<unsigned char>(c);
        if (kPlain[byte]) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(kHex[byte >> 4]);
            out.push_back(kHex[byte & 15]);
        }
    }
}

std::string encode_segment(std::string_view decoded) {
    std::string out;
    out.reserve(decoded.size());
    append_encoded_segment(out, decoded);
    return out;
}

std::optional<std::string> decode_segment(std::string_view encoded) {
    std::string out;
    out.reserve(encoded.size());
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        char c = encoded[i];
        if (c == '%') {
            const auto octet = base::percent_octet(encoded, i);
            if (!octet) return std::nullopt;
            c = *octet;
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\') return std::nullopt;
        out.push_back(c);
    }
    if (out == "." || out == ".." || !valid_utf8(out)) return std::nullopt;
    return out;
}

std::optional<std::vector<std::string>> split_path(std::string_view path) {
    if (path.empty() || path.front() != '/') return std::nullopt;
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        if (end > 0) {
            auto segment = decode_segment(path.substr(0, end));
            if (!segment) return std::nullopt;
            segments.push_back(*std::move(segment));
        }
        path.remove_prefix(end);
    }
    return segments;
}

std::optional<Reference> parse_reference(std::string_view uri) {
    uri = uri.substr(0, uri.find_first_of("?#"));
    if (uri.starts_with('/') && !uri.starts_with("//")) return Reference{{}, uri};
    const auto scheme = uri.find("://");
    if (scheme == std::string_view::npos || scheme == 0) return std::nullopt;
    uri.remove_prefix(scheme + 3);
    const auto slash = std::min(uri.find('/'), uri.size());
    if (slash == 0) return std::nullopt;
    return Reference{uri.substr(0, slash), slash == uri.size() ? std::string_view("/") : uri.substr(slash)};
}

}  // namespace stafett::caldav::http
