#include "server/log/access.h"

#include <fmt/format.h>

#include "storage/base/percent.h"

namespace stafett::server::log {
namespace {

// Whether a path segment means "feeds", percent-encoded or in any case: masking one time too often costs nothing.
bool means_feeds(std::string_view segment) {
    std::string decoded;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        char c = segment[i];
        if (const auto octet = base::percent_octet(segment, i)) {
            c = *octet;
            i += 2;
        }
        decoded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return decoded == "feeds";
}

void append_masked_path(std::string& out, std::string_view path) {
    bool token_next = false;
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto segment = path.substr(0, slash);
        out += token_next && !segment.empty() ? "***" : segment;
        if (!segment.empty()) token_next = means_feeds(segment);
        if (slash == std::string_view::npos) return;
        out += '/';
        path.remove_prefix(slash + 1);
    }
}

void append_masked_query(std::string& out, std::string_view query) {
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        const auto equals = pair.find('=');
        // A parameter without a name may itself be the secret.
        if (equals == std::string_view::npos)
            out += "***";
        else
            out.append(pair.substr(0, equals)).append("=***");
        if (end == std::string_view::npos) return;
        out += '&';
        query.remove_prefix(end + 1);
    }
}

std::string_view or_dash(std::string_view text) { return text.empty() ? "-" : text; }

}  // namespace

std::string masked(std::string_view target) {
    const auto mark = target.find('?');
    std::string out;
    append_masked_path(out, target.substr(0, mark));
    if (mark != std::string_view::npos) {
        out += '?';
        append_masked_query(out, target.substr(mark + 1));
    }
    return out;
}

std::string access_line(const Access& access) {
    return fmt::format("id={} peer={} person={} for={} {} {} {} in={} out={} ms={:.1f}", or_dash(access.id),
                       or_dash(access.peer), or_dash(access.person), or_dash(access.acts_for), or_dash(access.method),
                       or_dash(masked(access.target)), access.status, access.received, access.sent,
                       static_cast<double>(access.took.count()) / 1000.0);
}

}  // namespace stafett::server::log
