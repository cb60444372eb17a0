#include "server/transport/head_rules.h"

#include <algorithm>
#include <string_view>

namespace stafett::server::transport {
namespace {

bool same_text(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_name(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
}

}  // namespace

// RFC 3986 §3.2.2, as far as hosts have such names: it comes back in our URLs, so nothing else may stand in it.
bool is_authority(std::string_view text) {
    std::size_t host_end = 0;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos || end == 1) return false;
        if (!std::ranges::all_of(text.substr(1, end - 1), [](char c) { return is_hex(c) || c == ':' || c == '.'; }))
            return false;
        host_end = end + 1;
    } else {
        while (host_end < text.size() && is_name(text[host_end])) ++host_end;
        if (host_end == 0) return false;
    }
    if (host_end > 255) return false;
    if (host_end == text.size()) return true;
    const auto port = text.substr(host_end + 1);
    return text[host_end] == ':' && !port.empty() && port.size() <= 5 && std::ranges::all_of(port, is_digit);
}

namespace {

// The one Host there must be in 1.1; nothing in a 1.0 request that has none.
Result<std::optional<std::string>> read_host(const ReceivedHead& received) {
    std::optional<std::string> host;
    for (const auto& [name, value] : received.fields) {
        if (!same_text(name, "Host")) continue;
        if (host) return refuse(400, "Begäran har fler än ett Host-fält. (More than one Host field.)");
        host = value;
    }
    if (!host && received.http11) return refuse(400, "Begäran saknar Host-fält. (Missing Host field.)");
    if (host && !is_authority(*host)) return refuse(400, "Begärans Host-fält är felaktigt. (Bad Host field.)");
    return host;
}

// Turns absolute form (RFC 9112 §3.2.2) into origin form; the authority there goes before the Host field.
Result<void> read_target(ReceivedHead& received, std::optional<std::string>& host) {
    auto& target = received.target;
    if (target.starts_with('/')) return {};
    if (target == "*" && received.method == "OPTIONS") {
        target = "/";
        return {};
    }
    const auto scheme_end = std::min(target.find("://"), target.size());
    const auto scheme = std::string_view(target).substr(0, scheme_end);
    if (scheme_end == target.size() || (!same_text(scheme, "http") && !same_text(scheme, "https")))
        return refuse(400, "Begärans adress är felaktig. (Bad request target.)");
    const auto start = scheme_end + 3;
    const auto end = std::min(target.find_first_of("/?", start), target.size());
    const auto authority = target.substr(start, end - start);
    if (!is_authority(authority)) return refuse(400, "Begärans adress är felaktig. (Bad request target.)");
    host = authority;
    target.erase(0, end);
    if (!target.starts_with('/')) target.insert(0, "/");
    return {};
}

}  // namespace

bool expects_continue(const ReceivedHead& received) {
    return received.http11 && same_text(received.fields.joined("Expect"), "100-continue");
}

Result<caldav::http::RequestHead> check_head(ReceivedHead received, const Surroundings& surroundings, std::string id) {
    TRY_ASSIGN(auto host, read_host(received));
    TRY(read_target(received, host));
    if (received.http11 && received.fields.has("Expect") && !expects_continue(received))
        return refuse(417, "Begärans Expect-fält stöds inte. (Unknown expectation.)");

    caldav::http::RequestHead head;
    head.method = std::move(received.method);
    head.target = std::move(received.target);
    head.origin = (surroundings.tls ? "https://" : "http://") +
                  (surroundings.host.empty() ? host.value_or(surroundings.local) : surroundings.host);
    head.peer = surroundings.peer;
    head.id = std::move(id);
    head.has_body = received.has_body;
    head.content_length = received.content_length;
    head.fields = std::move(received.fields);
    return head;
}

}  // namespace stafett::server::transport
