#include "caldav/http/cross_site.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace stafett::caldav::http {
namespace {

// RFC 9110 §9.2.1: what asks for nothing to be changed. PROPFIND and REPORT are registered as safe (RFC 4918 §9.1, RFC
// 3253 §3.6). Every other method is taken for unsafe, unknown ones included, so that a new one is protected from its
// first day.
bool is_safe(std::string_view method) {
    static constexpr std::array<std::string_view, 5> safe{"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"};
    return std::ranges::find(safe, method) != safe.end();
}

// RFC 6454 §4: scheme and host in lower case, without the scheme's own port.
std::string normal_origin(std::string_view origin) {
    std::string normal;
    for (const char c : origin) normal += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const std::string_view port = normal.starts_with("https://") ? ":443" : ":80";
    if (normal.ends_with(port)) normal.resize(normal.size() - port.size());
    return normal;
}

Response refusal(std::string_view field, std::string_view why) {
    return text_response(403, fmt::format("Begäran kommer från en annan webbplats och utförs inte. (A request from "
                                          "another site is not carried out: {} {}.)\n",
                                          field, why));
}

}  // namespace

std::optional<Response> refuse_cross_site(const RequestHead& head, std::string_view public_url) {
    if (is_safe(head.method)) return std::nullopt;
    // A field that comes twice is joined and so is none of the words that are let through.
    if (head.fields.has("Sec-Fetch-Site")) {
        const std::string site = head.fields.joined("Sec-Fetch-Site");
        if (site != "same-origin" && site != "none")
            return refusal("Sec-Fetch-Site", "is neither same-origin nor none");
    }
    if (head.fields.has("Origin")) {
        const std::string origin = normal_origin(head.fields.joined("Origin"));
        // "null" (a sandboxed page, a file, a redirect from elsewhere) is nobody's, so it is not ours.
        if (origin != normal_origin(head.origin) && (public_url.empty() || origin != normal_origin(public_url)))
            return refusal("Origin", "is not this server");
    }
    return std::nullopt;
}

}  // namespace stafett::caldav::http
